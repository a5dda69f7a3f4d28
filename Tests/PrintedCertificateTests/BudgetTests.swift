import CertificateChecking
import Certification
import Foundation
import HandoverModel
import PrintedCertificate
import QRCode
import StrictFormats
import Testing
import TransferRules

/// What a code may hold: 900 bytes, and version 25-M at 50 mm (design, section 9).
@Suite struct BudgetTests {
  /// The signed part of every bundle of the corpus, whatever else is wrong with it.
  private static let signed: [(name: String, text: String)] = Copies.names.compactMap { name in
    guard let bytes = try? Copies.bytes(name), let bundle = try? StrictJSON.parse(bytes),
      let compact = bundle["sd_jwt"]?.string, let text = compact.split(separator: "~").first,
      text.split(separator: ".").count == 3
    else { return nil }
    return (name, String(text))
  }

  /// A measure of one code, in words.
  private func measured(_ text: String) throws -> (bytes: Int, version: Int, words: String) {
    let packed = try #require(QRText.packed(text))
    let spelled = try #require(QRText.pack(text))
    let code = try #require(QRCode(alphanumeric: spelled))
    let module = PrintedCertificate.firstSide / Double(code.width)
    let words =
      "\(packed.count) bytes, version \(code.version)-M, \(code.width) modules of "
      + "\((module * 1_000).rounded() / 1_000) mm on \(PrintedCertificate.firstSide) mm"
    return (packed.count, code.version, words)
  }

  @Test func everyPayloadOfTheCorpusFitsItsCode() throws {
    #expect(Self.signed.count > 60)
    var largest = (bytes: 0, version: 0, words: "")
    for (name, text) in Self.signed {
      guard QRText.packed(text) != nil else { continue }
      let one = try measured(text)
      // Far below the budget: what a payload costs shows here first.
      #expect(one.bytes <= 450 && one.version <= 17, "\(name)")
      if one.bytes > largest.bytes { largest = one }
    }
    print("largest of \(Self.signed.count) payloads: \(largest.words)")
    #expect(largest.bytes > 300)
  }

  /// Both names of 40 letters that nothing else holds, every optional member, a date on every layer that can have one, no
  /// date like another, and hosts of 40 letters.
  @Test func theLongestRealisticPayloadFitsItsCode() throws {
    let payload = try LongPayload.make()
    let token = try LongPayload.text(payload)
    #expect(try CertificatePayload(json: payload.json) == payload)
    let one = try measured(token)
    print("longest realistic payload: \(one.words)")
    #expect(one.bytes <= PrintedCertificate.signedBudget && one.version <= PrintedCertificate.largest)
  }

  @Test func aPaperBeyondTheBudgetIsRefused() throws {
    // Forty of the rarest signs are allowed in a name, and take four bytes each.
    let signs = String(String.UnicodeScalarView((0..<40).map { Unicode.Scalar(0x1F300 + $0 * 7)! }))
    var payload = try LongPayload.make()
    payload.vehicle.make = signs
    payload.vehicle.model = String(signs.reversed())
    payload.issuer = "https://" + LongPayload.letters(180, 9) + ".example"
    payload.status.uri = "https://" + LongPayload.letters(180, 10) + ".example"
    let copy = try Copies.with(try Copies.bytes("valid-clear"), "sd_jwt", LongPayload.text(payload) + "~")
    #expect {
      try Copies.page(copy)
    } throws: { ($0 as? PrintedCertificate.Refusal)?.code == "paper.too-large" }
  }

  @Test func noModuleIsSmallerThanThoseOfTheBudget() {
    let smallest = 50.0 / Double(17 + 4 * PrintedCertificate.largest)
    #expect(PrintedCertificate.firstSide / Double(17 + 4 * PrintedCertificate.largest) >= smallest)
    #expect(PrintedCertificate.partSide / Double(17 + 4 * PrintedCertificate.largest) >= smallest)
  }
}

/// The longest payload that a dealer can be expected to write.
enum LongPayload {
  static func make() throws -> CertificatePayload {
    let copy = try StrictJSON.parse(try Copies.bytes("valid-correction"))
    let parts = (copy["sd_jwt"]?.string ?? "").split(separator: ".")
    var payload = try CertificatePayload(json: StrictJSON.parse(Base64.decode(parts[1]) ?? []))
    payload.issuer = "https://\(letters(32, 1)).example"
    payload.status = StatusReference(index: 1_048_575, uri: "https://\(letters(32, 2)).example/\(letters(8, 3))")
    payload.vehicle.make = letters(40, 4)
    payload.vehicle.model = letters(40, 5)
    payload.supplements = EarlierCertificate(
      id: Base64.encode(noise(16, 6)), sha256: Base64.encode(noise(32, 7)), reason: .newAnswers)
    payload.handover.mode = .simulated
    payload.handover.verdict = .void
    payload.handover.specimenOf = .notClear
    payload.handover.platform = "bmw-connected"
    for (place, layer) in Layer.allCases.enumerated() where layer != .protectedFunctions {
      payload.handover.layers[layer] = noise(32, 8)[place] < 128 ? .endsBy : .overdue
      let hours = Double(noise(64, 9)[place]) * 256 + Double(noise(64, 10)[place])
      payload.handover.due[layer] = UTC.floorHour(payload.issuedAt.addingTimeInterval(hours * 3_600))
    }
    return payload
  }

  /// The compact signed text of a payload, under a signature of noise.
  static func text(_ payload: CertificatePayload) throws -> String {
    let header = #"{"alg":"ES256","typ":"dc+sd-jwt","x5t#S256":"\#(Base64.encode(noise(32, 11)))"}"#
    let parts = [Array(header.utf8), CanonicalJSON.bytes(payload.json), noise(64, 12)]
    return parts.map { Base64.encode($0) }.joined(separator: ".")
  }

  static func letters(_ count: Int, _ seed: UInt64) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz")
    return String(noise(count, seed).map { letters[Int($0) % letters.count] })
  }

  private static func noise(_ count: Int, _ seed: UInt64) -> [UInt8] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 56)
    }
  }
}
