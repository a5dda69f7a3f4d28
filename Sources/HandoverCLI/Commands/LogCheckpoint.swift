import ArgumentParser
import Certification
import Foundation
import StrictFormats
import TransparencyLog

/// `handover log checkpoint`.
struct LogCheckpoint: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint", abstract: "Put what is new into the log and sign it; or add what witnesses signed.",
    discussion: """
      Puts every certificate of the ledger that is not in the log yet into it, in the order of the ledger, and signs the \
      new checkpoint. Nothing new: nothing changes. A crash on the way leaves the log as it was; run the same command again.
      Before anything else it proves that the log's files are those of the checkpoint, and refuses damaged ones.

      A new checkpoint needs new signatures of the witnesses. So proofs that the one before it can still give are written \
      first.

        handover log checkpoint --also status/list.jwt
        handover log checkpoint --cosignatures from-the-association.txt
      """)

  @Option(
    help: ArgumentHelp("A status token or trust list to put in as well; may be repeated.", valueName: "file"))
  var also: [String] = []
  @Option(
    help: ArgumentHelp(
      "Add these lines of witnesses to the checkpoint instead of making a new one; may be repeated.", valueName: "file")
  )
  var cosignatures: [String] = []
  @OptionGroup var home: HomeOption
  @OptionGroup var passphrase: PassphraseOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if !also.isEmpty && !cosignatures.isEmpty {
      throw ValidationError("--also makes a new checkpoint, --cosignatures completes the one there is")
    }
  }

  func run() async throws {
    let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
    let folder = try home.folder()
    if cosignatures.isEmpty {
      try await grow(folder, streams)
    } else {
      try complete(folder, streams)
    }
  }

  private func grow(_ folder: DealerHome, _ streams: Streams) async throws {
    let book = LogBook(folder)
    let log = try book.signing(KeyRing(folder, passphrase.source(streams)))
    let all = try await LogLeaves.certificates(of: folder) + also.map(LogLeaves.file)
    // Two at once would sign two logs that contradict each other.
    let (checkpoint, added) = try book.locked {
      let old = try book.checkpoint()
      var added = 0
      do {
        let checkpoint = try log.append { known in
          var seen = Set(known.compactMap { LogEntry(bytes: $0) })
          let new = all.filter { seen.insert($0.entry).inserted }
          if !new.isEmpty { keepProofs(folder, old, streams) }
          added = new.count
          return new.map(\.entry.bytes)
        }
        return (checkpoint, added)
      } catch { throw Complaint(aboutLog: error) }
    }
    say(checkpoint, added: added, streams)
  }

  /// The checkpoint that is about to be replaced may already be seen by enough witnesses: its time is the earlier one.
  private func keepProofs(
    _ folder: DealerHome, _ old: (checkpoint: Checkpoint, note: Note), _ streams: Streams
  ) {
    guard old.checkpoint.size > 0 else { return }
    if let done = try? LogProofs(home: folder).write(at: Date()) {
      if done.written > 0 { streams.say("handover: wrote \(counted(done.written, "proof")) of the checkpoint before") }
    } else if old.note.signatures.count > 1 {
      streams.say(
        "handover: note: the checkpoint of size \(old.checkpoint.size) was not yet seen by enough witnesses; "
          + "they sign the new one instead")
    }
  }

  private func say(_ checkpoint: Checkpoint, added: Int, _ streams: Streams) {
    if output.json {
      streams.result(
        CanonicalJSON.text([
          "origin": .string(checkpoint.origin), "size": .integer(Int64(checkpoint.size)),
          "root": .string(Base64.encode(checkpoint.root.bytes, .standard)), "added": .integer(Int64(added)),
        ]))
      return
    }
    streams.result(
      added == 0
        ? "nothing new: the log has \(counted(checkpoint.size, "entry", "entries"))"
        : "added \(added); the log has \(counted(checkpoint.size, "entry", "entries"))")
    if added > 0 { streams.say("next: the witnesses run handover log cosign") }
  }

  private func complete(_ folder: DealerHome, _ streams: Streams) throws {
    let file = CheckpointFile(folder.logFolder + "/checkpoint")
    let policy = try LogBook(folder).policy()
    let (checkpoint, note) = try LogBook(folder).locked {
      let (checkpoint, old) = try LogBook(folder).checkpoint()
      var note = old
      for path in cosignatures {
        for line in try SafeFile.read(path).split(separator: 0x0A) {
          try note.add(try Self.line(line, path), of: policy.witnesses.map(\.key))
        }
      }
      try file.write(note)
      return (checkpoint, note)
    }
    let signed = policy.witnesses.filter { witness in
      note.signatures.contains { witness.key.isNamed(by: $0) }
    }
    if output.json {
      streams.result(
        CanonicalJSON.text([
          "origin": .string(checkpoint.origin), "size": .integer(Int64(checkpoint.size)),
          "witnesses": .integer(Int64(signed.count)), "of": .integer(Int64(policy.witnesses.count)),
        ]))
    } else {
      streams.result("signed by \(signed.count) of \(policy.witnesses.count) witnesses")
      streams.say("next: handover log proof")
    }
  }

  private static func line(_ bytes: [UInt8].SubSequence, _ path: String) throws -> NoteSignature {
    guard let line = try? NoteSignature(bytes) else {
      throw Complaint(
        "log.cosignature", "\(path) holds something else than witnesses' lines",
        hint: "handover log cosign writes them",
        status: .unreadable)
    }
    return line
  }
}

extension Note {
  /// Adds a witness's line. Of two lines of one witness the earlier stays: it proves the earlier time.
  mutating func add(_ line: NoteSignature, of witnesses: [VerifierKey]) throws {
    guard let key = witnesses.first(where: { $0.isNamed(by: line) }) else {
      throw Complaint(
        "log.unknown-witness", "the trust list does not know the witness \(PlainText.shown(line.name))",
        hint: "handover log policy, then the next version of the trust list")
    }
    guard (try? Note(text: text, signatures: [line]).verified(by: [key]))?.isEmpty == false,
      let time = Cosignature(line)?.timestamp
    else {
      throw Complaint(
        "log.cosignature", "the line of \(PlainText.shown(line.name)) does not sign this checkpoint",
        hint: "it may be of an earlier one: ask for a new one")
    }
    if let place = signatures.firstIndex(where: { key.isNamed(by: $0) }) {
      if let known = Cosignature(signatures[place])?.timestamp, known <= time { return }
      signatures.remove(at: place)
    }
    signatures.append(line)
  }
}
