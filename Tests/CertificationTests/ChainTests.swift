import CertificateChecking
import Certification
import Foundation
import HandoverModel
import SwiftASN1
import Testing
import X509

@Suite struct ChainTests {
  /// swift-asn1 1.7.4 would read it, and swift-certificates 1.21.1 stops a debug build at it.
  @Test func aSixtyFirstSecondIsNoTimeOfACertificate() throws {
    var der = Dealer.shared.chain.rooftop.der
    let tag: [UInt8] = [0x17, 13]  // UTCTime of 13 characters
    let start = try #require(der.indices.dropLast(2).first { der[$0...].starts(with: tag) && der[$0 + 14] == 0x5A })
    #expect(throws: Never.self) { try CertificateSummary(der: der) }
    der.replaceSubrange(start + 12..<start + 14, with: Array("61".utf8))
    #expect(throws: CheckFailure.self) { try CertificateSummary(der: der) }
  }

  @Test func theDealersOwnChainFollowsTheProfile() throws {
    let chain = Dealer.shared.chain
    let root = try Certificate(derEncoded: chain.root.der)
    let rooftop = try Certificate(derEncoded: chain.rooftop.der)
    let terminal = try Certificate(derEncoded: chain.terminal.der)
    let limit = 400 * 86_400.0
    #expect(terminal.notValidAfter.timeIntervalSince(terminal.notValidBefore) <= limit)
    #expect(try root.extensions.basicConstraints == .isCertificateAuthority(maxPathLength: 1))
    #expect(try rooftop.extensions.basicConstraints == .isCertificateAuthority(maxPathLength: 0))
    #expect(try terminal.extensions.keyUsage == KeyUsage(digitalSignature: true))
    let constraints = try #require(try rooftop.extensions.nameConstraints)
    #expect(Array(constraints.permittedURIDomains) == [Dealer.shared.uri.host])
    #expect(root.extensions[oid: .X509ExtensionID.nameConstraints] == nil)
    #expect(chain.terminal.der.count < 700)
    let status = try Certificate(derEncoded: chain.status.der)
    #expect(status.issuer == root.subject)
    #expect(try status.extensions.keyUsage == KeyUsage(digitalSignature: true))
    #expect(
      try status.extensions.subjectAlternativeNames?.map { $0 }
        == [.uniformResourceIdentifier("https://status.example-motors.example")])
  }

  @Test func showsOrganisationAndUnitFromTheCertificate() throws {
    let report = try Case.good("", "", try present(try Dealer.shared.issue(), for: .buyer), .clear)
      .run(table: Dealer.shared.table)
    #expect(report.trust?.signer == "Example Motors Group, North")
    #expect(report.trust?.listVersion == 7)
  }

  /// The checker remembers chains; what it remembers must not cross from one certificate to the next.
  @Test func oneCheckerJudgesGoodAndBadChainsInTurn() throws {
    let cases = Cases.all.filter {
      $0.trust == Dealer.shared.trustBytes && $0.memory == nil && $0.issuers == nil
    }
    let checker = CertificateChecker(
      trust: try TrustList(bytes: Dealer.shared.trustBytes), tables: [Dealer.shared.table])
    #expect(cases.count > 60)
    for _ in 0..<2 {
      for one in cases.shuffled() {
        let report = checker.check(one.file, options: one.options, at: one.moment)
        #expect(report.failures.map(\.name) == one.failures, "\(one.name)")
      }
    }
  }

  @Test(arguments: [
    ("https://north.example-motors.example", true), ("https://a.b/c/d", true), ("http://a.b", false),
    ("https://A.b", false),
    ("https://a.b:443", false), ("https://a.b?x", false), ("https://a.b#x", false), ("https://ab", false),
    ("https://a..b", false), ("https://a.b/ x", false), ("https://user@a.b", false), ("https://a.b/\u{E9}", false),
    ("", false),
  ])
  func knowsAnIssuersName(text: String, isOne: Bool) { #expect((IssuerURI(text) != nil) == isOne) }
}
