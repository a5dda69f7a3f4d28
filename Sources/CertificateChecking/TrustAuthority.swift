package import Crypto
package import StrictFormats

/// Who may sign a trust list: keys by their RFC 7638 name, and how many of them it takes.
package struct TrustAuthority: Sendable {
  package var threshold: Int
  package var keys: [String: P256.Signing.PublicKey]

  var names: [String] { keys.keys.sorted() }

  /// Reads the member `authority` of a list.
  init(_ value: JSONValue?) throws(CheckFailure) {
    guard let threshold = value?["threshold"]?.integer, let values = value?["keys"]?.array, value?.members?.count == 2,
      values.count <= Limits.authorityKeys, threshold >= 1, threshold <= Int64(values.count)
    else { throw TrustList.malformed("it does not say who may sign it") }
    keys = [:]
    for value in values {
      guard value["kty"]?.string == "EC", value["crv"]?.string == "P-256", value.members?.count == 4,
        let x = value["x"]?.string.flatMap({ Base64.decode($0) }), x.count == 32,
        let y = value["y"]?.string.flatMap({ Base64.decode($0) }), y.count == 32,
        let key = try? P256.Signing.PublicKey(rawRepresentation: x + y)
      else { throw TrustList.malformed("an authority key cannot be read") }
      guard keys.updateValue(key, forKey: Self.name(of: key)) == nil else {
        throw TrustList.malformed("an authority key stands there twice")
      }
    }
    self.threshold = Int(threshold)
  }

  var json: JSONValue {
    let sorted = keys.sorted { $0.key < $1.key }
    return ["threshold": .integer(Int64(threshold)), "keys": .array(sorted.map { Self.jwk($0.value) })]
  }

  /// The key as JSON (RFC 7517, section 4; RFC 7518, section 6.2.1).
  package static func jwk(_ key: P256.Signing.PublicKey) -> JSONValue {
    let raw = Array(key.rawRepresentation)
    return [
      "kty": "EC", "crv": "P-256", "x": .string(Base64.encode(raw[..<32])), "y": .string(Base64.encode(raw[32...])),
    ]
  }

  /// RFC 7638: SHA-256 over the required members in lexicographic order.
  package static func name(of key: P256.Signing.PublicKey) -> String {
    let raw = Array(key.rawRepresentation)
    let text =
      #"{"crv":"P-256","kty":"EC","x":"\#(Base64.encode(raw[..<32]))","y":"\#(Base64.encode(raw[32...]))"}"#
    return digest(text.utf8)
  }
}
