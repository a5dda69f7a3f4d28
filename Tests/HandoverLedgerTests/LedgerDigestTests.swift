import Foundation
import HandoverModel
import Testing

@testable import HandoverLedger

/// The framing is a promise to whoever audits an export in ten years: the expected values were made by another program
/// (Python's hashlib and struct) from the description in `LedgerDigest`.
@Suite struct LedgerDigestTests {
  private let id = "h" + String(repeating: "A", count: 22)
  private let at: Int64 = 1_795_363_200_123

  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  @Test func theDigestsAreThoseOfTheDescription() throws {
    let opening = LedgerDigest.opening(id, vin: "TMBJB9NX0PY000001", openedAt: at)
    #expect(hex(opening) == "d858cad25030b4313b689899c2e540071b31c978b8f86239ab092f4e67f6981d")
    let event = LedgerDigest.event(
      id, number: 1, kind: "opened", at: at, attachment: [], body: Array(#"{"a":1}"#.utf8), previous: opening)
    #expect(hex(event) == "c3288aee84216fcc6c1ebe055e020a1b81960aebbe980fda187ed8a52986e609")
    let head = LedgerDigest.head(after: LedgerDigest.emptyHead, event: event)
    #expect(hex(head) == "e3a02ada90d99e2659d809f105500c15ed3d8b4dd342f6be6ae96d6930c771b8")
    let certificate = NewCertificate(
      handover: try #require(HandoverID(rawValue: id)), state: String(repeating: "s", count: 43), id: "jti",
      issuedAt: LedgerTime.date(at), verdict: .void, specimenOf: .clear, text: Array("text".utf8),
      chain: [[0x30, 1], [0x30]], statusIndex: 77)
    #expect(
      hex(LedgerDigest.certificate(certificate)) == "4c1e5c38683318d4ccde1ee67971e27639c6a8987f09a50b9ce19b7e8d6deb67")
  }

  @Test func anInstantSurvivesToTheMillisecond() {
    for millisecond in stride(from: at, to: at + 3_000, by: 1) {
      #expect(LedgerTime.milliseconds(LedgerTime.date(millisecond)) == millisecond)
      let digits = String(millisecond % 1_000 + 1_000).dropFirst()
      #expect(LedgerTime.text(millisecond).hasSuffix(".\(digits)Z"))
    }
  }

  @Test func aChainOfCertificatesIsSplitAsItWasJoined() {
    for chain in [[], [[]], [[1, 2, 3]], [[UInt8](repeating: 7, count: 300), [], [9]]] as [[[UInt8]]] {
      #expect(CertificateChainBytes.split(CertificateChainBytes.join(chain)) == chain)
    }
    #expect(CertificateChainBytes.split([0, 0, 0, 2, 1]) == nil)
    #expect(CertificateChainBytes.split([0, 0, 1]) == nil)
  }

  @Test func aHandoverIDIsAlwaysReadable() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      let id = HandoverID(using: &generator)
      #expect(HandoverID(rawValue: id.rawValue) == id)
    }
    for text in ["", "h", "x" + id.dropFirst(), id + "A", "h" + String(repeating: "/", count: 22)] {
      #expect(HandoverID(rawValue: text) == nil)
    }
  }
}
