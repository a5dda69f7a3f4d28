import Crypto

/// A SHA-256 in a tree.
package struct MerkleHash: Hashable, Sendable {
  /// 32 of them.
  package let bytes: [UInt8]

  /// - Returns: nil unless there are 32 bytes.
  package init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == 32 else { return nil }
    self.bytes = Array(bytes)
  }

  private init(_ digest: SHA256Digest) { bytes = Array(digest) }

  /// The root of a tree without leaves (RFC 6962, section 2.1).
  package static let empty = MerkleHash(SHA256().finalize())

  /// The hash of a leaf: of a zero byte and its bytes.
  package static func leaf(_ entry: [UInt8]) -> MerkleHash { MerkleHash(SHA256.hash(data: [0] + entry)) }

  /// The hash of two halves: of a one byte and theirs.
  package static func node(_ left: MerkleHash, _ right: MerkleHash) -> MerkleHash {
    MerkleHash(SHA256.hash(data: [1] + left.bytes + right.bytes))
  }
}

/// Proofs that a leaf is in a tree and that a tree grew out of another (RFC 6962, section 2.1; the checking of them as RFC
/// 9162, sections 2.1.3.2 and 2.1.4.2, writes it out).
package enum Merkle {
  /// Hashes in a proof (certificate design, section 2.13): no tree below 2^63 leaves needs more.
  package static let proofLimit = 63

  /// Whether the path leads from the leaf to the root.
  package static func isIncluded(
    _ leaf: MerkleHash, at index: UInt64, in size: UInt64, root: MerkleHash, by path: [MerkleHash]
  ) -> Bool {
    guard index < size, path.count <= proofLimit else { return false }
    var place = Place(index, last: size - 1)
    var hash = leaf
    for other in path {
      guard place.last > 0 else { return false }
      if place.isRight {
        hash = .node(other, hash)
        place.rise()
      } else {
        hash = .node(hash, other)
      }
      place.up()
    }
    return place.last == 0 && hash == root
  }

  /// Whether the larger tree begins with the smaller. A tree without leaves proves nothing and is refused.
  package static func isConsistent(
    _ old: (size: UInt64, root: MerkleHash), with new: (size: UInt64, root: MerkleHash), by path: [MerkleHash]
  ) -> Bool {
    guard old.size > 0, old.size <= new.size, path.count <= proofLimit else { return false }
    if old.size == new.size { return path.isEmpty && old.root == new.root }
    guard !path.isEmpty else { return false }
    let isWhole = old.size & (old.size - 1) == 0
    var place = Place(old.size - 1, last: new.size - 1)
    while place.index & 1 == 1 { place.up() }
    var (first, second) = isWhole ? (old.root, old.root) : (path[0], path[0])
    for other in isWhole ? path[...] : path.dropFirst() {
      guard place.last > 0 else { return false }
      if place.isRight {
        first = .node(other, first)
        second = .node(other, second)
        place.rise()
      } else {
        second = .node(second, other)
      }
      place.up()
    }
    return place.last == 0 && first == old.root && second == new.root
  }

  /// The root of a tree of these leaves.
  package static func root(of leaves: [MerkleHash]) -> MerkleHash {
    guard var level = leaves.isEmpty ? nil : leaves else { return .empty }
    while level.count > 1 {
      // A last one without a sibling rises as it is.
      level = stride(from: 0, to: level.count, by: 2).map {
        $0 + 1 < level.count ? .node(level[$0], level[$0 + 1]) : level[$0]
      }
    }
    return level[0]
  }

  /// A node on the way up, and the last node of its level.
  private struct Place {
    var index: UInt64
    var last: UInt64

    init(_ index: UInt64, last: UInt64) { (self.index, self.last) = (index, last) }

    /// Whether its sibling is on the left.
    var isRight: Bool { index & 1 == 1 || index == last }

    mutating func up() {
      index >>= 1
      last >>= 1
    }

    /// Past the levels where the last node has no sibling.
    mutating func rise() {
      while index & 1 == 0 && index != 0 { up() }
    }
  }
}

/// A tree whose whole subtrees can be asked for; makes roots and proofs from them.
///
/// The closure gives the hash of the subtree of 2^level leaves that is the index-th of its kind. It is asked only for
/// subtrees that lie wholly within the size asked about.
package struct MerkleTree<Failure: Error> {
  private let subtree: (_ level: Int, _ index: UInt64) throws(Failure) -> MerkleHash

  package init(subtree: @escaping (_ level: Int, _ index: UInt64) throws(Failure) -> MerkleHash) {
    self.subtree = subtree
  }

  /// The root of the first leaves.
  package func root(size: UInt64) throws(Failure) -> MerkleHash {
    size == 0 ? .empty : try root(0..<size)
  }

  /// The path from a leaf to the root, from its sibling upwards.
  ///
  /// - Precondition: the leaf is one of the first `size`.
  package func inclusion(of index: UInt64, in size: UInt64) throws(Failure) -> [MerkleHash] {
    precondition(index < size)
    return try path(to: index, in: 0..<size)
  }

  /// The proof that the first `old` leaves are where the first `new` ones begin; empty when they are all of them.
  ///
  /// - Precondition: 0 < `old` <= `new`.
  package func consistency(of old: UInt64, in new: UInt64) throws(Failure) -> [MerkleHash] {
    precondition(old > 0 && old <= new)
    return try proof(of: old, in: 0..<new, isKnown: true)
  }

  private func root(_ range: Range<UInt64>) throws(Failure) -> MerkleHash {
    let count = range.upperBound - range.lowerBound
    if count & (count - 1) == 0 {
      let level = count.trailingZeroBitCount
      return try subtree(level, range.lowerBound >> UInt64(level))
    }
    let middle = Self.middle(of: range)
    return .node(try root(range.lowerBound..<middle), try root(middle..<range.upperBound))
  }

  private func path(to index: UInt64, in range: Range<UInt64>) throws(Failure) -> [MerkleHash] {
    guard range.upperBound - range.lowerBound > 1 else { return [] }
    let middle = Self.middle(of: range)
    let (left, right) = (range.lowerBound..<middle, middle..<range.upperBound)
    return index < middle
      ? try path(to: index, in: left) + [root(right)] : try path(to: index, in: right) + [root(left)]
  }

  /// - Parameter isKnown: whether who checks the proof has the root of the whole range, because it is the old tree's.
  private func proof(of old: UInt64, in range: Range<UInt64>, isKnown: Bool) throws(Failure) -> [MerkleHash] {
    if old == range.upperBound { return isKnown ? [] : [try root(range)] }
    let middle = Self.middle(of: range)
    let (left, right) = (range.lowerBound..<middle, middle..<range.upperBound)
    if old <= middle { return try proof(of: old, in: left, isKnown: isKnown) + [root(right)] }
    return try proof(of: old, in: right, isKnown: false) + [root(left)]
  }

  /// The range's start plus the largest power of two below its length.
  private static func middle(of range: Range<UInt64>) -> UInt64 {
    let count = range.upperBound - range.lowerBound
    return range.lowerBound + (1 << (63 - UInt64((count - 1).leadingZeroBitCount)))
  }
}
