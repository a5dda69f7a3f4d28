/// The characters of an input as UTF-8, in pieces. UTF-16 is turned into UTF-8 on the way; half a surrogate pair
/// becomes the three bytes that UTF-8 forbids, so that the cell it stands in is found and refused.
final class TextStream {
  let source: ByteSource
  let encoding: TextEncoding
  private let markLength: Int
  private let raw = UnsafeMutablePointer<UInt8>.allocate(capacity: LotLimits.bufferBytes)
  private var oddByte: UInt8?
  private var highSurrogate: UInt16?

  init(source: ByteSource, encoding: TextEncoding, markLength: Int) throws(LotFileProblem) {
    self.source = source
    self.encoding = encoding
    self.markLength = markLength
    try restart()
  }

  deinit { raw.deallocate() }

  /// Begins again after the byte order mark.
  func restart() throws(LotFileProblem) {
    source.rewind()
    oddByte = nil
    highSurrogate = nil
    var mark: (UInt8, UInt8, UInt8) = (0, 0, 0)
    var left = markLength
    while left > 0 { left -= try source.read(into: &mark, count: left) }
  }

  /// Writes at most `capacity` bytes, at least 16 of them wanted; 0 at the end.
  func fill(_ base: UnsafeMutablePointer<UInt8>, capacity: Int) throws(LotFileProblem) -> Int {
    guard encoding != .utf8 else { return try source.read(into: base, count: capacity) }
    // Two bytes of UTF-16 give at most three of UTF-8, and a half pair from before three more.
    let wanted = min(LotLimits.bufferBytes, (capacity - 6) / 3 * 2)
    var out = 0
    while out == 0 {
      let got = try source.read(into: raw, count: wanted)
      guard got > 0 else { return try finish(base) }
      for place in 0..<got { add(raw[place], to: base, at: &out) }
    }
    return out
  }

  private func finish(_ base: UnsafeMutablePointer<UInt8>) throws(LotFileProblem) -> Int {
    guard oddByte == nil else {
      throw LotFileProblem(
        code: "lot.encoding", reason: "\(source.name) is UTF-16 and ends in the middle of a character.",
        hint: "Export the file again; it was cut.")
    }
    var out = 0
    if let high = highSurrogate {
      highSurrogate = nil
      put(UInt32(high), to: base, at: &out)
    }
    return out
  }

  private func add(_ byte: UInt8, to base: UnsafeMutablePointer<UInt8>, at out: inout Int) {
    guard let first = oddByte else {
      oddByte = byte
      return
    }
    oddByte = nil
    let pair = (UInt16(first), UInt16(byte))
    let unit = encoding == .utf16LittleEndian ? pair.1 << 8 | pair.0 : pair.0 << 8 | pair.1
    if let high = highSurrogate {
      highSurrogate = nil
      if UTF16.isTrailSurrogate(unit) {
        return put(0x10000 + (UInt32(high) - 0xD800) << 10 + UInt32(unit) - 0xDC00, to: base, at: &out)
      }
      put(UInt32(high), to: base, at: &out)
    }
    if UTF16.isLeadSurrogate(unit) {
      highSurrogate = unit
    } else {
      put(UInt32(unit), to: base, at: &out)
    }
  }

  private func put(_ value: UInt32, to base: UnsafeMutablePointer<UInt8>, at out: inout Int) {
    let low = { (shift: UInt32) -> UInt8 in UInt8(0x80 | (value >> shift & 0x3F)) }
    switch value {
    case 0..<0x80: base[out] = UInt8(value)
    case 0x80..<0x800:
      base[out] = UInt8(0xC0 | value >> 6)
      base[out + 1] = low(0)
      out += 1
    case 0x800..<0x10000:
      base[out] = UInt8(0xE0 | value >> 12)
      base[out + 1] = low(6)
      base[out + 2] = low(0)
      out += 2
    default:
      base[out] = UInt8(0xF0 | value >> 18)
      base[out + 1] = low(12)
      base[out + 2] = low(6)
      base[out + 3] = low(0)
      out += 3
    }
    out += 1
  }
}
