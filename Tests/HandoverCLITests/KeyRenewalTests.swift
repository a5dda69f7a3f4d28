import CertificateChecking
import Certification
import Foundation
import Testing

@testable import HandoverCLI

/// New keys in place of those that run out.
@Suite struct KeyRenewalTests {
  private let place: TemporaryHome

  init() throws { place = try TemporaryHome() }

  private func thumbprint(_ role: KeyRole) throws -> String {
    try CertificateSummary(der: try SafeFile.read(place.home.certificate(role.rawValue))).thumbprint
  }

  private func renew(_ role: KeyRole, passphrase: String? = nil) throws -> [KeyRole] {
    try KeyRenewal(keys: try place.ring(passphrase: passphrase)).renew(role, for: TemporaryHome.dealer, at: Date())
  }

  @Test(arguments: [KeyRole.terminal, .status, .rooftop]) func aRoleIsRenewedWithWhatHangsOnIt(_ role: KeyRole) throws {
    defer { place.remove() }
    try place.fill()
    let before = try KeyRole.ofChain.map(thumbprint)
    let roles = try renew(role)
    let after = try KeyRole.ofChain.map(thumbprint)
    #expect(roles == KeyRenewal.together(with: role))
    for (place, one) in KeyRole.ofChain.enumerated() {
      #expect((before[place] != after[place]) == roles.contains(one))
    }
    for one in KeyRole.allCases { _ = try place.ring().load(one) }
    let kept = try FileManager.default.contentsOfDirectory(atPath: place.home.path + "/chain/former")
    #expect(kept.count == roles.count)
    #expect(!SafeFile.exists(place.home.path + "/keys/renewal.ready"))
  }

  @Test func itNeedsWhatIssuesAndChangesNothingWithoutIt() throws {
    defer { place.remove() }
    try place.fill()
    let before = try thumbprint(.status)
    try SafeFile.remove(place.home.key(.root))
    #expect(code { _ = try renew(.status) } == "key.missing")
    #expect(code { _ = try renew(.root) } == "key.no-renewal")
    #expect(try thumbprint(.status) == before)
    #expect(try renew(.terminal) == [.terminal])
  }

  @Test func anEncryptedKeyStaysEncrypted() throws {
    defer { place.remove() }
    let passphrase = "eight characters or more"
    try place.fill(passphrase: passphrase)
    _ = try renew(.terminal, passphrase: passphrase)
    #expect(try KeyFile(reading: place.home.key(.terminal)).isEncrypted)
    _ = try place.ring(passphrase: passphrase).load(.terminal)
  }

  /// Cut off at any point: either nothing has changed, or the next renewal finishes it.
  @Test func aRenewalThatWasCutOffIsFinishedOrForgotten() throws {
    defer { place.remove() }
    try place.fill()
    let old = try SafeFile.read(place.home.certificate("terminal"))
    let oldKey = try SafeFile.read(place.home.key(.terminal))
    _ = try renew(.terminal)
    let (new, newKey) = (
      try SafeFile.read(place.home.certificate("terminal")), try SafeFile.read(place.home.key(.terminal))
    )
    func write(_ bytes: [UInt8], _ path: String) throws { try SafeFile.write(bytes, to: path, mode: 0o600) }
    // Before the mark: forgotten.
    try write(old, place.home.certificate("terminal"))
    try write(oldKey, place.home.key(.terminal))
    try write(newKey, place.home.key(.terminal) + ".next")
    #expect(try KeyRenewal(keys: try place.ring()).finish() == false)
    #expect(try SafeFile.read(place.home.certificate("terminal")) == old)
    _ = try place.ring().load(.terminal)
    // After the mark, between the two files: the pair does not fit, and is finished.
    try write(newKey, place.home.key(.terminal))
    try write(new, place.home.certificate("terminal") + ".next")
    try write([], place.home.path + "/keys/renewal.ready")
    #expect(code { _ = try place.ring().load(.terminal) } == "key.other-certificate")
    #expect(try KeyRenewal(keys: try place.ring()).finish())
    #expect(try SafeFile.read(place.home.certificate("terminal")) == new)
    _ = try place.ring().load(.terminal)
  }

  @Test func whatRunsOutIsSaidInTime() throws {
    defer { place.remove() }
    let day = 86_400.0
    try place.fill(at: Date().addingTimeInterval(-340 * day))
    let summaries = try DealerKeys(keys: try place.ring()).summaries()
    #expect(summaries.filter(\.isExpiring).map(\.role) == [.terminal, .status])
    #expect(summaries.first { $0.role == .terminal }?.advice == "handover key renew terminal")
    _ = try renew(.terminal)
    #expect(try DealerKeys(keys: try place.ring()).summaries().filter(\.isExpiring).map(\.role) == [.status])
  }
}
