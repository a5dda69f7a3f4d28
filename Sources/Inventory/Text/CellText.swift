/// Reads the text of one cell.
enum CellText {
  /// The bytes without the blanks at both ends: spaces, tabs, line ends, no-break spaces and characters without width.
  @inline(__always)
  static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    guard let base = bytes.baseAddress, bytes.count > 0 else { return bytes }
    // A byte from ! to ~ at both ends: nothing to take off.
    if base[0] &- 0x21 < 0x5F && base[bytes.count &- 1] &- 0x21 < 0x5F { return bytes }
    return unlessPlain(bytes)
  }

  private static func unlessPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    mayBeBlank(bytes[0]) || mayBeBlank(bytes[bytes.count - 1]) ? closely(bytes) : bytes
  }

  /// A control, a space, the first byte of a blank outside ASCII, or a byte that can end one.
  private static func mayBeBlank(_ byte: UInt8) -> Bool {
    byte <= Byte.space || (0x80...0xBF).contains(byte) || byte == 0xC2 || byte == 0xE2 || byte == 0xE3 || byte == 0xEF
  }

  private static func closely(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    var start = 0
    var end = bytes.count
    while start < end, let length = blank(bytes, at: start, end: end) { start += length }
    while end > start, let length = blankBefore(bytes, end: end, start: start) { end -= length }
    return UnsafeBufferPointer(rebasing: bytes[start..<end])
  }

  private static func blank(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int, end: Int) -> Int? {
    if isBlank(bytes[place]) { return 1 }
    return longBlanks.first { $0.count <= end - place && bytes[place..<place + $0.count].elementsEqual($0) }?.count
  }

  private static func blankBefore(_ bytes: UnsafeBufferPointer<UInt8>, end: Int, start: Int) -> Int? {
    if isBlank(bytes[end - 1]) { return 1 }
    return longBlanks.first { $0.count <= end - start && bytes[end - $0.count..<end].elementsEqual($0) }?.count
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == Byte.space || (0x09...0x0D).contains(byte) }

  /// No-break space, soft hyphen, en to zero-width spaces and marks of direction, narrow no-break space, word joiner,
  /// ideographic space, byte order mark.
  private static let longBlanks: [[UInt8]] =
    ([0x00A0, 0x00AD] + Array(0x2000...0x200F) + [0x202F, 0x2060, 0x3000, 0xFEFF]).compactMap { (value: UInt32) in
      Unicode.Scalar(value).map { Array(String(Character($0)).utf8) }
    }

  /// The text, read as Windows-1252 where it is not UTF-8, or nil where it is neither.
  static func decode(_ bytes: UnsafeBufferPointer<UInt8>, allowWindows: Bool) -> (text: String, isWindows: Bool)? {
    if let text = String(validating: bytes, as: UTF8.self) { return (text, false) }
    guard allowWindows else { return nil }
    var text = ""
    for byte in bytes {
      guard let scalar = windows(byte) else { return nil }
      text.unicodeScalars.append(scalar)
    }
    return (text, true)
  }

  private static func windows(_ byte: UInt8) -> Unicode.Scalar? {
    guard (0x80...0x9F).contains(byte) else { return Unicode.Scalar(byte) }
    let value = high[Int(byte) - 0x80]
    return value == 0 ? nil : Unicode.Scalar(value)
  }

  /// Windows-1252, 0x80 to 0x9F; 0 where nothing is assigned (WHATWG Encoding Standard calls those C1 controls; a lot
  /// file has no use for them).
  private static let high: [UInt32] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
    0x0178,
  ]
}
