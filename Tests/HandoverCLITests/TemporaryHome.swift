import Certification
import Foundation

@testable import HandoverCLI

/// A dealership's folder for one test.
struct TemporaryHome {
  let home: DealerHome
  static let dealer = Dealer(
    organisation: "Example Motors", rooftop: "North", issuer: "https://north.example-motors.example",
    statusList: "https://status.example-motors.example/1")

  init() throws {
    let folder = FileManager.default.temporaryDirectory.path() + "/home-\(UInt64.random(in: 0...UInt64.max))"
    home = try DealerHome(folder, environment: [:])
    try home.makeFolders()
  }

  func remove() { try? FileManager.default.removeItem(atPath: home.path) }

  /// A key ring as another command would have it: knowing nothing yet.
  func ring(passphrase: String? = nil) throws -> KeyRing {
    let streams = Streams(
      out: { _ in true }, err: { _ in true }, outIsTerminal: false, errIsTerminal: false, canAsk: false, width: 80,
      colour: false)
    guard let passphrase else { return KeyRing(home, PassphraseSource(.terminal, streams: streams)) }
    let file = home.path + "/passphrase"
    try SafeFile.write(Array((passphrase + "\n").utf8), to: file, mode: 0o600)
    return KeyRing(home, PassphraseSource(.file(file), streams: streams))
  }

  /// Every key there can be.
  func fill(at moment: Date = Date(), passphrase: String? = nil) throws {
    let keys = try ring(passphrase: passphrase)
    let given = try passphrase == nil ? nil : keys.passphrases.forNewFiles()
    try DealerKeys(keys: keys).make(for: Self.dealer, at: moment, passphrase: given)
    for role in [KeyRole.authority, .log, .witness] { _ = try keys.make(role, passphrase: given) }
  }
}

/// The name of what a call throws.
func code(_ body: () throws -> Void) -> String? {
  do {
    try body()
    return nil
  } catch { return (error as? Complaint)?.code ?? (error as? SafeFile.Problem)?.code ?? "\(error)" }
}
