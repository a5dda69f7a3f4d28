import CertificateChecking
import Certification
import Foundation

/// New keys with new certificates in place of those that run out. Nothing that was signed before needs the old key: every
/// certificate names its signer by thumbprint and brings the chain along.
///
/// All new files are written beside the old ones before the first is replaced, and a mark says that they are complete; a
/// renewal that was cut off is finished by the next one, or begun anew.
struct KeyRenewal {
  var keys: KeyRing

  private var home: DealerHome { keys.home }
  private var mark: String { home.path + "/keys/renewal.ready" }

  /// The roles that get new keys together: a new rooftop authority needs a new terminal below it.
  static func together(with role: KeyRole) -> [KeyRole] { role == .rooftop ? [.rooftop, .terminal] : [role] }

  /// Finishes a renewal that was cut off, if there is one.
  ///
  /// - Returns: whether there was.
  func finish() throws -> Bool {
    let isComplete = SafeFile.exists(mark)
    for role in KeyRole.ofChain {
      for (next, place) in [(nextKey(role), home.key(role)), (nextCertificate(role), home.certificate(role.rawValue))]
      where SafeFile.exists(next) {
        if isComplete { try SafeFile.move(next, to: place) } else { try SafeFile.remove(next) }
      }
    }
    if isComplete { try SafeFile.remove(mark) }
    return isComplete
  }

  /// Makes new keys for a role. What issues the certificates must be there for as long as this takes.
  ///
  /// - Returns: the roles renewed.
  func renew(_ role: KeyRole, for dealer: Dealer, at moment: Date) throws -> [KeyRole] {
    let made = try made(role, try names(dealer), at: moment)
    let roles = Self.together(with: role)
    for (role, part) in zip(roles, made) {
      try keep(role)
      try KeyFile.create(.p256(part.key), at: nextKey(role), passphrase: try passphrase(asFor: role))
      try SafeFile.create(part.der, at: nextCertificate(role), mode: 0o644)
    }
    try SafeFile.create([], at: mark, mode: 0o600)
    _ = try finish()
    return roles
  }

  private func made(
    _ role: KeyRole, _ names: DealerChain.Names, at moment: Date
  ) throws -> [DealerChain.IssuedAuthority] {
    switch role {
    case .terminal: return [try DealerChain.terminal(names, signedBy: try authority(.rooftop), at: moment)]
    case .status: return [try DealerChain.status(names, signedBy: try authority(.root), at: moment)]
    case .rooftop:
      let rooftop = try DealerChain.rooftop(names, signedBy: try authority(.root), at: moment)
      return [rooftop, try DealerChain.terminal(names, signedBy: rooftop, at: moment)]
    case .root, .authority, .log, .witness:
      throw Complaint(
        "key.no-renewal", "\(role.purpose) has no certificate that another key issues",
        hint: "terminal, status and rooftop can be renewed", status: .usage)
    }
  }

  private func authority(_ role: KeyRole) throws -> DealerChain.IssuedAuthority {
    DealerChain.IssuedAuthority(
      key: try keys.signing(role), der: try CertificateFile.read(home.certificate(role.rawValue)))
  }

  private func names(_ dealer: Dealer) throws -> DealerChain.Names {
    guard let issuer = IssuerURI(dealer.issuer), let list = IssuerURI(dealer.statusList) else {
      throw Complaint("home.issuer", "\(dealer.issuer) is no issuer's address", status: .unreadable)
    }
    return DealerChain.Names(
      organisation: dealer.organisation, rooftop: dealer.rooftop, issuer: issuer, statusList: list)
  }

  /// The new file is encrypted as the old one is. Where the old one is not there, it is as for any new file.
  private func passphrase(asFor role: KeyRole) throws -> Passphrase? {
    guard SafeFile.exists(home.key(role)) else { return try keys.passphrases.forNewFiles() }
    guard try KeyFile(reading: home.key(role)).isEncrypted else { return nil }
    _ = try keys.load(role)
    return keys.passphrases.used
  }

  /// The old certificate stays: to revoke it by, if need be.
  private func keep(_ role: KeyRole) throws {
    let path = home.certificate(role.rawValue)
    guard SafeFile.exists(path) else { return }
    let der = try SafeFile.read(path)
    let name = try CertificateSummary(der: der).thumbprint
    try SafeFile.makeFolder(home.formerCertificates)
    try SafeFile.write(der, to: "\(home.formerCertificates)/\(role.rawValue)-\(name).der", mode: 0o644)
  }

  private func nextKey(_ role: KeyRole) -> String { home.key(role) + ".next" }
  private func nextCertificate(_ role: KeyRole) -> String { home.certificate(role.rawValue) + ".next" }
}
