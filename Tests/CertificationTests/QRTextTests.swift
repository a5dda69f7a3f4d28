import CertificateChecking
import Certification
import StrictFormats
import Testing

@Suite struct QRTextTests {
  private let signature = Base64.encode([UInt8](repeating: 7, count: 64))

  private func failure(_ text: String) -> String? {
    do {
      _ = try QRText.unpack(Array(text.utf8))
      return nil
    } catch { return error.name }
  }

  @Test func givesBackTheSignedTextByteForByte() throws {
    let jwt =
      "\(Base64.encode(Array(#"{"alg":"ES256"}"#.utf8))).\(Base64.encode(Array(#"{"iss":"x"}"#.utf8))).\(signature)"
    let text = try #require(QRText.pack(jwt))
    #expect(text.hasPrefix("VHC1:"))
    #expect(text.utf8.dropFirst(5).allSatisfy { Base45.decode([$0, $0]) != nil || $0 < 0x80 })
    #expect(try QRText.unpack(Array(text.utf8)) == jwt + "~")
  }

  @Test(arguments: ["a.b", "a.b.c.d", "AA.AA.AA", "", "*.AA.AA"]) func packsNothingElse(jwt: String) {
    #expect(QRText.pack(jwt) == nil)
  }

  @Test func refusesWhatIsTooLarge() throws {
    #expect(failure("VHC1:" + String(repeating: "0", count: 4_292)) == "qr.too-large")
    let most = Base64.encode([UInt8](repeating: 0, count: 16_384 - 67))
    let more = Base64.encode([UInt8](repeating: 0, count: 16_385 - 67))
    #expect(failure(try #require(QRText.pack("IA.\(most).\(signature)"))) == nil)
    #expect(failure(try #require(QRText.pack("IA.\(more).\(signature)"))) == "qr.too-large")
  }

  @Test func refusesBytesBehindThePackedOnes() throws {
    let text = try #require(QRText.pack("IA.IA.\(signature)"))
    let packed = try #require(Base45.decode(text.utf8.dropFirst(5)))
    #expect(failure("VHC1:" + Base45.encode(packed + [0])) == "qr.inflate")
    #expect(failure("VHC1:" + Base45.encode(packed.dropLast(1))) == "qr.inflate")
    var changed = packed
    changed[changed.count - 1] ^= 1
    #expect(failure("VHC1:" + Base45.encode(changed)) == "qr.inflate")
  }

  @Test(arguments: [("VHC1:", "qr.inflate"), ("VHC1:A", "qr.base45"), ("VHC1:::::", "qr.base45")])
  func refusesWhatIsNoCode(text: String, name: String) { #expect(failure(text) == name) }
}
