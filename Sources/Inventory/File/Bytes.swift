import Glibc

/// The bytes that shape a file.
enum Byte {
  static let tab = UInt8(ascii: "\t")
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let space = UInt8(ascii: " ")
  static let quote = UInt8(ascii: "\"")
  static let comma = UInt8(ascii: ",")
  static let semicolon = UInt8(ascii: ";")
  static let pipe = UInt8(ascii: "|")
}

extension UnsafeBufferPointer<UInt8> {
  /// The first place of a byte at or after a place.
  func firstIndex(of byte: UInt8, from start: Int) -> Int? {
    guard let baseAddress, start < count else { return nil }
    guard let found = memchr(baseAddress + start, Int32(byte), count - start) else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(baseAddress)
  }

  var isASCII: Bool { allSatisfy { $0 < 0x80 } }
}

extension TextStream {
  /// About how many lines the whole input has, if its bytes since the last `fill` are like the rest.
  func lines(like piece: UnsafeBufferPointer<UInt8>) -> Int {
    var counter = LineCounter()
    counter.add(piece)
    return Int(source.size * Int64(counter.lines) / max(1, source.offset)) + 1
  }
}

/// Counts line ends: LF, CR LF, and CR alone.
struct LineCounter {
  private(set) var lines = 0
  private var afterCarriageReturn = false

  mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
    for byte in bytes {
      if byte == Byte.carriageReturn || byte == Byte.lineFeed && !afterCarriageReturn { lines += 1 }
      afterCarriageReturn = byte == Byte.carriageReturn
    }
  }
}
