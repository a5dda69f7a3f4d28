import Certification
import Foundation
import HandoverLedger

/// Makes what a dealership needs, each part only when it is not there yet.
struct DealershipSetup {
  var keys: KeyRing
  var dealer: Dealer
  var now: Date

  private var home: DealerHome { keys.home }

  /// - Returns: what was made and what was there, one line each.
  func make() throws -> [String] {
    [try makeKeys(), try makeTrustList(), try makeLedger()]
  }

  private func makeKeys() throws -> String {
    guard !SafeFile.exists(home.key(.terminal)) else {
      guard try isSame(as: home.dealer()) else {
        throw Complaint(
          "setup.other-dealer", "\(home.path) is set up for another name or address",
          hint: "use another folder with --home, or the same words as before", status: .usage)
      }
      return "there: keys and chain"
    }
    let passphrase = try keys.passphrases.forNewFiles()
    try DealerKeys(keys: keys).make(for: dealer, at: now, passphrase: passphrase)
    let kind = passphrase == nil ? "unencrypted" : "encrypted"
    return "made:  keys (\(kind), yours only) and chain; the terminal's certificate lasts one year"
  }

  /// Whether what is there is for the same dealer; a verifier page that is not named again stays as it was.
  private func isSame(as there: Dealer) -> Bool {
    var wanted = dealer
    wanted.verifier = dealer.verifier ?? there.verifier
    return wanted == there
  }

  private func makeTrustList() throws -> String {
    guard !SafeFile.exists(home.trustList) else { return "there: \(home.trustList)" }
    _ = try TrustShelf(keys: keys).make(days: 365, at: now)
    return "made:  \(home.trustList), signed by 1 of 1 keys: it vouches only for yourself until others sign one"
  }

  private func makeLedger() throws -> String {
    guard !SafeFile.exists(home.ledgerFile) else { return "there: \(home.ledgerFile)" }
    try Ledger.create(at: home.ledgerFile).close()
    return "made:  \(home.ledgerFile)"
  }
}
