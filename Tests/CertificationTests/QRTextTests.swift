import CertificateChecking
import Certification
import HandoverTestSupport
import StrictFormats
import Testing

@Suite struct QRTextTests {
  private static let packings = CodePrefix.Packing.allCases
  private let signature = Base64.encode([UInt8](repeating: 7, count: 64))

  private func failure(_ text: String) -> String? {
    do {
      _ = try QRText.unpack(Array(text.utf8))
      return nil
    } catch { return error.name }
  }

  private func text(_ packing: CodePrefix.Packing, _ packed: some Collection<UInt8>) -> String {
    CodePrefix(.signed, packing).text + Base45.encode(Array(packed))
  }

  private func jwt(_ payload: String) -> String {
    "\(Base64.encode(Array(#"{"alg":"ES256"}"#.utf8))).\(Base64.encode(Array(payload.utf8))).\(signature)"
  }

  @Test func newPapersHaveTheSecondPacking() throws {
    #expect(try #require(QRText.pack(jwt("{}"))).hasPrefix("VHC2:"))
    #expect(try #require(QRText.pack(jwt("{}"), .zlib)).hasPrefix("VHC1:"))
  }

  @Test(arguments: packings) func givesBackTheSignedTextByteForByte(packing: CodePrefix.Packing) throws {
    let jwt = jwt(#"{"iss":"x"}"#)
    let text = try #require(QRText.pack(jwt, packing))
    #expect(text.utf8.dropFirst(5).allSatisfy { Base45.decode([$0, $0]) != nil || $0 < 0x80 })
    #expect(try QRText.unpack(Array(text.utf8)) == jwt + "~")
  }

  @Test(arguments: packings) func givesBackAnyText(packing: CodePrefix.Packing) throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var chance = SeededChance(seed: seed)
    let dictionary = Array(CodeDictionary.signed.utf8)
    for _ in 0..<200 {
      // Pieces of the dictionary and of noise, so that there is much to refer back to, and something between.
      let payload = (0..<Int.random(in: 0...9, using: &chance)).flatMap { _ in
        let length = Int.random(in: 0...400, using: &chance)
        if Bool.random(using: &chance) { return dictionary.shuffled(using: &chance).prefix(length) }
        return dictionary.dropFirst(Int.random(in: 0..<dictionary.count, using: &chance)).prefix(length)
      }
      let jwt = "IA.\(Base64.encode([0x20] + payload)).\(signature)"
      let text = try #require(QRText.pack(jwt, packing))
      if text.utf8.count <= 4_296 { #expect(try QRText.unpack(Array(text.utf8)) == jwt + "~", "seed \(seed)") }
    }
  }

  @Test(arguments: ["a.b", "a.b.c.d", "AA.AA.AA", "", "*.AA.AA"]) func packsNothingElse(jwt: String) {
    #expect(Self.packings.allSatisfy { QRText.pack(jwt, $0) == nil })
  }

  @Test(arguments: packings) func refusesWhatIsTooLarge(packing: CodePrefix.Packing) throws {
    #expect(failure(CodePrefix(.signed, packing).text + String(repeating: "0", count: 4_292)) == "qr.too-large")
    let most = Base64.encode([UInt8](repeating: 0, count: 16_384 - 67))
    let more = Base64.encode([UInt8](repeating: 0, count: 16_385 - 67))
    #expect(failure(try #require(QRText.pack("IA.\(most).\(signature)", packing))) == nil)
    #expect(failure(try #require(QRText.pack("IA.\(more).\(signature)", packing))) == "qr.too-large")
  }

  @Test(arguments: packings) func refusesBytesBehindThePackedOnes(packing: CodePrefix.Packing) throws {
    let packed = try #require(QRText.packed("IA.IA.\(signature)", packing))
    #expect(failure(text(packing, packed)) == nil)
    #expect(failure(text(packing, packed + [0])) == "qr.inflate")
    #expect(failure(text(packing, packed + packed)) == "qr.inflate")
  }

  @Test(arguments: packings) func refusesEveryStreamThatWasCut(packing: CodePrefix.Packing) throws {
    let packed = try #require(QRText.packed(jwt(CodeDictionary.signed), packing))
    for length in packed.indices { #expect(failure(text(packing, packed[..<length])) == "qr.inflate", "\(length)") }
  }

  @Test func refusesAZLIBStreamWhoseSumIsAnother() throws {
    var packed = try #require(QRText.packed("IA.IA.\(signature)", .zlib))
    packed[packed.count - 1] ^= 1
    #expect(failure(text(.zlib, packed)) == "qr.inflate")
  }

  /// Only what is signed can be told from what is not: a dictionary of the same length gives another text, not a failure.
  @Test func anotherDictionaryGivesAnotherText() throws {
    let payload = Array(CodeDictionary.signed.utf8.prefix(300))
    let shifted = Array(CodeDictionary.signed.utf8.dropFirst()) + [0x20]
    let stream = try #require(
      Zlib.deflateRaw([UInt8](repeating: 7, count: 64) + [0, 1, 0x20] + payload, dictionary: shifted))
    let unpacked = try QRText.unpack(Array(text(.dictionary, stream).utf8))
    #expect(unpacked.hasPrefix("IA.") && unpacked != "IA.\(Base64.encode(payload)).\(signature)~")
  }

  @Test func refusesAReferenceBeyondTheDictionary() throws {
    let dictionary = Array(CodeDictionary.signed.utf8)
    let before: [UInt8] = Array("never in a certificate".utf8)
    let stream = try #require(Zlib.deflateRaw(before, dictionary: before + dictionary))
    #expect(throws: Zlib.Failure.malformed) { try Zlib.inflateRaw(stream, dictionary: dictionary, limit: 100) }
    #expect(try Zlib.inflateRaw(stream, dictionary: before + dictionary, limit: 22) == before)
    #expect(throws: Zlib.Failure.tooLarge) { try Zlib.inflateRaw(stream, dictionary: before + dictionary, limit: 21) }
  }

  @Test(arguments: [
    ("VHC1:", "qr.inflate"), ("VHC1:A", "qr.base45"), ("VHC1:::::", "qr.base45"), ("VHC2:", "qr.inflate"),
    ("VHC2:A", "qr.base45"), ("VHC2:::::", "qr.base45"), ("VHC3:", "qr.layout"), ("VHP2:00", "qr.layout"),
    ("VHC2", "qr.layout"), ("", "qr.layout"),
  ])
  func refusesWhatIsNoCode(text: String, name: String) { #expect(failure(text) == name) }

  @Test func readsPrefixes() {
    for (text, prefix) in [
      ("VHC1:", CodePrefix(.signed, .zlib)), ("VHC2:x", CodePrefix(.signed, .dictionary)),
      ("VHP1:", CodePrefix(.part, .zlib)), ("VHP2:", CodePrefix(.part, .dictionary)),
    ] {
      #expect(CodePrefix(of: text.utf8) == prefix && text.hasPrefix(prefix.text))
    }
    for text in ["", "V", "VHC2", "VHC3:", "VHC0:", "vhc1:", "VHX1:", "VHC1;", " VHC1:", "VHCÄ:", "VHC12:"] {
      #expect(CodePrefix(of: text.utf8) == nil, "\(text)")
    }
  }
}
