import HandoverModel
import OEMAdapterKit
import StrictFormats

extension HTTPResponse {
  /// The body as JSON, or why it is none. A portal's HTML page with status 200 is no listing, and neither is a cut body.
  func json(from provider: ProviderID) throws(CouldNotLook) -> JSONView {
    guard saysJSON else {
      throw CouldNotLook(
        "\(provider).not-json", "the answer is not JSON; something may sit between us and the provider")
    }
    do {
      return try StrictJSON.view(foreign: body)
    } catch {
      throw CouldNotLook("\(provider).not-json", "the answer is not whole, strict JSON (\(error.rawValue))")
    }
  }

  /// The body of an answer that must have status 200: a 204 where a listing is documented says nothing.
  func listing(from provider: ProviderID) throws(CouldNotLook) -> JSONView {
    guard status == 200 else { throw CouldNotLook(status: status, from: provider) }
    return try json(from: provider)
  }

  /// Whether the content type is a JSON one, or absent.
  private var saysJSON: Bool {
    guard let type = header("Content-Type"), type != "application/json" else { return true }
    let name = type.utf8.drop { $0 == UInt8(ascii: ";") }.prefix { $0 != UInt8(ascii: ";") }
    let letters = name.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
    let plain = String(decoding: letters, as: UTF8.self).lowercased()
    return plain == "application/json" || plain.hasSuffix("+json")
  }
}

extension JSONView {
  /// The value at the end of this chain of member names.
  func at(_ names: String...) -> JSONView? {
    var value: JSONView? = self
    for name in names { value = value?[name] }
    return value
  }

  /// The text of this member, when it is a string with something in it.
  func text(_ name: String) -> String? {
    guard let text = self[name]?.string, !text.isEmpty else { return nil }
    return text
  }
}
