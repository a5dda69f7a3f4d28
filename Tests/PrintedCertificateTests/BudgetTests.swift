import CertificateChecking
import Certification
import PrintedCertificate
import QRCode
import StrictFormats
import Testing

/// What a code may hold. Design section 9 has 900 bytes and version 25-M, which no payload with all 21 layers keeps; kept are
/// the size of a module, and version 27-M at 54 mm as the worst that a certificate of the corpus needs.
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
      #expect(packed.count <= 1_088, "\(name)")
      let drawn = try #require(QRCode(alphanumeric: code))
      let side = PrintedCertificate.side(of: drawn, isFirst: true)
      #expect(drawn.version <= 27 && (52...54).contains(side), "\(name)")
      #expect(side / Double(drawn.width) >= PrintedCertificate.module, "\(name)")
      largest = (max(largest.bytes, packed.count), max(largest.version, drawn.version))
    }
    print("largest of \(Self.signed.count) payloads: \(largest.bytes) bytes deflated, version \(largest.version)-M")
    #expect(largest.bytes > 400)
  }
}
