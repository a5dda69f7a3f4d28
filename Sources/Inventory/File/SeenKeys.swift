import Glibc

/// Remembers which keys came before, and in which row: 16 bytes of memory for a key.
///
/// Keys are kept as 64-bit fingerprints. Two different VINs of a million-row file share one with a chance of about one
/// in 40 million; the second would then be rejected, never used for the first.
///
/// A million keys do not fit into a processor's caches, so each question costs a wait for memory. The table is made of
/// lines as long as a cache line, and a question nearly always reads one: five fingerprints, their rows, and how many
/// there are.
final class SeenKeys {
  private var lines: UnsafeMutableRawPointer
  private var lineCount: Int
  private var count = 0
  /// Without a meaning; that it is kept makes `prepare` read at all.
  private var prepared: UInt64 = 0

  private static let lineBytes = 64
  private static let perLine = 5
  private static let rowsOffset = 40
  private static let filledOffset = 60

  init(expecting rows: Int) {
    lineCount = max(64, rows / 4 + 1)
    lines = Self.empty(lineCount)
  }

  deinit { lines.deallocate() }

  /// The row that had the key before; nil, and remembered, where it is new.
  func firstRow(of fingerprint: UInt64, now row: Int) -> Int? {
    if count * 8 >= lineCount * Self.perLine * 7 { grow() }
    let mark = fingerprint == 0 ? 1 : fingerprint
    if let first = find(mark, orAdd: UInt32(clamping: row)) { return Int(first) }
    count += 1
    return nil
  }

  /// Brings the lines of keys that may be asked for soon into the processor's cache. They wait for memory together, where
  /// questions would wait one after the other.
  func prepare(for fingerprints: some Sequence<UInt64>) {
    var read: UInt64 = 0
    for fingerprint in fingerprints { read ^= (lines + home(fingerprint) * Self.lineBytes).load(as: UInt64.self) }
    prepared = read
  }

  private func home(_ mark: UInt64) -> Int { Int(mark.multipliedFullWidth(by: UInt64(lineCount)).high) }

  /// A line that is full sends its surplus to the next.
  private func find(_ mark: UInt64, orAdd row: UInt32) -> UInt32? {
    var number = home(mark)
    while true {
      let line = lines + number * Self.lineBytes
      for place in 0..<Self.perLine where line.load(fromByteOffset: place * 8, as: UInt64.self) == mark {
        return line.load(fromByteOffset: Self.rowsOffset + place * 4, as: UInt32.self)
      }
      let filled = line.load(fromByteOffset: Self.filledOffset, as: UInt32.self)
      if filled < Self.perLine {
        line.storeBytes(of: mark, toByteOffset: Int(filled) * 8, as: UInt64.self)
        line.storeBytes(of: row, toByteOffset: Self.rowsOffset + Int(filled) * 4, as: UInt32.self)
        line.storeBytes(of: filled + 1, toByteOffset: Self.filledOffset, as: UInt32.self)
        return nil
      }
      number = number + 1 == lineCount ? 0 : number + 1
    }
  }

  private func grow() {
    let (old, oldCount) = (lines, lineCount)
    lineCount = oldCount * 2
    lines = Self.empty(lineCount)
    for number in 0..<oldCount {
      let line = old + number * Self.lineBytes
      for place in 0..<Int(line.load(fromByteOffset: Self.filledOffset, as: UInt32.self)) {
        _ = find(
          line.load(fromByteOffset: place * 8, as: UInt64.self),
          orAdd: line.load(fromByteOffset: Self.rowsOffset + place * 4, as: UInt32.self))
      }
    }
    old.deallocate()
  }

  /// Large tables ask for large pages, which spare the processor a second search for each question; where the kernel has
  /// none, nothing changes.
  private static func empty(_ count: Int) -> UnsafeMutableRawPointer {
    let (bytes, largePage) = (count * lineBytes, 2 << 20)
    let isLarge = bytes >= 2 * largePage
    let lines = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: isLarge ? largePage : lineBytes)
    if isLarge { _ = madvise(lines, bytes, MADV_HUGEPAGE) }
    memset(lines, 0, bytes)
    return lines
  }

  /// Where mixing begins.
  static let seed: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// Spreads every bit over all (multiply and fold, as in wyhash).
  static func mix(_ value: UInt64) -> UInt64 { mix(value, 0) }

  /// Spreads every bit of two numbers over all.
  static func mix(_ one: UInt64, _ other: UInt64) -> UInt64 {
    let product = (one ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: other ^ 0xE703_7ED1_A0B4_28DB)
    return product.low ^ product.high
  }
}
