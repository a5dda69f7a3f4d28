import HandoverTestSupport
import Testing

@testable import TransparencyLog

/// Proofs over trees of every size up to a few hundred leaves, and what becomes of them when anything is changed.
@Suite struct MerkleTests {
  /// A tree whose leaves are numbered.
  struct Tree {
    let leaves: [MerkleHash]

    init(_ count: Int) { leaves = (0..<count).map { .leaf(Array("entry \($0)".utf8)) } }

    var tree: MerkleTree<Never> { MerkleTree { level, index in subtree(level, index) } }

    private func subtree(_ level: Int, _ index: UInt64) -> MerkleHash {
      level == 0 ? leaves[Int(index)] : .node(subtree(level - 1, index * 2), subtree(level - 1, index * 2 + 1))
    }

    /// The root straight from the definition (RFC 6962, section 2.1).
    static func root(_ leaves: ArraySlice<MerkleHash>) -> MerkleHash {
      guard leaves.count > 1 else { return leaves.first ?? .empty }
      var half = 1
      while half * 2 < leaves.count { half *= 2 }
      return .node(root(leaves.prefix(half)), root(leaves.dropFirst(half)))
    }
  }

  @Test func rootsFollowTheDefinition() {
    let all = Tree(300)
    for size in 0...300 {
      let root = Tree.root(all.leaves.prefix(size))
      #expect(all.tree.root(size: UInt64(size)) == root)
      #expect(Merkle.root(of: Array(all.leaves.prefix(size))) == root)
    }
  }

  @Test func everyLeafOfEverySmallTreeIsProven() {
    let all = Tree(40)
    for size in UInt64(1)...40 {
      let root = all.tree.root(size: size)
      for index in 0..<size {
        let path = all.tree.inclusion(of: index, in: size)
        let leaf = all.leaves[Int(index)]
        #expect(Merkle.isIncluded(leaf, at: index, in: size, root: root, by: path))
        for other in UInt64(0)..<40 where other != index {
          #expect(!Merkle.isIncluded(leaf, at: other, in: size, root: root, by: path), "\(size) \(index) \(other)")
        }
      }
    }
  }

  @Test func everySmallTreeGrowsOutOfEverySmaller() {
    let all = Tree(40)
    for new in UInt64(1)...40 {
      for old in 1...new {
        let path = all.tree.consistency(of: old, in: new)
        let (first, second) = (all.tree.root(size: old), all.tree.root(size: new))
        #expect(Merkle.isConsistent((old, first), with: (new, second), by: path), "\(old) \(new)")
        #expect(!Merkle.isConsistent((old, .empty), with: (new, second), by: path), "\(old) \(new)")
        #expect(!Merkle.isConsistent((old, first), with: (new, .empty), by: path), "\(old) \(new)")
        #expect(!Merkle.isConsistent((old, first), with: (new, second), by: path + [.empty]), "\(old) \(new)")
        if new > old {
          #expect(!Merkle.isConsistent((new, first), with: (old, second), by: path), "\(old) \(new)")
          #expect(!Merkle.isConsistent((old, first), with: (new, second), by: path.dropLast()), "\(old) \(new)")
        }
      }
    }
  }

  @Test(arguments: [UInt64(1), 2, 3, 4]) func randomProofsHoldAndNoChangedByteDoes(seed: UInt64) {
    var chance = SeededChance(seed: seed)
    let all = Tree(700)
    for _ in 0..<30 {
      let size = UInt64.random(in: 1...700, using: &chance)
      let index = UInt64.random(in: 0..<size, using: &chance)
      let old = UInt64.random(in: 1...size, using: &chance)
      let (root, oldRoot) = (all.tree.root(size: size), all.tree.root(size: old))
      let path = all.tree.inclusion(of: index, in: size)
      let growth = all.tree.consistency(of: old, in: size)
      let leaf = all.leaves[Int(index)]
      #expect(Merkle.isIncluded(leaf, at: index, in: size, root: root, by: path), "seed \(seed)")
      #expect(Merkle.isConsistent((old, oldRoot), with: (size, root), by: growth), "seed \(seed)")
      for place in path.indices {
        let wrong = path.changing(place, by: &chance)
        #expect(!Merkle.isIncluded(leaf, at: index, in: size, root: root, by: wrong), "seed \(seed)")
      }
      for place in growth.indices {
        let wrong = growth.changing(place, by: &chance)
        #expect(!Merkle.isConsistent((old, oldRoot), with: (size, root), by: wrong), "seed \(seed)")
      }
      #expect(!Merkle.isIncluded(leaf, at: index, in: size, root: root, by: path + [.empty]), "seed \(seed)")
      #expect(path.isEmpty || !Merkle.isIncluded(leaf, at: index, in: size, root: root, by: path.dropLast()))
    }
  }

  @Test func refusesWhatProvesNothing() {
    let root = Tree(1).tree.root(size: 1)
    #expect(!Merkle.isConsistent((0, .empty), with: (1, root), by: []))
    #expect(!Merkle.isConsistent((0, .empty), with: (0, .empty), by: []))
    #expect(!Merkle.isIncluded(root, at: 0, in: 0, root: root, by: []))
    #expect(Merkle.isIncluded(root, at: 0, in: 1, root: root, by: []))
    #expect(MerkleHash([UInt8](repeating: 0, count: 31)) == nil)
    #expect(MerkleHash([UInt8](repeating: 0, count: 33)) == nil)
  }

  @Test func aLeafIsNoNode() {
    let (left, right) = (MerkleHash.leaf([1]), MerkleHash.leaf([2]))
    #expect(MerkleHash.leaf(left.bytes + right.bytes) != .node(left, right))
  }
}

extension [MerkleHash] {
  /// The same with one byte of one hash changed.
  func changing(_ place: Int, by chance: inout SeededChance) -> [MerkleHash] {
    var hashes = self
    var bytes = hashes[place].bytes
    bytes[Int.random(in: 0..<32, using: &chance)] ^= UInt8.random(in: 1...255, using: &chance)
    hashes[place] = MerkleHash(bytes)!
    return hashes
  }
}
