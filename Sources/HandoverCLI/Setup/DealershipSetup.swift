import CertificateChecking
import Certification
import Crypto
import Foundation
import Glibc
import HandoverLedger
import TransferRules

/// Makes what a dealership needs, each part only when it is not there yet.
struct DealershipSetup {
  var home: DealerHome
  var dealer: Dealer
  var rules: Rulebooks
  var now: Date

  /// - Returns: what was made and what was there, one line each.
  func make() throws -> [String] {
    [try makeDealer(), try makeChain(), try makeTrustList(), try makeLedger()]
  }

  private func makeDealer() throws -> String {
    if isThere(home.dealerFile) {
      guard try home.dealer() == dealer else {
        throw Complaint(
          "setup.other-dealer", "\(home.path) is set up for another name or address",
          hint: "use another folder with --home, or the same words as before", status: .usage)
      }
      return "there: \(home.dealerFile)"
    }
    try SafeFile.write(dealer.bytes, to: home.dealerFile, mode: 0o644)
    return "made:  \(home.dealerFile)"
  }

  private func makeChain() throws -> String {
    guard !isThere(home.key("terminal")) else { return "there: keys and chain" }
    guard let issuer = IssuerURI(dealer.issuer) else {
      throw Complaint("setup.issuer", "\(dealer.issuer) is no issuer's address", status: .usage)
    }
    let chain = try DealerChain.make(
      organisation: dealer.organisation, rooftop: dealer.rooftop, issuer: issuer, at: now)
    for (name, part) in [("root", chain.root), ("rooftop", chain.rooftop), ("terminal", chain.terminal)] {
      try SafeFile.create(Array(part.key.pem.utf8), at: home.key(name), mode: 0o600)
      try SafeFile.create(part.der, at: home.certificate(name), mode: 0o644)
    }
    return "made:  keys (unencrypted, yours only) and chain; the terminal's certificate lasts one year"
  }

  private func makeTrustList() throws -> String {
    guard !isThere(home.trustList) else { return "there: \(home.trustList)" }
    let authority = SigningKey()
    guard let issuer = IssuerURI(dealer.issuer) else { return "" }
    let draft = TrustListDraft(
      version: 1, issuedAt: now, expires: now.addingTimeInterval(365 * 86_400), threshold: 1,
      authorityKeys: [authority.key.publicKey],
      issuers: [
        .init(
          name: dealer.organisation, root: try SafeFile.read(home.certificate("root")),
          hosts: [issuer.host], from: now.addingTimeInterval(-3_600))
      ], rules: rules.tables.map(\.digest))
    try SafeFile.create(Array(authority.pem.utf8), at: home.authorityKey, mode: 0o600)
    try SafeFile.create(try draft.signed(by: [authority]), at: home.trustList, mode: 0o644)
    return "made:  \(home.trustList), signed by 1 of 1 keys: it vouches only for yourself until others sign one"
  }

  private func makeLedger() throws -> String {
    guard !isThere(home.ledgerFile) else { return "there: \(home.ledgerFile)" }
    try Ledger.create(at: home.ledgerFile).close()
    return "made:  \(home.ledgerFile)"
  }

  private func isThere(_ path: String) -> Bool { access(path, F_OK) == 0 }
}
