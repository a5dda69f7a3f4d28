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
      let before = known?.checkpoint ?? Checkpoint(origin: checkpoint.origin, size: 0, root: .empty)
      try check(checkpoint, after: before, in: log)
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

  /// The log's own files need not be honest: they are held against the checkpoint, and that against what is remembered.
  private func check(_ new: Checkpoint, after old: Checkpoint, in log: LogFolder) throws {
    let hint = "do not sign it; ask its operator, and tell whoever trusts the log"
    guard new.size >= old.size else {
      throw Complaint(
        "witness.shrunk", "the log had \(old.size) entries when last seen, and shows \(new.size) now", hint: hint)
    }
    let forked = Complaint(
      "witness.forked", "the log does not show that it begins with the \(old.size) entries seen before", hint: hint)
    guard new.size > old.size || new.root == old.root else { throw forked }
    try prove(new, in: log)
    guard old.size > 0 else { return }
    let path = try LogReader(log, size: new.size).tree.consistency(of: old.size, in: new.size)
    guard Merkle.isConsistent((old.size, old.root), with: (new.size, new.root), by: path) else { throw forked }
  }

  /// What is signed is a log that can be opened, and not only a number.
  private func prove(_ checkpoint: Checkpoint, in log: LogFolder) throws {
    do { _ = try LogReader(log, size: checkpoint.size).entries(provenBy: checkpoint.root) } catch {
      let complaint = Complaint(aboutLog: error)
      throw Complaint(
        "witness.not-proven", "\(complaint.reason), so nothing shows what this checkpoint stands for",
        hint: "do not sign it; ask its operator for a whole copy of the log", status: complaint.status)
    }
  }
}
