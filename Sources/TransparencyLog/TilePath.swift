/// Where a tile lies in a log's folder (C2SP tlog-tiles, "Merkle Tree" and "Log entries", read at commit 5ba5ee8 of
/// 2026-07-22).
package struct TilePath: Hashable, Sendable {
  /// Hashes in a full tile, and entries in a full bundle.
  package static let width: UInt64 = 256

  /// What it holds.
  package enum Content: Hashable, Sendable {
    /// Hashes of subtrees of 256^level leaves.
    case hashes(level: Int)
    case entries
  }

  package var content: Content
  /// Which tile of its level.
  package var index: UInt64
  /// How many hashes or entries; 256 when full.
  package var width: UInt64

  package init(_ content: Content, index: UInt64, width: UInt64) {
    (self.content, self.index, self.width) = (content, index, width)
  }

  /// The path below the log's folder: `tile/0/x001/x234/067.p/5`.
  package var text: String {
    let level =
      switch content {
      case .hashes(let level): "\(level)"
      case .entries: "entries"
      }
    return "tile/\(level)/\(Self.number(index))" + (width == Self.width ? "" : ".p/\(width)")
  }

  /// Three digits an element, all but the last with an `x`.
  private static func number(_ index: UInt64) -> String {
    let last = String(index % 1_000)
    var text = String(repeating: "0", count: 3 - last.utf8.count) + last
    var rest = index / 1_000
    while rest > 0 {
      let digits = String(rest % 1_000)
      text = "x" + String(repeating: "0", count: 3 - digits.utf8.count) + digits + "/" + text
      rest /= 1_000
    }
    return text
  }

  /// The tile that holds the place of a level in a tree of so many of them.
  static func holding(_ place: UInt64, of count: UInt64, _ content: Content) -> TilePath {
    let index = place / width
    return TilePath(content, index: index, width: min(width, count - index * width))
  }
}

/// Entries side by side, each after its length in two bytes (C2SP tlog-tiles, "Log entries").
package enum EntryBundle {
  /// The bundle; entries are below 64 KiB.
  package static func bytes(_ entries: some Sequence<[UInt8]>) -> [UInt8] {
    entries.flatMap { [UInt8(truncatingIfNeeded: $0.count >> 8), UInt8(truncatingIfNeeded: $0.count)] + $0 }
  }

  /// The entries, or nil when the lengths do not add up.
  package static func entries(_ bytes: [UInt8]) -> [[UInt8]]? {
    var entries: [[UInt8]] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      guard rest.count >= 2 else { return nil }
      let length = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
      rest = rest.dropFirst(2)
      guard rest.count >= length else { return nil }
      entries.append(Array(rest.prefix(length)))
      rest = rest.dropFirst(length)
    }
    return entries
  }
}
