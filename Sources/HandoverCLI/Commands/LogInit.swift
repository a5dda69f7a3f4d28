import ArgumentParser
import Certification
import Crypto
import Foundation
import StrictFormats
import TransparencyLog

/// `handover log init`.
struct LogInit: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Make the log and its key. Overwrites nothing.",
    discussion: """
      The log's name, its origin, is chosen once: a log with another name or key is another log. The key that is printed is \
      public; trust lists name it, and witnesses need it the first time.

      A log is begun once. Where a key or files of one are left and its checkpoint is not, bring the checkpoint back from a \
      copy: begun anew, it would be a second log that contradicts the first, and witnesses refuse it.
      """)

  @Option(
    help: ArgumentHelp(
      "The log's name, an address without https://. Without it: the issuer's host and /handover-log.", valueName: "name"
    ))
  var origin: String?
  @Flag(
    help: ArgumentHelp(
      "Use the log's key that is there.",
      discussion: "For a key that has signed no log yet: imported for this one, or made by an init that was cut off."))
  var unusedKey = false
  @OptionGroup var home: HomeOption
  @OptionGroup var passphrase: PassphraseOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
    let folder = try home.folder()
    let hadKey = SafeFile.exists(folder.key(.log))
    let key = try make(folder, KeyRing(folder, passphrase.source(streams)))
    if output.json {
      streams.result(
        CanonicalJSON.text(["origin": .string(key.verifier.name), "key": .string(key.verifier.text), "size": 0]))
    } else {
      streams.result(
        "made \(folder.logFolder), a log without entries, \(hadKey ? "with" : "and") \(folder.key(.log))")
      streams.result("key  \(key.verifier.text)")
      streams.say("next: handover log policy --witness NAME=KEY, then handover log checkpoint")
    }
  }

  private func make(_ folder: DealerHome, _ keys: KeyRing) throws -> SignerKey {
    guard !SafeFile.exists(folder.logFolder + "/checkpoint") else {
      throw Complaint(
        "log.exists", "there is a log in \(folder.logFolder) already",
        hint: "handover log audit looks at it; another log needs another folder with --home", status: .usage)
    }
    let book = LogBook(folder)
    guard book.remains == nil || (unusedKey && book.hasUnusedKey) else { throw book.noCheckpoint }
    let name = try origin ?? defaultOrigin(folder)
    guard (try? SignerKey(name: name, kind: .log, key: .init())) != nil else {
      throw Complaint(
        "log.origin", "'\(name)' is no name for a log",
        hint: "an address without https://, spaces and plus: \(example)",
        status: .usage)
    }
    try folder.makeFolders()
    if !SafeFile.exists(folder.key(.log)) { _ = try keys.make(.log, passphrase: try keys.passphrases.forNewFiles()) }
    let key = try SignerKey(name: name, kind: .log, key: try keys.notes(.log))
    do { try TileLog(LogFolder(folder.logFolder), key: key).create() } catch { throw Complaint(aboutLog: error) }
    return key
  }

  private var example: String { "north.example-motors.example/handover-log" }

  private func defaultOrigin(_ folder: DealerHome) throws -> String {
    guard let issuer = IssuerURI(try folder.dealer().issuer) else { return example }
    return issuer.host + "/handover-log"
  }
}
