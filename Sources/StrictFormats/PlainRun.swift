/// The bytes that stand in a JSON string as they are: all but control characters, the quotation mark and the backslash.
///
/// Nearly every byte of a certificate stands in such a run, so runs are read eight bytes at a time.
struct PlainRun {
  /// The place of the first byte that does not belong to the run, or the number of bytes.
  let end: Int
  /// Whether every byte of the run is ASCII, so that it is UTF-8 without a look at its sequences.
  let isASCII: Bool

  /// The run that begins at `start`.
  init(in bytes: UnsafeRawBufferPointer, from start: Int) {
    var place = start
    var seen: UInt64 = 0
    while place + 8 <= bytes.count {
      let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      let ends = Self.ends(in: word)
      guard ends == 0 else {
        let length = ends.trailingZeroBitCount / 8
        seen |= word & (1 << UInt64(length * 8) - 1)
        (end, isASCII) = (place + length, seen & Self.highBits == 0)
        return
      }
      seen |= word
      place += 8
    }
    while place < bytes.count, Self.ends(in: Self.plain | UInt64(bytes[place])) == 0 {
      seen |= UInt64(bytes[place])
      place += 1
    }
    (end, isASCII) = (place, seen & Self.highBits == 0)
  }

  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highBits = ones &* 0x80
  /// Seven bytes of a run, with room for one more at the low end.
  private static let plain = ones &* 0x40 & ~0xFF

  /// Sets the high bit of the lowest byte that ends a run; bits above it mean nothing, and none is set when no byte does.
  ///
  /// Taking `n` from a byte below it, and from no other, sets a high bit that was not set; what is borrowed only falsifies
  /// bytes above (S. E. Anderson, "Bit Twiddling Hacks", hasless).
  private static func ends(in word: UInt64) -> UInt64 {
    let quote = word ^ ones &* UInt64(UInt8(ascii: "\""))
    let backslash = word ^ ones &* UInt64(UInt8(ascii: "\\"))
    let control = (word &- ones &* 0x20) & ~word
    return (control | (quote &- ones) & ~quote | (backslash &- ones) & ~backslash) & highBits
  }
}
