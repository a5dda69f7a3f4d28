import CBytes

/// 64 bytes of a delimited file, and which of them shape it: one bit for each byte, the lowest for the first.
///
/// Quotation marks are counted: an odd one opens, an even one closes. That is right as long as every mark that opens
/// stands where a cell begins; `Carry` holds what the bytes before say about that.
struct ByteBlock {
  /// The number of bytes.
  static let length = 64

  let quotes: UInt64
  let lineEnds: UInt64
  /// From each mark that opens to the last byte before the one that closes.
  let inside: UInt64
  /// Separators and line ends outside quotation marks.
  let stops: UInt64

  /// What bytes mean in a file.
  struct Meaning {
    let separator: UInt8
    /// No bit where quotation marks mean nothing.
    let quotes: UInt64

    /// Without a separator, as in JSON Lines, only line ends shape a file.
    init(separator: UInt8?) {
      self.separator = separator ?? Byte.lineFeed
      quotes = separator == nil ? 0 : ~0
    }
  }

  /// What the bytes before a block leave to it. Each is one bit, the lowest.
  struct Carry {
    /// Whether the block begins inside quotation marks.
    var inside: UInt64 = 0
    /// Whether the last byte was a quotation mark.
    var quote: UInt64 = 0
    /// Whether the last byte was a separator or line end, outside quotation marks; or there was none.
    var stop: UInt64 = 1
  }

  /// Of at least 64 bytes.
  @inline(__always)
  init(_ bytes: UnsafePointer<UInt8>, _ meaning: Meaning, after carry: Carry) {
    lineEnds = handover_places(bytes, Byte.lineFeed) | handover_places(bytes, Byte.carriageReturn)
    quotes = handover_places(bytes, Byte.quote) & meaning.quotes
    inside = Self.paritiesUpTo(quotes) ^ (0 &- carry.inside)
    stops = (handover_places(bytes, meaning.separator) | lineEnds) & ~inside
  }

  /// What the block leaves to the next.
  var carry: Carry { Carry(inside: inside >> 63, quote: quotes >> 63, stop: stops >> 63) }

  /// The marks that open.
  var openers: UInt64 { quotes & inside }

  /// Each bit says whether an odd number of bits is set up to its place.
  @inline(__always)
  private static func paritiesUpTo(_ bits: UInt64) -> UInt64 {
    var bits = bits
    for distance: UInt64 in [1, 2, 4, 8, 16, 32] { bits ^= bits &<< distance }
    return bits
  }
}
