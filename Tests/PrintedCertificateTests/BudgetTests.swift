import CertificateChecking
import Certification
import QRCode
import StrictFormats
import Testing

/// What a code may hold (design, section 9): deflated at most 900 bytes, at most version 25-M.
@Suite struct BudgetTests {
  /// The signed part of every bundle of the corpus, whatever else is wrong with it.
  private static let signed: [(name: String, text: String)] = Copies.names.compactMap { name in
    guard let bytes = try? Copies.bytes(name), let bundle = try? StrictJSON.parse(bytes),
      let compact = bundle["sd_jwt"]?.string, let text = compact.split(separator: "~").first,
      text.split(separator: ".").count == 3
    else { return nil }
    return (name, String(text))
  }

  @Test func everyPayloadOfTheCorpusFitsItsCode() throws {
    #expect(Self.signed.count > 60)
    var largest = (bytes: 0, version: 0)
    for (name, text) in Self.signed {
      guard let packed = QRText.packed(text), let code = QRText.pack(text) else { continue }
      #expect(packed.count <= 900, "\(name)")
      let version = try #require(QRCode(alphanumeric: code)).version
      #expect(version <= 25, "\(name)")
      largest = (max(largest.bytes, packed.count), max(largest.version, version))
    }
    print("largest of \(Self.signed.count) payloads: \(largest.bytes) bytes deflated, version \(largest.version)-M")
    #expect(largest.bytes > 400)
  }
}
