import CertificateChecking
import Certification
import Foundation
import HandoverTestSupport
import StrictFormats
import Testing

/// The codes of a paper are the bundle, cut and packed.
@Suite struct PaperCodesTests {
  private func bundle(logProof: String? = nil, status: String? = nil) throws -> [UInt8] {
    let copy = try StrictJSON.parse(try present(Dealer.shared.issue(), for: .buyer))
    var members = copy.members ?? []
    if let logProof { members.append(.init("log_proof", .string(logProof))) }
    if let status { members.append(.init("status_token", .string(status))) }
    return CanonicalJSON.bytes(.object(members))
  }

  /// What a verifier makes of squares.
  private func read(_ squares: [String], by gap: String = "\n") throws -> [UInt8]? {
    let codes = try CodeParts(Array(squares.joined(separator: gap).utf8)[...])
    return try codes.bundle(around: try QRText.unpack(codes.signed))
  }

  private func noise(_ count: Int, _ chance: inout SeededChance) -> String {
    Base64.encode((0..<count).map { _ in UInt8.random(in: 0...255, using: &chance) })
  }

  @Test func givesBackTheBundleInAnyOrder() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var chance = SeededChance(seed: seed)
    for _ in 0..<40 {
      let file = try bundle(
        logProof: Bool.random(using: &chance) ? noise(Int.random(in: 1...1_500, using: &chance), &chance) : nil,
        status: Bool.random(using: &chance) ? noise(Int.random(in: 1...3_000, using: &chance), &chance) : nil)
      let codes = try PaperCodes(bundle: file, bytesPerSquare: Int.random(in: 250...480, using: &chance) * 2)
      #expect(codes.leftOut.isEmpty && (1...12).contains(codes.parts.count), "seed \(seed)")
      let gap = [" ", "\n", "\r\n", " \t\n"].randomElement(using: &chance) ?? " "
      #expect(try read(([codes.first] + codes.parts).shuffled(using: &chance), by: gap) == file, "seed \(seed)")
    }
  }

  @Test func leavesOutTheStatusFirstAndThenTheProof() throws {
    var chance = SeededChance(seed: 3)
    let small = noise(900, &chance)
    let large = noise(14_000, &chance)
    let codes = try PaperCodes(bundle: try bundle(logProof: small, status: large))
    #expect(codes.carried == [.chain, .logProof] && codes.leftOut == [.statusToken])
    let read = try #require(try read([codes.first] + codes.parts))
    let members = try StrictJSON.parse(read).members?.map(\.name)
    #expect(members == ["format", "sd_jwt", "x5c", "log_proof"])
    let two = try PaperCodes(bundle: try bundle(logProof: large, status: small))
    #expect(two.carried == [.chain] && two.leftOut == [.logProof, .statusToken])
  }

  @Test func staysWithinTwelveSquares() throws {
    var chance = SeededChance(seed: 3)
    let codes = try PaperCodes(bundle: try bundle(logProof: noise(1_600, &chance), status: noise(7_000, &chance)))
    #expect(codes.leftOut.isEmpty && codes.parts.count <= 12)
    // Version 25-M holds 1,451 characters (ISO/IEC 18004, table of capacities).
    #expect(codes.parts.allSatisfy { $0.utf8.count <= 1_451 })
  }

  @Test func packsNothingThatOpensAnything() throws {
    let full = try present(try Dealer.shared.issue(holders: 2), for: .full)
    #expect {
      try PaperCodes(bundle: full)
    } throws: { ($0 as? CertificateIssuer.Refusal)?.code == "paper.disclosure" }
  }

  @Test(arguments: ["", "{}", "[]", #"{"sd_jwt":"a.b~"}"#]) func packsNoBundleThatIsNone(text: String) {
    #expect {
      try PaperCodes(bundle: Array(text.utf8))
    } throws: { ($0 as? CertificateIssuer.Refusal)?.code == "paper.malformed" }
  }
}

/// A bag of certificates for codes that come alone.
@Suite struct IssuerBagTests {
  private func failure(_ text: String) -> String? {
    do throws(CheckFailure) {
      _ = try IssuerBag(bytes: Array(text.utf8))
      return nil
    } catch { return error.name }
  }

  @Test func readsOnlyItsOwnFormat() {
    #expect(failure(#"{"format":"transfer-certificate-issuers/1","certificates":[]}"#) == nil)
    #expect(failure(#"{"format":"transfer-certificate-issuers/2","certificates":[]}"#) == "input.not-recognised")
    #expect(failure(#"{"format":"transfer-certificate-issuers/1","certificates":{}}"#) == "input.not-recognised")
    #expect(failure(#"{"format":"transfer-certificate-issuers/1"}"#) == "input.not-recognised")
    #expect(
      failure(#"{"format":"transfer-certificate-issuers/1","certificates":[],"x":1}"#) == "input.not-recognised")
    #expect(failure("nonsense") == "json.malformed")
    #expect(failure(String(repeating: " ", count: 1 << 20 + 1)) == "input.too-large")
    let many = Array(repeating: #""AAAA""#, count: 1_025).joined(separator: ",")
    #expect(
      failure(#"{"format":"transfer-certificate-issuers/1","certificates":[\#(many)]}"#) == "input.not-recognised")
  }
}
