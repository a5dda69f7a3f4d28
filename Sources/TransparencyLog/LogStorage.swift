/// Where a log's files are kept. Names are relative to the log: `checkpoint`, `tile/0/000.p/5`.
package protocol LogStorage {
  /// The whole file, or nil when there is none.
  func read(_ name: String) throws -> [UInt8]?
  /// Puts the file in place, whole or not at all, and durably, replacing what was there.
  func write(_ bytes: [UInt8], as name: String) throws
}

/// Why a log's files cannot be used.
package enum LogFailure: Error, Hashable, Sendable {
  /// There is no log yet.
  case missing
  /// The checkpoint cannot be read, or is not signed by the log's key.
  case checkpoint
  /// A file that a tree of this size has is missing or damaged.
  case file(String)
  /// The files do not add up to the root that was signed.
  case root
  /// A leaf asked about that the tree does not have.
  case index(UInt64)
}

/// Tiles that were read: a proof asks for the same few again and again.
private final class TileCache {
  var known: [TilePath: [MerkleHash]] = [:]
}

/// Reads a log's tree of one size from its files. Every file that a tree of that size has is found under the name of its
/// width, or under the full tile's name when the tree has grown since.
package struct LogReader<Storage: LogStorage> {
  package let storage: Storage
  package let size: UInt64
  private let tiles = TileCache()

  package init(_ storage: Storage, size: UInt64) { (self.storage, self.size) = (storage, size) }

  /// The hash of the subtree of 2^level leaves that is the index-th of its kind.
  package func subtree(_ level: Int, _ index: UInt64) throws -> MerkleHash {
    try joined(UInt64(level % 8), index, tileLevel: level / 8)
  }

  /// A subtree between two levels of tiles, joined from the tile's hashes below it.
  private func joined(_ height: UInt64, _ index: UInt64, tileLevel: Int) throws -> MerkleHash {
    guard height > 0 else { return try hash(at: index, tileLevel: tileLevel) }
    return .node(
      try joined(height - 1, index * 2, tileLevel: tileLevel),
      try joined(height - 1, index * 2 + 1, tileLevel: tileLevel))
  }

  private func hash(at place: UInt64, tileLevel level: Int) throws -> MerkleHash {
    let count = level < 8 ? size >> (8 * UInt64(level)) : 0
    guard place < count else { throw LogFailure.index(place) }
    let path = TilePath.holding(place, of: count, .hashes(level: level))
    return try tile(path)[Int(place % TilePath.width)]
  }

  /// The hashes of a tile, as many as its path says.
  func tile(_ path: TilePath) throws -> [MerkleHash] {
    if let known = tiles.known[path] { return known }
    let bytes = try file(path)
    guard bytes.count >= Int(path.width) * 32, bytes.count % 32 == 0 else { throw LogFailure.file(path.text) }
    let hashes = stride(from: 0, to: Int(path.width) * 32, by: 32).compactMap { MerkleHash(bytes[$0..<$0 + 32]) }
    tiles.known[path] = hashes
    return hashes
  }

  /// The entries of a bundle, from its first.
  package func entries(bundle index: UInt64) throws -> [[UInt8]] {
    let path = TilePath.holding(index * TilePath.width, of: size, .entries)
    guard let entries = EntryBundle.entries(try file(path)), entries.count >= Int(path.width) else {
      throw LogFailure.file(path.text)
    }
    return Array(entries.prefix(Int(path.width)))
  }

  /// Every entry, in order.
  package func allEntries() throws -> [[UInt8]] {
    var entries: [[UInt8]] = []
    for bundle in 0..<(size + TilePath.width - 1) / TilePath.width { entries += try self.entries(bundle: bundle) }
    return entries
  }

  /// Every entry, in order, after proving that they hash to the tiles of every level, and these to a root. Costs a hash for
  /// each entry and each node above it.
  ///
  /// - Throws: `LogFailure.file` with the file that is to blame, or `LogFailure.root` where that cannot be told.
  package func entries(provenBy root: MerkleHash) throws -> [[UInt8]] {
    let entries = try allEntries()
    var hashes = entries.map { MerkleHash.leaf($0) }
    guard Merkle.root(of: hashes) == root else { throw try damage(leaves: hashes, root: root) }
    var level = 0
    while !hashes.isEmpty {
      if let path = try differing(.hashes(level: level), from: hashes) { throw LogFailure.file(path.text) }
      let full = hashes.count / Int(TilePath.width)
      hashes = (0..<full).map {
        Merkle.root(of: Array(hashes[$0 * Int(TilePath.width)..<($0 + 1) * Int(TilePath.width)]))
      }
      level += 1
    }
    return entries
  }

  /// What is wrong where the entries do not give the root: a bundle, where the tiles do give it.
  private func damage(leaves: [MerkleHash], root: MerkleHash) throws -> LogFailure {
    guard try tree.root(size: size) == root, let tile = try differing(.hashes(level: 0), from: leaves) else {
      return .root
    }
    return .file(TilePath(.entries, index: tile.index, width: tile.width).text)
  }

  /// The first tile of a level that holds other hashes than these.
  private func differing(_ content: TilePath.Content, from hashes: [MerkleHash]) throws -> TilePath? {
    for start in stride(from: 0, to: hashes.count, by: Int(TilePath.width)) {
      let path = TilePath.holding(UInt64(start), of: UInt64(hashes.count), content)
      guard try tile(path).elementsEqual(hashes[start..<start + Int(path.width)]) else { return path }
    }
    return nil
  }

  private func file(_ path: TilePath) throws -> [UInt8] {
    var full = path
    full.width = TilePath.width
    guard let bytes = try storage.read(path.text) ?? storage.read(full.text) else { throw LogFailure.file(path.text) }
    return bytes
  }

  /// The tree, for roots and proofs.
  package var tree: MerkleTree<any Error> { MerkleTree { level, index in try subtree(level, index) } }
}
