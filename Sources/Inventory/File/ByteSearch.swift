/// Finds every place of four bytes in turn, eight bytes at a time.
struct ByteSearch {
  /// The bytes, each repeated eight times.
  struct Pattern {
    fileprivate let words: (UInt64, UInt64, UInt64, UInt64)

    init(_ one: UInt8, _ two: UInt8, _ three: UInt8, _ four: UInt8) {
      let eight = { (byte: UInt8) in UInt64(byte) &* 0x0101_0101_0101_0101 }
      words = (eight(one), eight(two), eight(three), eight(four))
    }
  }

  private let bytes: UnsafeRawBufferPointer
  private let pattern: Pattern
  /// Where the eight bytes begin that `found` is about.
  private var at: Int
  /// The high bit of each of them that was found and not yet given.
  private var found: UInt64 = 0

  init(_ pattern: Pattern, in bytes: UnsafeRawBufferPointer, from start: Int) {
    self.pattern = pattern
    self.bytes = bytes
    at = start &- 8
  }

  /// The next place. Nil where there is none, and where fewer than eight bytes are left to look at: then the caller looks
  /// at them one by one.
  mutating func next() -> Int? {
    while found == 0 {
      at = at &+ 8
      guard at &+ 8 <= bytes.count else { return nil }
      let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      found = Self.zeros(word ^ pattern.words.0) | Self.zeros(word ^ pattern.words.1)
      found |= Self.zeros(word ^ pattern.words.2) | Self.zeros(word ^ pattern.words.3)
    }
    let place = at &+ found.trailingZeroBitCount >> 3
    found &= found &- 1
    return place
  }

  /// The high bit of each byte that is zero (Hacker's Delight, 6-1, the exact form).
  private static func zeros(_ word: UInt64) -> UInt64 {
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    return ~(((word & low) &+ low) | word | low)
  }
}
