import CertificateChecking
import Certification
import Crypto
import Foundation
import HandoverModel
import StrictFormats
import Testing
import TransferRules

@Suite struct IssueTests {
  private let dealer = Dealer.shared

  @Test func refusesAVerdictThatTheRowsDoNotGive() throws {
    var handover = dealer.handover(rows: Dealer.clearRows.merging([.secondaryUsers: .open]) { $1 })
    handover.verdict = .clear
    let draft = CertificateDraft(
      statusIndex: 1, vehicle: Dealer.vehicle(), handover: handover,
      privateSections: PrivateSections(sections: [:], holders: []))
    #expect { try dealer.issuer.issue(draft, at: Dealer.moment) } throws: {
      ($0 as? CertificateIssuer.Refusal)?.code == "issue.verdict"
    }
  }

  @Test func refusesATableThatIsNotInForce() throws {
    var handover = dealer.handover()
    handover.rules = String(repeating: "A", count: 43)
    let draft = CertificateDraft(
      statusIndex: 1, vehicle: Dealer.vehicle(), handover: handover,
      privateSections: PrivateSections(sections: [:], holders: []))
    #expect { try dealer.issuer.issue(draft, at: Dealer.moment) } throws: {
      ($0 as? CertificateIssuer.Refusal)?.code == "issue.rules"
    }
  }

  @Test func letsNothingOutThatItsOwnVerifierDoesNotFindValid() throws {
    let other = try DealerChain.make(
      organisation: "Other", rooftop: "West", issuer: dealer.uri, statusList: IssuerURI(Dealer.statusList)!,
      at: Dealer.moment)
    let wrong = CertificateIssuer(
      key: other.terminal.key, chain: [dealer.chain.terminal.der, dealer.chain.rooftop.der], issuer: dealer.uri,
      statusList: Dealer.statusList, table: dealer.table, trust: try TrustList(bytes: dealer.trustBytes))
    let draft = CertificateDraft(
      statusIndex: 1, vehicle: Dealer.vehicle(), handover: dealer.handover(),
      privateSections: PrivateSections(sections: [:], holders: []))
    #expect { try wrong.issue(draft, at: Dealer.moment) } throws: {
      ($0 as? CertificateIssuer.Refusal)?.reason.contains("jws.signature") == true
    }
    var odd = draft
    odd.vehicle.model = "a\u{202E}b"
    #expect { try dealer.issuer.issue(odd, at: Dealer.moment) } throws: {
      ($0 as? CertificateIssuer.Refusal)?.reason.contains("profile.value") == true
    }
  }

  @Test func alwaysWritesTheLowHalfOfS() throws {
    let key = SigningKey()
    for round in 0..<200 {
      let bytes = Array("\(round)".utf8)
      let signature = try key.sign(bytes)
      let parsed = try P256.Signing.ECDSASignature(rawRepresentation: signature)
      #expect(key.key.publicKey.isValidSignature(parsed, for: bytes))
      // Half the order begins 7F FF FF FF 80; one signature in four thousand million would need the bytes behind.
      #expect(signature[32] < 0x80)
    }
  }

  @Test func comesBackFromItsStoredFullCopy() throws {
    let issued = try dealer.issue(holders: 3)
    let full = try present(issued, for: .full)
    let again = try IssuedCertificate(fullCopy: full)
    #expect(again == issued)
    #expect(try present(again, for: .full) == full)
    #expect(try present(again, for: .buyer) == present(issued, for: .buyer))
    #expect(throws: CertificateIssuer.Refusal.self) { try IssuedCertificate(fullCopy: Array("{}".utf8)) }
  }

  @Test func namesAnEarlierCertificateByTheDigestAVerifierFinds() throws {
    let issued = try dealer.issue()
    let report = try Case.good("", "", try present(issued, for: .buyer), .clear).run(table: dealer.table)
    #expect(report.sha256 == issued.sha256)
    #expect(report.claims?.id == issued.id)
  }

  @Test func fullAndBuyerCopyGiveTheSameVerdict() throws {
    for rows in [Dealer.clearRows, Dealer.attestedRows, Dealer.clearRows.merging([.homeLink: .statedByOne]) { $1 }] {
      let issued = try dealer.issue(rows: rows, holders: 2)
      let copies = try [CopyKind.buyer, .full, .owner(holder: holders(of: issued)[0])].map { kind in
        try Case.good("", "", try present(issued, for: kind), .clear).run(table: dealer.table)
      }
      #expect(Set(copies.map(\.verdict)).count == 1)
      #expect(copies.map(\.opened.count) == [0, 5, 2])
    }
  }

  @Test func notesTheMirroredTwinOfASignature() throws {
    let twin = try #require(Cases.all.first { $0.name == "signature-mirrored" })
    #expect(try twin.run(table: dealer.table).warnings.contains { $0.contains("mirrored") })
    let issued = try Case.good("", "", try present(try dealer.issue(), for: .buyer), .clear).run(table: dealer.table)
    #expect(issued.warnings.isEmpty)
  }
}
