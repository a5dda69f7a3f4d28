import CertificateChecking
import Certification
import Foundation
import StrictFormats

/// The keys and the chain in a dealership's folder.
struct DealerKeys {
  var keys: KeyRing

  private var home: DealerHome { keys.home }

  /// One certificate of the chain.
  struct Summary {
    var role: KeyRole
    var certificate: CertificateSummary
    var daysLeft: Int

    /// Within the thirty days in which a new one is to be made (certificate design, section 2.9). A new root is another
    /// matter: it is added to trust lists a year before.
    var isExpiring: Bool { daysLeft < (role == .root ? 366 : 30) }

    var warning: String {
      let when =
        switch daysLeft {
        case ..<0: "ran out \(counted(-daysLeft, "day")) ago"
        case 0: "runs out today"
        default: "runs out in \(counted(daysLeft, "day"))"
        }
      return "the \(role.rawValue)'s certificate \(when)"
    }

    /// What to do about it.
    var advice: String {
      role == .root
        ? "set up a new root in another folder, and have it added to trust lists a year before it is used"
        : "handover key renew \(role.rawValue)"
    }
  }

  /// Makes all of it, or refuses: half an old chain and half a new one would sign nothing that verifies.
  func make(for dealer: Dealer, at moment: Date, passphrase: Passphrase?) throws {
    let files = KeyRole.ofChain.flatMap { [home.key($0), home.certificate($0.rawValue)] }
    if let there = files.first(where: SafeFile.exists) {
      throw Complaint(
        "key.exists", "\(there) is already there, and a key is never overwritten",
        hint: "handover key show, or another folder with --home", status: .usage)
    }
    if SafeFile.exists(home.dealerFile), try home.dealer() != dealer {
      throw Complaint(
        "key.other-dealer", "\(home.path) is set up for another name or address",
        hint: "use another folder with --home, or the same words as before", status: .usage)
    }
    guard let issuer = IssuerURI(dealer.issuer) else {
      throw Complaint(
        "key.issuer", "'\(dealer.issuer)' is no issuer's address", hint: Dealer.addressHint, status: .usage)
    }
    guard let statusList = IssuerURI(dealer.statusList) else {
      throw Complaint(
        "key.status-list", "'\(dealer.statusList)' is no address of a status list",
        hint: "as in https://status.\(issuer.host)/1", status: .usage)
    }
    // On one host the rooftop's authority could vouch for a status signer, and a terminal for itself.
    guard statusList.host != issuer.host else {
      throw Complaint(
        "key.status-host", "the status list must not be on the issuer's own host \(issuer.host)",
        hint: "use another one below it: https://status.\(issuer.host)/1", status: .usage)
    }
    try home.makeFolders()
    let chain = try DealerChain.make(
      organisation: dealer.organisation, rooftop: dealer.rooftop, issuer: issuer, statusList: statusList, at: moment)
    if !SafeFile.exists(home.dealerFile) { try SafeFile.write(dealer.bytes, to: home.dealerFile, mode: 0o644) }
    for (role, part) in zip(KeyRole.ofChain, [chain.root, chain.rooftop, chain.terminal, chain.status]) {
      try keys.store(.p256(part.key), as: role, passphrase: passphrase)
      try SafeFile.create(part.der, at: home.certificate(role.rawValue), mode: 0o644)
    }
  }

  /// The certificates, root first.
  func summaries(of roles: [KeyRole] = KeyRole.ofChain, at moment: Date = Date()) throws -> [Summary] {
    try roles.map { role in
      let path = home.certificate(role.rawValue)
      guard SafeFile.exists(path) else {
        throw Complaint(
          "key.missing", "there is no \(path)", hint: "handover setup, or handover key new", status: .unreadable)
      }
      let certificate = try CertificateSummary(der: try SafeFile.read(path))
      let days = Int((certificate.notAfter.timeIntervalSince(moment) / 86_400).rounded(.down))
      return Summary(role: role, certificate: certificate, daysLeft: days)
    }
  }
}
