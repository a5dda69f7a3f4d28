import ArgumentParser
import Certification
import Foundation
import StrictFormats
import TransparencyLog

/// `handover log policy`.
struct LogPolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "Write which log and which witnesses a trust list is to name.",
    discussion: """
      Prints a text (C2SP tlog-policy) for the trust list. Whoever signs the list decides; you only propose. Witnesses must be \
      others than the dealer: with your own, you would only vouch for yourself twice.

        handover log policy --witness association=KEY --witness insurer=KEY --witness regulator=KEY --quorum 2 >policy.txt
        handover log policy --check policy.txt
      """)

  @Option(help: ArgumentHelp("A log's public key; may be repeated. Without it: this dealership's.", valueName: "key"))
  var log: [String] = []
  @Option(help: ArgumentHelp("A witness: a name of your choice and its public key.", valueName: "name=key"))
  var witness: [String] = []
  @Option(help: "How many of the witnesses it takes. Without it: more than half.") var quorum: Int?
  @Option(help: ArgumentHelp("Instead, read a policy and say in words what it asks.", valueName: "file"))
  var check: String?
  @OptionGroup var home: HomeOption
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if check != nil { return }
    guard !witness.isEmpty else { throw ValidationError("name at least one witness: --witness association=KEY") }
    if let quorum, !(1...witness.count).contains(quorum) {
      throw ValidationError("--quorum is from 1 to the number of witnesses")
    }
  }

  func run() throws {
    let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
    if let check {
      let text = String(decoding: try SafeFile.read(check), as: UTF8.self)
      let policy = try Self.policy(text, check)
      output.write(policy.json(text), policy.words, to: streams)
      return
    }
    let text = try text()
    let policy = try Self.policy(text, "what was given")
    output.write(policy.json(text), text.split(separator: "\n").map(String.init), to: streams)
    for line in policy.words { streams.say(line) }
  }

  private func text() throws -> String {
    var lines = try (log.isEmpty ? [ownKey()] : log).map { "log \($0)" }
    var names: [String] = []
    for one in witness {
      let parts = one.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw Complaint(
          "log.witness", "'\(PlainText.shown(one))' is not name=key",
          hint: "as in --witness association=KEY, with the public key that its handover log cosign --new said",
          status: .usage)
      }
      names.append(parts[0])
      lines.append("witness \(parts[0]) \(parts[1])")
    }
    lines.append("group quorum-of-witnesses \(quorum ?? names.count / 2 + 1) \(names.joined(separator: " "))")
    return (lines + ["quorum quorum-of-witnesses"]).map { $0 + "\n" }.joined()
  }

  private func ownKey() throws -> String {
    let folder = try home.folder()
    guard let key = try LogBook(folder).publicKey() else {
      throw Complaint(
        "log.no-key", "there is no \(folder.publicKey(.log))", hint: "give the key with --log", status: .unreadable)
    }
    return key.text
  }

  /// The text of a policy's file; an empty one names no log and no witness.
  static func text(of path: String) throws -> String {
    let text = String(decoding: try SafeFile.read(path), as: UTF8.self)
    if !text.isEmpty { _ = try policy(text, path) }
    return text
  }

  private static func policy(_ text: String, _ place: String) throws -> LogPolicy {
    do { return try LogPolicy(text) } catch {
      let line = error.line > 0 ? ", line \(error.line)" : ""
      throw Complaint(
        "log.policy", "\(place) is no policy\(line): \(error.reason)",
        hint: "handover log policy --witness NAME=KEY writes one", status: .unreadable)
    }
  }
}

extension LogPolicy {
  /// The text with what it asks, for programs.
  func json(_ text: String) -> JSONValue {
    [
      "policy": .string(text), "logs": .texts(logs.map(\.name)),
      "witnesses": .array(witnesses.map { ["name": .string($0.name), "key": .string($0.key.name)] }),
      "asked_witnesses": .count(askedWitnesses), "enough": .count(fewest),
    ]
  }

  /// What it asks, for a person.
  var words: [String] {
    logs.map { "log      \(PlainText.shown($0.name))" }
      + witnesses.map { "witness  \(PlainText.shown($0.name)): \(PlainText.shown($0.key.name))" }
      + [
        askedWitnesses == 0
          ? "asks for no witness: no certificate's time is ever proven by it"
          : "of \(askedWitnesses) witnesses, \(fewest) \(fewest == 1 ? "is" : "are") enough"
      ]
  }
}
