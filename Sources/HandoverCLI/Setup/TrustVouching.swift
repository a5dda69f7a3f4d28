import CertificateChecking
import Certification
import Foundation
import StrictFormats

/// Whether a list vouches for the dealership of a folder.
struct TrustVouching {
  let home: DealerHome
  let list: TrustList

  /// Whether the list may be put into force here.
  ///
  /// - Throws: `Complaint` when certificates of this dealership would not be valid by the list.
  func check(at moment: Date) throws {
    let dealer = try home.dealer()
    let root = home.certificate("root")
    let der = try CertificateFile.read(root)
    guard let own = list.listedIssuers.first(where: { $0.root == der }) else {
      throw notNamed("list \(list.version) does not name this dealership's root", "send its signers \(root)")
    }
    guard own.from <= moment, own.until.map({ moment < $0 }) ?? true else {
      throw notNamed("list \(list.version) does not trust this dealership's root today", "ask its signers")
    }
    for address in [dealer.issuer, dealer.statusList]
    where !CertificateChecker.isIssuer(address, within: own.hosts) {
      throw notNamed(
        "list \(list.version) does not let this dealership's root speak for \(address)",
        "it names \(own.hosts.joined(separator: ", ")); ask its signers")
    }
    if let complaint = try revoked(KeyRole.ofChain, at: moment) { throw complaint }
  }

  /// Whether a certificate that is issued now can be valid by the list: it has not run out, and revokes nothing that the
  /// certificate hangs on.
  ///
  /// - Parameter advice: how its next version is come by.
  /// - Returns: a warning, a month before it runs out.
  func checkIssuing(at moment: Date, _ advice: String) throws -> String? {
    guard moment < list.expires else {
      throw Complaint("trust.expired", "the trust list ran out on \(UTC.day(list.expires))", hint: advice)
    }
    if let complaint = try revoked([.root, .rooftop, .terminal], at: moment) { throw complaint }
    let days = Int((list.expires.timeIntervalSince(moment) / 86_400).rounded(.down))
    return days < 30 ? "the trust list runs out in \(days) days" : nil
  }

  /// What to say where the list revokes a certificate of these roles.
  private func revoked(_ roles: [KeyRole], at moment: Date) throws -> Complaint? {
    for role in roles where SafeFile.exists(home.certificate(role.rawValue)) {
      let thumbprint = try CertificateSummary(der: try SafeFile.read(home.certificate(role.rawValue))).thumbprint
      guard let entry = list.revoked.first(where: { $0.thumbprint == thumbprint }), entry.from <= moment else {
        continue
      }
      return Complaint(
        "issuer.revoked", "the trust list revokes this dealership's \(role.rawValue) from \(UTC.minute(entry.from)) on",
        hint: role == .root
          ? "set up a new root in another folder, and have it added to the trust list"
          : "handover key renew \(role.rawValue) makes a new one")
    }
    return nil
  }

  private func notNamed(_ reason: String, _ hint: String) -> Complaint {
    Complaint("trust.not-named", reason, hint: hint)
  }
}

/// The certificates that a folder knows, in words, by thumbprint.
struct OwnCertificates {
  let names: [String: String]

  init(_ home: DealerHome) {
    var names: [String: String] = [:]
    let former = (try? FileManager.default.contentsOfDirectory(atPath: home.formerCertificates)) ?? []
    for file in former {
      if let name = Self.thumbprint("\(home.formerCertificates)/\(file)"), let role = file.split(separator: "-").first {
        names[name] = "a former \(role) of this dealership"
      }
    }
    for role in KeyRole.ofChain {
      if let name = Self.thumbprint(home.certificate(role.rawValue)) {
        names[name] = "this dealership's \(role.rawValue)"
      }
    }
    self.names = names
  }

  private static func thumbprint(_ path: String) -> String? {
    (try? SafeFile.read(path)).flatMap { try? CertificateSummary(der: $0).thumbprint }
  }
}
