import CertificateChecking
import Certification
import Foundation
import Testing

@testable import HandoverCLI

/// What a folder's trust list says about the folder's own certificates.
@Suite struct TrustVouchingTests {
  private static let day = 86_400.0
  private let place: TemporaryHome
  private let now = Date()

  init() throws {
    place = try TemporaryHome()
    try place.fill()
  }

  private func vouching(days: Int = 365) throws -> TrustVouching {
    TrustVouching(home: place.home, list: try TrustShelf(keys: try place.ring()).make(days: days, at: now))
  }

  @Test func theOwnListVouchesForItsDealer() throws {
    defer { place.remove() }
    try vouching().check(at: now)
    #expect(code { try vouching().check(at: now) } == "trust.exists")
    let list = try place.home.trust()
    #expect(code { try TrustVouching(home: place.home, list: list).check(at: now - Self.day) } == "trust.not-named")
  }

  @Test func aListThatRunsOutIsSaidInTimeAndNotIssuedBy() throws {
    defer { place.remove() }
    let vouching = try vouching(days: 40)
    #expect(try vouching.checkIssuing(at: now, "do this") == nil)
    let warning = try vouching.checkIssuing(at: now + 11.5 * Self.day, "do this")
    #expect(warning == "the trust list runs out in 28 days")
    let complaint = #expect(throws: Complaint.self) { try vouching.checkIssuing(at: now + 41 * Self.day, "do this") }
    #expect(complaint?.code == "trust.expired" && complaint?.hint == "do this")
  }

  @Test(arguments: [KeyRole.root, .rooftop, .terminal]) func nothingIsIssuedByWhatTheListRevokes(_ role: KeyRole) throws
  {
    defer { place.remove() }
    _ = try vouching()
    let thumbprint = try CertificateSummary(der: try SafeFile.read(place.home.certificate(role.rawValue))).thumbprint
    let list = try TrustShelf(keys: try place.ring()).change(days: 365, at: now) {
      try $0.revoke(thumbprint, from: now, reason: nil)
    }
    let vouching = TrustVouching(home: place.home, list: list)
    let complaint = #expect(throws: Complaint.self) { try vouching.checkIssuing(at: now, "") }
    #expect(complaint?.code == "issuer.revoked" && complaint?.hint.contains(role.rawValue) == true)
  }
}
