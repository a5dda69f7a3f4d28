import Glibc

/// Remembers what short cells mean. A lot has few makes, dates and truth values; each spelling is read once.
struct CellMemo<Value> {
  private var spellings = CellSpellings()
  private var values: [Value?] = []
  private var faults: [CellFault?] = []

  /// Where a cell's meaning is remembered, or nil.
  func find(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? { spellings.find(bytes) }

  /// Remembers what a cell means that `find` did not find, and gives its place; nil for a long cell, and when enough
  /// are remembered.
  mutating func learn(_ bytes: UnsafeBufferPointer<UInt8>, _ meaning: Result<Value, CellFault>) -> Int? {
    guard let place = spellings.add(bytes) else { return nil }
    switch meaning {
    case .success(let value):
      values.append(value)
      faults.append(nil)
    case .failure(let fault):
      values.append(nil)
      faults.append(fault)
    }
    return place
  }

  /// The meaning remembered at a place.
  func value(at place: Int) throws(CellFault) -> Value {
    if let value = values[place] { return value }
    throw faults[place] ?? CellFault("cell.unreadable", "This cell cannot be read.", hint: "Look at it.")
  }
}

/// The spellings of short cells, numbered in the order in which they came.
struct CellSpellings {
  private var places = [Int16](repeating: -1, count: CellSpellings.slots)
  private var hashes: [UInt64] = []
  private var keys: [UInt8] = []

  private static let slots = 1024
  /// Longer cells are not remembered.
  private static let longest = 32

  /// The number of a spelling, or nil.
  func find(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard bytes.count <= Self.longest else { return nil }
    let hash = Self.hash(bytes)
    var slot = Int(hash >> 32) & (Self.slots - 1)
    while places[slot] >= 0 {
      let place = Int(places[slot])
      if hashes[place] == hash && isKey(place, bytes) { return place }
      slot = (slot + 1) & (Self.slots - 1)
    }
    return nil
  }

  /// Numbers a spelling that `find` did not find; nil for a long one, and when enough are remembered.
  mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard bytes.count <= Self.longest, hashes.count < Self.slots / 2 else { return nil }
    let hash = Self.hash(bytes)
    var slot = Int(hash >> 32) & (Self.slots - 1)
    while places[slot] >= 0 { slot = (slot + 1) & (Self.slots - 1) }
    places[slot] = Int16(hashes.count)
    hashes.append(hash)
    keys += bytes
    keys += repeatElement(0, count: Self.longest - bytes.count)
    return hashes.count - 1
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
    guard let start = bytes.baseAddress else { return 0 }
    let raw = UnsafeRawPointer(start)
    var hash = SeenKeys.seed
    var left = bytes.count
    while left > 8 {
      hash = SeenKeys.mix(hash ^ raw.loadUnaligned(fromByteOffset: bytes.count - left, as: UInt64.self))
      left -= 8
    }
    // The last eight bytes, or two overlapping halves, or the few there are.
    let rest: UInt64 =
      if bytes.count >= 8 {
        raw.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self)
      } else if bytes.count >= 4 {
        UInt64(raw.loadUnaligned(as: UInt32.self)) << 32
          | UInt64(raw.loadUnaligned(fromByteOffset: bytes.count - 4, as: UInt32.self))
      } else {
        UInt64(start[0]) << 16 | UInt64(start[bytes.count / 2]) << 8 | UInt64(start[bytes.count - 1])
      }
    return SeenKeys.mix(hash ^ rest) & ~0xFF | UInt64(bytes.count)
  }
}
