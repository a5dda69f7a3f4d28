import StrictFormats

/// The size and root of a log's tree (C2SP tlog-checkpoint, 2026-07-11), without extension lines, which this project's
/// logs do not have and witnesses do not vouch for.
package struct Checkpoint: Hashable, Sendable {
  /// Which log.
  package let origin: String
  /// How many leaves.
  package let size: UInt64
  package let root: MerkleHash

  package init(origin: String, size: UInt64, root: MerkleHash) {
    self.origin = origin
    self.size = size
    self.root = root
  }

  /// Reads a note's text; nil unless it is three lines in the one spelling they have.
  package init?(text: [UInt8]) {
    let lines = text[...].parts(between: 0x0A)
    guard lines.count == 4, lines[3].isEmpty, !lines[0].isEmpty,
      let origin = String(validating: lines[0], as: UTF8.self),
      let size = Decimal.read(lines[1]), let bytes = Base64.decode(bytes: lines[2], .standard),
      let root = MerkleHash(bytes)
    else { return nil }
    self.init(origin: origin, size: size, root: root)
    guard size > 0 || root == .empty else { return nil }
  }

  /// The text that is signed.
  package var text: [UInt8] { Array("\(origin)\n\(size)\n\(Base64.encode(root.bytes, .standard))\n".utf8) }
}

/// Whole numbers as these formats write them.
enum Decimal {
  /// The number, below 2^63, or nil when it is not its one spelling: digits without a leading zero.
  static func read(_ digits: ArraySlice<UInt8>) -> UInt64? {
    guard (1...19).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
      digits.count == 1 || digits.first != 0x30
    else { return nil }
    let value = digits.reduce(UInt64(0)) { $0 * 10 + UInt64($1 - 0x30) }
    return value < 1 << 63 ? value : nil
  }
}
