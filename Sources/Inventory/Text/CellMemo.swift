/// Remembers what short cells mean. A lot has few makes, dates and truth values; each spelling is read once.
struct CellMemo<Value> {
  private struct Entry {
    var key: [UInt8]
    var value: Value
  }

  private static var slots: Int { 1024 }
  private static var longest: Int { 32 }
  private var places = [Int16](repeating: -1, count: CellMemo.slots)
  private var entries: [Entry] = []

  /// The meaning of a cell, read by `compute` where its spelling is new.
  mutating func value(
    of bytes: UnsafeBufferPointer<UInt8>, _ compute: (UnsafeBufferPointer<UInt8>) -> Value
  ) -> Value {
    guard bytes.count <= Self.longest else { return compute(bytes) }
    var slot = Self.slot(bytes)
    while places[slot] >= 0 {
      let place = Int(places[slot])
      if Self.matches(entries[place].key, bytes) { return entries[place].value }
      slot = (slot + 1) % Self.slots
    }
    let value = compute(bytes)
    if entries.count < Self.slots / 2 {
      places[slot] = Int16(entries.count)
      entries.append(Entry(key: Array(bytes), value: value))
    }
    return value
  }

  private static func slot(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return Int((hash ^ hash >> 32) % UInt64(slots))
  }

  private static func matches(_ key: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard key.count == bytes.count else { return false }
    for (place, byte) in bytes.enumerated() where key[place] != byte { return false }
    return true
  }
}
