import StrictFormats

/// Why a proof's text is refused.
package enum ProofFailure: Error, Hashable, Sendable {
  /// Not laid out as a proof; the reason for a person.
  case malformed(String)
}

/// A proof that a log holds an entry, with what its witnesses say, to be checked without the log (C2SP tlog-proof,
/// 2026-05-22).
///
/// Our own, stricter than the specification: extra data, which nothing would vouch for, is refused, and so is a checkpoint
/// with extension lines.
package struct LogProof: Sendable {
  /// The place of the entry among the leaves.
  package let index: UInt64
  /// From the leaf's sibling up to the root's child.
  package let path: [MerkleHash]
  package let checkpoint: Checkpoint
  /// The checkpoint with its signatures.
  package let note: Note

  private static let first = "c2sp.org/tlog-proof@v1"

  /// - Returns: nil unless the note's text is a checkpoint.
  package init?(index: UInt64, path: [MerkleHash], note: Note) {
    guard let checkpoint = Checkpoint(text: note.text) else { return nil }
    (self.index, self.path, self.note, self.checkpoint) = (index, path, note, checkpoint)
  }

  /// Reads a proof.
  package init(_ text: String) throws(ProofFailure) {
    guard text.utf8.count <= Self.limit else { throw .malformed("it is larger than it may be") }
    let bytes = Array(text.utf8)
    var rest = bytes[...]
    guard Self.line(&rest)?.elementsEqual(Self.first.utf8) == true else {
      throw .malformed("it does not begin as a proof")
    }
    guard let line = Self.line(&rest), line.starts(with: "index ".utf8), let index = Decimal.read(line.dropFirst(6))
    else { throw .malformed("it does not say which entry it is for") }
    var path: [MerkleHash] = []
    while true {
      guard let line = Self.line(&rest) else { throw .malformed("it ends before its checkpoint") }
      if line.isEmpty { break }
      guard path.count < Merkle.proofLimit else { throw .malformed("it has more hashes than any proof needs") }
      guard let hash = Base64.decode(bytes: line, .standard).flatMap({ MerkleHash($0) }) else {
        throw .malformed("a hash of it cannot be read")
      }
      path.append(hash)
    }
    let note: Note
    do { note = try Note(rest) } catch { throw .malformed("its checkpoint is no signed note") }
    guard let proof = LogProof(index: index, path: path, note: note) else {
      throw .malformed("its checkpoint does not say which log, how large and which root")
    }
    self = proof
  }

  /// The proof as text.
  package var text: String {
    let hashes = path.map { Base64.encode($0.bytes, .standard) + "\n" }.joined()
    return "\(Self.first)\nindex \(index)\n\(hashes)\n" + String(decoding: note.bytes, as: UTF8.self)
  }

  /// Whether the proof is of this entry.
  package func holds(_ entry: LogEntry) -> Bool {
    Merkle.isIncluded(.leaf(entry.bytes), at: index, in: checkpoint.size, root: checkpoint.root, by: path)
  }

  /// Bytes of a proof: its first two lines, its hashes and a note.
  private static let limit = 64 + Merkle.proofLimit * 45 + Note.limit

  /// Takes the next line off, without its newline.
  private static func line(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard let end = rest.firstIndex(of: 0x0A) else { return nil }
    defer { rest = rest[(end + 1)...] }
    return rest[..<end]
  }
}
