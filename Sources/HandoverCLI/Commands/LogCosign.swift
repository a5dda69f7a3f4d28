import ArgumentParser
import Certification
import Crypto
import Foundation
import StrictFormats
import TransparencyLog

/// `handover log cosign`: what a witness runs.
struct LogCosign: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cosign", abstract: "As a witness: sign that you saw the log at this time, and that it only grew.",
    discussion: """
      For somebody who is not the dealer. The witness has a key and a memory of its own, remembers the last checkpoint of \
      each log it saw, and refuses one that shrank or was changed. Keep both files: a witness without memory is worth nothing.

      Once, to make the key and learn the log's:
        handover log cosign --log FOLDER --new witness.pem --name witness.association.example --log-key KEY
      Then, whenever the dealer asks:
        handover log cosign --log FOLDER --key witness.pem >line.txt

      FOLDER is the dealer's log or a whole copy of it, which must prove what it shows. The line goes back to the dealer, who adds it with handover log checkpoint \
      --cosignatures line.txt; with --add it goes straight into FOLDER/checkpoint.

      A key that was made elsewhere, such as by handover key import, is named once: --key witness.pem --name \
      witness.association.example.
      """)

  @Option(help: ArgumentHelp("The log's folder.", valueName: "folder")) var log: String
  @Option(help: ArgumentHelp("The witness's key.", valueName: "file")) var key: String?
  @Option(help: ArgumentHelp("Make a key for the witness and write it here.", valueName: "file")) var new: String?
  @Option(
    help: ArgumentHelp(
      "The witness's name, with --new, or once with a key made elsewhere: an address without https://.",
      valueName: "name"))
  var name: String?
  @Option(help: ArgumentHelp("The log's public key, the first time.", valueName: "key")) var logKey: String?
  @Flag(help: "Put the line into the log's checkpoint instead of printing it.") var add = false
  @OptionGroup var passphrase: PassphraseOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (key == nil) != (new == nil) else { throw ValidationError("give --key FILE, or --new FILE once") }
    guard new == nil || name != nil else { throw ValidationError("--new goes with --name") }
  }

  func run() throws {
    let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
    let files = WitnessFiles(path: key ?? new ?? "", passphrases: passphrase.source(streams))
    let logKey = try logKey.map(Self.logKey)
    if let name {
      let made = try new == nil ? files.name(name) : files.make(name)
      streams.say("made " + (new == nil ? files.publicPath : "\(files.path) and \(files.publicPath)"))
      streams.say("this witness's key, for trust lists: \(made.verifier.text)")
    }
    let witness = LogWitness(key: try files.read(), memory: WitnessMemory(path: files.path + ".seen"))
    let (line, size) = try witness.cosign(LogFolder(log), key: logKey, at: Date())
    if add { try put(line, of: witness.key.verifier) }
    if output.json {
      streams.result(
        CanonicalJSON.text([
          "witness": .string(witness.key.verifier.name), "size": .integer(Int64(size)), "line": .string(line.line),
          "added": .bool(add),
        ]))
    } else if add {
      streams.result("signed \(counted(size, "entry", "entries")), in \(log)/checkpoint")
    } else {
      streams.result(line.line)
    }
  }

  private func put(_ line: NoteSignature, of key: VerifierKey) throws {
    let file = CheckpointFile(log + "/checkpoint")
    try FileLock.hold(LogBook.lock(of: log)) {
      var note = try file.read().note
      try note.add(line, of: [key])
      try file.write(note)
    }
  }

  private static func logKey(_ text: String) throws -> VerifierKey {
    guard let key = try? VerifierKey(text), key.kind == .log else {
      throw Complaint(
        "witness.log-key", "'\(PlainText.shown(text))' is no log's key",
        hint: "name+id+key, as handover log init prints it",
        status: .usage)
    }
    return key
  }
}

/// The files of a witness: its private key, and beside it the public one with the witness's name.
struct WitnessFiles {
  let path: String
  let passphrases: PassphraseSource

  var publicPath: String { path + ".vkey" }

  func make(_ name: String) throws -> SignerKey {
    let secret = Curve25519.Signing.PrivateKey()
    let key = try Self.key(name, secret)
    try KeyFile.create(.ed25519(secret), at: path, passphrase: try passphrases.forNewFiles())
    try SafeFile.write(Array((key.verifier.text + "\n").utf8), to: publicPath, mode: 0o644)
    return key
  }

  /// Gives a key that was made elsewhere its name, once.
  func name(_ name: String) throws -> SignerKey {
    guard !SafeFile.exists(publicPath) else {
      throw Complaint(
        "witness.named", "this witness has its name already, in \(publicPath)", hint: "leave --name out", status: .usage
      )
    }
    let key = try Self.key(name, try secret())
    try SafeFile.create(Array((key.verifier.text + "\n").utf8), at: publicPath, mode: 0o644)
    return key
  }

  private static func key(_ name: String, _ secret: Curve25519.Signing.PrivateKey) throws -> SignerKey {
    guard let key = try? SignerKey(name: name, kind: .witness, key: secret) else {
      throw Complaint(
        "witness.name", "'\(PlainText.shown(name))' is no name for a witness",
        hint: "an address without https://, spaces and plus: witness.association.example", status: .usage)
    }
    return key
  }

  func read() throws -> SignerKey {
    let secret = try secret()
    guard SafeFile.exists(publicPath) else {
      throw Complaint(
        "witness.no-name", "\(publicPath), which says this witness's name, is missing",
        hint: SafeFile.exists(path + ".seen")
          ? "bring it back from a copy"
          : "bring it back from a copy; for a key made elsewhere, name it once: --name witness.association.example",
        status: .unreadable)
    }
    guard let text = try? SafeFile.read(publicPath),
      let named = try? VerifierKey(String(decoding: text.filter { $0 != 0x0A }, as: UTF8.self)),
      let key = try? SignerKey(name: named.name, kind: .witness, key: secret), key.verifier.text == named.text
    else {
      throw Complaint(
        "witness.public", "\(publicPath) cannot be read or belongs to another key", hint: "bring it back from a copy",
        status: .unreadable)
    }
    return key
  }

  private func secret() throws -> Curve25519.Signing.PrivateKey {
    guard SafeFile.exists(path) else {
      throw Complaint("key.missing", "there is no \(path)", hint: "--new makes one, once", status: .unreadable)
    }
    guard case .ed25519(let secret) = try passphrases.open(path) else {
      throw Complaint(
        "key.kind", "\(path) is of another kind: a witness has an Ed25519 key",
        hint: "give the witness's own key with --key; --new makes one, once", status: .unreadable)
    }
    return secret
  }
}
