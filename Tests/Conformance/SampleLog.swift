import Crypto
import FoundationEssentials
import TransparencyLog

/// Writes a log with its proofs for verifiers that are not ours; `Tests/Clients/log/run.sh` runs them.
///
/// It grows in steps across the borders of tiles, two witnesses cosign it, and some entries get proofs at every step.
struct SampleLog {
  var folder: String

  /// - Returns: the keys as text, the log's first.
  func write() throws -> [String] {
    let key = try SignerKey(name: "log.example/1", kind: .log, key: Curve25519.Signing.PrivateKey())
    let witnesses = try ["w1.example", "w2.example"].map { name in
      try SignerKey(name: name, kind: .witness, key: Curve25519.Signing.PrivateKey())
    }
    let log = TileLog(FolderStorage(folder: folder), key: key)
    try log.create()
    var digests: [[UInt8]] = []
    for step in [1, 1, 5, 248, 1, 1, 300, 1] {
      let new = (0..<step).map { LogEntry(.certificate, of: Array("entry \(digests.count + $0)".utf8)) }
      digests += new.map(\.digest)
      let checkpoint = try log.append(new.map(\.bytes))
      var note = try log.checkpoint().note
      note.signatures += try witnesses.map { try $0.cosign(checkpoint.text, at: 1_795_514_430) }
      try log.storage.write(note.bytes, as: TileLog<FolderStorage>.checkpointName)
      try prove(new[new.count - 1], at: checkpoint.size - 1, in: checkpoint, note, log.storage)
      try prove(new[0], at: checkpoint.size - UInt64(step), in: checkpoint, note, log.storage)
    }
    return ([key] + witnesses).map(\.verifier.text)
  }

  private func prove(
    _ entry: LogEntry, at index: UInt64, in checkpoint: Checkpoint, _ note: Note, _ storage: FolderStorage
  ) throws {
    let path = try LogReader(storage, size: checkpoint.size).tree.inclusion(of: index, in: checkpoint.size)
    guard let proof = LogProof(index: index, path: path, note: note) else { throw Problem("no proof") }
    try storage.write(Array(proof.text.utf8), as: "proofs/\(entry.hex).tlog-proof")
  }
}

/// Files below a folder.
struct FolderStorage: LogStorage {
  var folder: String

  func read(_ name: String) throws -> [UInt8]? {
    let path = "\(folder)/\(name)"
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    return [UInt8](try Data(contentsOf: URL(filePath: path)))
  }

  func write(_ bytes: [UInt8], as name: String) throws {
    let file = URL(filePath: "\(folder)/\(name)")
    try FileManager.default.createDirectory(
      atPath: file.deletingLastPathComponent().path, withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }
}
