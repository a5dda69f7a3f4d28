/// A log that this program keeps: entries are appended, tiles follow from them, and a signed checkpoint makes it all count
/// (C2SP tlog-tiles, 2026-07-22).
///
/// The checkpoint is written last. Until then the old one stands over files that were not touched, so a crash at any moment
/// leaves the old log whole; what it left beyond the old size is written over by the next append.
package struct TileLog<Storage: LogStorage> {
  /// The name of the checkpoint's file.
  package static var checkpointName: String { "checkpoint" }

  package let storage: Storage
  package let key: SignerKey

  /// - Parameter key: the log's; its name is the log's origin.
  package init(_ storage: Storage, key: SignerKey) { (self.storage, self.key) = (storage, key) }

  /// Writes the checkpoint of a log without leaves.
  package func create() throws { try sign(Checkpoint(origin: key.verifier.name, size: 0, root: .empty)) }

  /// The checkpoint in force, signed by the log's key, with whatever cosignatures were added to it.
  package func checkpoint() throws -> (checkpoint: Checkpoint, note: Note) {
    guard let bytes = try storage.read(Self.checkpointName) else { throw LogFailure.missing }
    guard let note = try? Note(bytes[...]), let checkpoint = Checkpoint(text: note.text),
      key.verifier.isNamed(checkpoint.origin), try !note.verified(by: [key.verifier]).isEmpty
    else { throw LogFailure.checkpoint }
    return (checkpoint, note)
  }

  /// Appends entries and signs the new checkpoint. With none, everything stays as it is.
  @discardableResult
  package func append(_ entries: [[UInt8]]) throws -> Checkpoint { try append { _ in entries } }

  /// Appends what is chosen in sight of every entry there is, and signs the new checkpoint. With nothing chosen, everything
  /// stays as it is.
  ///
  /// - Throws: `LogFailure`, before anything is chosen, where the log's files do not prove its checkpoint: what a crash, a
  ///   disk or a stranger left of the old tree is not built upon.
  @discardableResult
  package func append(_ choose: (_ known: [[UInt8]]) throws -> [[UInt8]]) throws -> Checkpoint {
    let old = try checkpoint().checkpoint
    let known = try LogReader(storage, size: old.size).entries(provenBy: old.root)
    let entries = try choose(known)
    guard !entries.isEmpty else { return old }
    let size = old.size + UInt64(entries.count)
    try writeBundles(entries, after: known)
    try writeTiles(entries.map { MerkleHash.leaf($0) }, from: old.size)
    let root = try LogReader(storage, size: size).tree.root(size: size)
    let checkpoint = Checkpoint(origin: old.origin, size: size, root: root)
    try sign(checkpoint)
    return checkpoint
  }

  private func sign(_ checkpoint: Checkpoint) throws {
    let note = Note(text: checkpoint.text, signatures: [try key.sign(checkpoint.text)])
    try storage.write(note.bytes, as: Self.checkpointName)
  }

  /// A bundle that was not full is written anew with what comes after it.
  private func writeBundles(_ entries: [[UInt8]], after known: [[UInt8]]) throws {
    let begun = known.suffix(known.count % Int(TilePath.width))
    let first = UInt64(known.count - begun.count)
    let all = begun + entries
    for start in stride(from: all.startIndex, to: all.endIndex, by: Int(TilePath.width)) {
      let part = all[start..<min(all.endIndex, start + Int(TilePath.width))]
      let index = (first + UInt64(start - all.startIndex)) / TilePath.width
      let path = TilePath(.entries, index: index, width: UInt64(part.count))
      try storage.write(EntryBundle.bytes(part), as: path.text)
    }
  }

  /// The tiles of a level get the new hashes behind those they have; every tile that became full gives one to the level above.
  private func writeTiles(_ leaves: [MerkleHash], from old: UInt64) throws {
    var new = leaves
    var count = old
    var level = 0
    while !new.isEmpty {
      let place = count / TilePath.width
      var hashes: [MerkleHash] = []
      if count % TilePath.width != 0 {
        let path = TilePath(.hashes(level: level), index: place, width: count % TilePath.width)
        hashes = try LogReader(storage, size: old).tile(path)
      }
      hashes += new
      var full: [MerkleHash] = []
      for start in stride(from: 0, to: hashes.count, by: Int(TilePath.width)) {
        let part = Array(hashes[start..<min(hashes.count, start + Int(TilePath.width))])
        let index = place + UInt64(start) / TilePath.width
        let path = TilePath(.hashes(level: level), index: index, width: UInt64(part.count))
        try storage.write(part.flatMap(\.bytes), as: path.text)
        if part.count == Int(TilePath.width) { full.append(Merkle.root(of: part)) }
      }
      (new, count, level) = (full, count / TilePath.width, level + 1)
    }
  }
}
