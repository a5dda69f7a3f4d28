/// Remembers which keys came before, and in which row: 12 bytes of memory for a slot, 16 for a key at three quarters
/// full.
///
/// Keys are kept as 64-bit fingerprints. Two different VINs of a million-row file share one with a chance of about one
/// in 40 million; the second would then be rejected, never used for the first.
struct SeenKeys {
  private var fingerprints: [UInt64]
  private var rows: [UInt32]
  private var count = 0

  init(expecting rows: Int) {
    let slots = max(1024, rows + rows / 3)
    fingerprints = Array(repeating: 0, count: slots)
    self.rows = Array(repeating: 0, count: slots)
  }

  /// The row that had the key before; nil, and remembered, where it is new.
  mutating func firstRow(of fingerprint: UInt64, now row: Int) -> Int? {
    if count * 8 >= fingerprints.count * 7 { grow() }
    let mark = fingerprint == 0 ? 1 : fingerprint
    let slot = find(mark)
    if fingerprints[slot] == mark { return Int(rows[slot]) }
    fingerprints[slot] = mark
    rows[slot] = UInt32(clamping: row)
    count += 1
    return nil
  }

  private func find(_ mark: UInt64) -> Int {
    var slot = Int(mark.multipliedFullWidth(by: UInt64(fingerprints.count)).high)
    while fingerprints[slot] != 0 && fingerprints[slot] != mark { slot = slot + 1 == fingerprints.count ? 0 : slot + 1 }
    return slot
  }

  private mutating func grow() {
    let old = (fingerprints, rows)
    fingerprints = Array(repeating: 0, count: old.0.count * 2)
    rows = Array(repeating: 0, count: old.0.count * 2)
    for (place, mark) in old.0.enumerated() where mark != 0 {
      let slot = find(mark)
      fingerprints[slot] = mark
      rows[slot] = old.1[place]
    }
  }

  /// Where mixing begins.
  static let seed: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// Spreads every bit over all (multiply and fold, as in wyhash).
  static func mix(_ value: UInt64) -> UInt64 {
    let product = (value ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
    return product.low ^ product.high
  }
}
