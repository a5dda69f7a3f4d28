import Certification
import Foundation
import StrictFormats
import TransparencyLog

/// A witness outside the dealer that works on files: it remembers the last checkpoint of every log it saw, and signs the next
/// only when that begins with what it remembers (what C2SP tlog-witness does over the network).
struct LogWitness {
  let key: SignerKey
  let memory: WitnessMemory

  /// The line to add to the log's checkpoint, or a complaint that says why not.
  ///
  /// - Parameter given: the log's key, needed the first time.
  func cosign(_ log: LogFolder, key given: VerifierKey?, at moment: Date) throws -> (line: NoteSignature, size: UInt64)
  {
    let (checkpoint, note) = try CheckpointFile(log.path + "/checkpoint").read()
    // Written down before it is signed: whatever happens then, nothing that contradicts it will be.
    try memory.change { seen in
      let known = seen.first { $0.key.isNamed(checkpoint.origin) }
      try checkSignature(of: checkpoint, note, by: try logKey(known?.key, given, checkpoint))
      if let known { try check(checkpoint, after: known.checkpoint, in: log) }
      seen.removeAll { $0.key.isNamed(checkpoint.origin) }
      seen.append(WitnessMemory.Seen(key: try logKey(known?.key, given, checkpoint), checkpoint: checkpoint))
    }
    return (try key.cosign(note.text, at: UInt64(moment.timeIntervalSince1970)), checkpoint.size)
  }

  private func logKey(_ known: VerifierKey?, _ given: VerifierKey?, _ checkpoint: Checkpoint) throws -> VerifierKey {
    if let known, let given, known.text != given.text {
      throw Complaint(
        "witness.other-key", "this witness remembers another key of \(PlainText.shown(known.name))",
        hint: "a log that changes its key is a new log with a new name")
    }
    guard let key = known ?? given else {
      throw Complaint(
        "witness.unknown-log", "this witness has not seen \(PlainText.shown(checkpoint.origin)) before",
        hint: "give its key with --log-key, as its operator told you", status: .usage)
    }
    return key
  }

  private func checkSignature(of checkpoint: Checkpoint, _ note: Note, by key: VerifierKey) throws {
    let lines = try? note.verified(by: [key])
    guard key.kind == .log, key.isNamed(checkpoint.origin), lines?.isEmpty == false else {
      throw Complaint(
        "witness.not-signed", "the checkpoint is not signed by \(PlainText.shown(key.name))", hint: "do not sign it")
    }
  }

  /// The proof is made from the log's own files, which need not be honest, and checked against what is remembered.
  private func check(_ new: Checkpoint, after old: Checkpoint, in log: LogFolder) throws {
    let hint = "do not sign it; ask its operator, and tell whoever trusts the log"
    guard new.size >= old.size else {
      throw Complaint(
        "witness.shrunk", "the log had \(old.size) entries when last seen, and shows \(new.size) now", hint: hint)
    }
    guard old.size > 0 else { return }
    guard let path = try? LogReader(log, size: new.size).tree.consistency(of: old.size, in: new.size),
      Merkle.isConsistent((old.size, old.root), with: (new.size, new.root), by: path)
    else {
      throw Complaint(
        "witness.forked", "the log does not show that it begins with the \(old.size) entries seen before", hint: hint)
    }
  }
}
