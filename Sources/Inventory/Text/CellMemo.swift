import Glibc

/// Remembers what short cells mean. A lot has few makes, dates and truth values; each spelling is read once.
struct CellMemo<Value> {
  private var places = [Int16](repeating: -1, count: CellMemo.slots)
  private var hashes: [UInt64] = []
  private var keys: [UInt8] = []
  private var values: [Value?] = []
  private var faults: [CellFault?] = []

  private static var slots: Int { 1024 }
  /// Longer cells are read every time.
  private static var longest: Int { 32 }

  typealias Reader = (UnsafeBufferPointer<UInt8>) throws(CellFault) -> Value

  /// The meaning of a cell, read by `read` where its spelling is new.
  mutating func value(of bytes: UnsafeBufferPointer<UInt8>, _ read: Reader) throws(CellFault) -> Value {
    guard let place = place(of: bytes, read) else { return try read(bytes) }
    return try value(at: place)
  }

  /// Where a cell's meaning is remembered; nil for a long cell, and when enough are.
  mutating func place(of bytes: UnsafeBufferPointer<UInt8>, _ read: Reader) -> Int? {
    guard bytes.count <= Self.longest else { return nil }
    let hash = Self.hash(bytes)
    var slot = Int(hash >> 32) & (Self.slots - 1)
    while places[slot] >= 0 {
      let place = Int(places[slot])
      if hashes[place] == hash && isKey(place, bytes) { return place }
      slot = (slot + 1) & (Self.slots - 1)
    }
    guard hashes.count < Self.slots / 2 else { return nil }
    places[slot] = Int16(hashes.count)
    remember(bytes, hash, read)
    return hashes.count - 1
  }

  /// The meaning remembered at a place.
  func value(at place: Int) throws(CellFault) -> Value {
    if let value = values[place] { return value }
    throw faults[place] ?? CellFault("cell.unreadable", "This cell cannot be read.", hint: "Look at it.")
  }

  private mutating func remember(_ bytes: UnsafeBufferPointer<UInt8>, _ hash: UInt64, _ read: Reader) {
    hashes.append(hash)
    keys += bytes
    keys += repeatElement(0, count: Self.longest - bytes.count)
    do throws(CellFault) {
      values.append(try read(bytes))
      faults.append(nil)
    } catch {
      values.append(nil)
      faults.append(error)
    }
  }

  /// The hash holds the length, so equal hashes with equal bytes are equal cells.
  private func isKey(_ place: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let start = bytes.baseAddress else { return true }
    return keys.withUnsafeBufferPointer { known in
      guard let base = known.baseAddress else { return false }
      return memcmp(base + place * Self.longest, start, bytes.count) == 0
    }
  }

  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    let raw = UnsafeRawBufferPointer(bytes)
    var hash = SeenKeys.seed
    var place = 0
    while place + 8 <= bytes.count {
      hash = SeenKeys.mix(hash ^ raw.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      place += 8
    }
    var rest: UInt64 = 0
    while place < bytes.count {
      rest = rest << 8 | UInt64(bytes[place])
      place += 1
    }
    return SeenKeys.mix(hash ^ rest) & ~0xFF | UInt64(bytes.count)
  }
}
