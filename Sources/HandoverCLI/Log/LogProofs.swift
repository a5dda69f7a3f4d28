import Certification
import Foundation
import TransparencyLog

/// The proofs of a log's entries in `log/proofs`, the earliest of each.
struct LogProofs {
  let home: DealerHome

  func path(_ entry: LogEntry) -> String { "\(home.logFolder)/proofs/\(entry.hex).tlog-proof" }

  /// The proof of an entry, when there is one.
  func proof(of entry: LogEntry) throws -> String? {
    let path = path(entry)
    return SafeFile.exists(path) ? String(decoding: try SafeFile.read(path), as: UTF8.self) : nil
  }

  /// Writes the proofs that are missing of a checkpoint that enough witnesses saw. One that is there stays: a later
  /// checkpoint would prove a later time.
  ///
  /// - Returns: how many were written, and what the witnesses say.
  func write(at moment: Date) throws -> (written: Int, witnessing: LogWitnessing) {
    let book = LogBook(home)
    let (checkpoint, note) = try book.checkpoint()
    let policy = try book.policy()
    let witnessing = try policy.witnessed(checkpoint, note, at: moment)
    let reader = LogReader(book.folder, size: checkpoint.size)
    do {
      guard try reader.tree.root(size: checkpoint.size) == checkpoint.root else { throw LogFailure.root }
      var written = 0
      for (index, leaf) in try reader.allEntries().enumerated() {
        guard let entry = LogEntry(bytes: leaf), !SafeFile.exists(path(entry)) else { continue }
        try write(entry, at: UInt64(index), reader, checkpoint, note)
        written += 1
      }
      return (written, witnessing)
    } catch { throw Complaint(aboutLog: error) }
  }

  private func write(
    _ entry: LogEntry, at index: UInt64, _ reader: LogReader<LogFolder>, _ checkpoint: Checkpoint, _ note: Note
  ) throws {
    let path = try reader.tree.inclusion(of: index, in: checkpoint.size)
    // Read back before it is kept: what is written here is handed to buyers.
    guard let proof = LogProof(index: index, path: path, note: note), let read = try? LogProof(proof.text),
      read.holds(entry)
    else { throw LogFailure.root }
    try LogFolder(home.logFolder).write(Array(proof.text.utf8), as: "proofs/\(entry.hex).tlog-proof")
  }
}

extension LogPolicy {
  /// The witnesses' word on a checkpoint, or a complaint that says who is missing.
  func witnessed(_ checkpoint: Checkpoint, _ note: Note, at moment: Date) throws -> LogWitnessing {
    do {
      return try witnessing(of: checkpoint, note, latest: UInt64(max(0, moment.timeIntervalSince1970 + 600)))
    } catch {
      switch error {
      case .unknownLog:
        throw Complaint(
          "log.unknown-log", "the trust list does not know this log, or another key of it",
          hint: "handover log policy writes what the list must say")
      case .badSignature(let name):
        throw Complaint(
          "log.checkpoint-signature", "the signature of \(name) is wrong",
          hint: "bring the checkpoint back from a copy, and have it signed again: handover log cosign")
      case .repeatedSignature(let name):
        throw Complaint(
          "log.checkpoint-signature", "\(name) signed twice", hint: "bring the checkpoint back from a copy")
      case .quorum(let witnesses, let all):
        throw Complaint(
          "log.quorum", "\(witnesses) of \(all) witnesses signed the checkpoint, and the trust list asks for more",
          hint: all == 0
            ? "a trust list that asks for no witness proves no time"
            : "ask the others to run handover log cosign, then handover log checkpoint --cosignatures FILE",
          status: .somethingLeft)
      }
    }
  }
}
