import Certification
import Foundation
import HandoverLedger
import StrictFormats

/// Makes what a dealership needs, each part only when it is not there yet.
struct DealershipSetup {
  var keys: KeyRing
  var dealer: Dealer
  var now: Date

  private var home: DealerHome { keys.home }

  /// A part of a dealership, and whether it was made now or was there.
  struct Part {
    var name: String
    var file: String
    var isMade: Bool
    /// For a person: what it is.
    var words: String

    var line: String { (isMade ? "made:  " : "there: ") + words }

    var json: JSONValue { ["part": .string(name), "file": .string(file), "made": .bool(isMade)] }
  }

  /// - Returns: what was made and what was there.
  func make() throws -> [Part] {
    [try makeKeys(), try makeTrustList(), try makeLedger()]
  }

  private func makeKeys() throws -> Part {
    let file = home.key(.terminal)
    guard !SafeFile.exists(file) else {
      guard try isSame(as: home.dealer()) else {
        throw Complaint(
          "setup.other-dealer", "\(home.path) is set up for another name or address",
          hint: "use another folder with --home, or the same words as before", status: .usage)
      }
      return Part(name: "keys", file: file, isMade: false, words: "keys and chain")
    }
    let passphrase = try keys.passphrases.forNewFiles()
    try DealerKeys(keys: keys).make(for: dealer, at: now, passphrase: passphrase)
    let kind = passphrase == nil ? "unencrypted" : "encrypted"
    return Part(
      name: "keys", file: file, isMade: true,
      words: "keys (\(kind), yours only) and chain; the terminal's certificate lasts one year")
  }

  /// Whether what is there is for the same dealer; a verifier page that is not named again stays as it was.
  private func isSame(as there: Dealer) -> Bool {
    var wanted = dealer
    wanted.verifier = dealer.verifier ?? there.verifier
    return wanted == there
  }

  private func makeTrustList() throws -> Part {
    var part = Part(name: "trust_list", file: home.trustList, isMade: false, words: home.trustList)
    guard !SafeFile.exists(home.trustList) else { return part }
    _ = try TrustShelf(keys: keys).make(days: 365, at: now)
    part.isMade = true
    part.words += ", signed by 1 of 1 keys: it vouches only for yourself until others sign one"
    return part
  }

  private func makeLedger() throws -> Part {
    let isMade = !SafeFile.exists(home.ledgerFile)
    if isMade { try Ledger.create(at: home.ledgerFile).close() }
    return Part(name: "ledger", file: home.ledgerFile, isMade: isMade, words: home.ledgerFile)
  }
}
