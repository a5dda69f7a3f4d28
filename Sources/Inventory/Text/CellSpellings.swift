/// The spellings of short cells, numbered in the order in which they came.
struct CellSpellings {
  private var places = [Int16](repeating: -1, count: CellSpellings.slots)
  private var keys: [CellKey] = []
  /// The one that was found last, which often comes again in the next row.
  private var latest = 0

  private static let slots = 1024

  /// The number of a spelling, or nil.
  @inline(__always)
  mutating func find(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let key = CellKey(bytes) else { return nil }
    if latest < keys.count, keys[latest] == key { return latest }
    guard let place = search(key) else { return nil }
    latest = place
    return place
  }

  private func search(_ key: CellKey) -> Int? {
    var slot = key.hash & (Self.slots - 1)
    while places[slot] >= 0 {
      let place = Int(places[slot])
      if keys[place] == key { return place }
      slot = (slot + 1) & (Self.slots - 1)
    }
    return nil
  }

  /// Numbers a spelling that `find` did not find; nil for a long one, and when enough are remembered.
  mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard keys.count < Self.slots / 2, let key = CellKey(bytes) else { return nil }
    var slot = key.hash & (Self.slots - 1)
    while places[slot] >= 0 { slot = (slot + 1) & (Self.slots - 1) }
    places[slot] = Int16(keys.count)
    keys.append(key)
    return keys.count - 1
  }
}

/// The bytes of a cell of at most 32, in numbers. Equal keys are equal cells: the numbers cover all bytes, some of them
/// twice, in places that the length alone decides.
private struct CellKey: Equatable {
  private var first: UInt64
  private var last: UInt64
  /// What lies between the first and the last eight bytes.
  private var middle: (UInt64, UInt64) = (0, 0)
  private let length: Int

  /// Nil for a longer cell.
  @inline(__always)
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count <= 32 else { return nil }
    length = bytes.count
    guard let start = bytes.baseAddress, length > 0 else {
      (first, last) = (0, 0)
      return
    }
    let raw = UnsafeRawPointer(start)
    if length >= 8 {
      first = raw.loadUnaligned(as: UInt64.self)
      last = raw.loadUnaligned(fromByteOffset: length - 8, as: UInt64.self)
      guard length > 16 else { return }
      middle.0 = raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
      middle.1 = raw.loadUnaligned(fromByteOffset: length - 16, as: UInt64.self)
    } else if length >= 4 {
      first = UInt64(raw.loadUnaligned(as: UInt32.self))
      last = UInt64(raw.loadUnaligned(fromByteOffset: length - 4, as: UInt32.self))
    } else {
      first = UInt64(start[0]) << 8 | UInt64(start[length / 2])
      last = UInt64(start[length - 1])
    }
  }

  /// A number that spreads over all slots.
  @inline(__always)
  var hash: Int {
    let ends = SeenKeys.mix(first &+ UInt64(truncatingIfNeeded: length), last)
    let all = length > 16 ? ends ^ SeenKeys.mix(middle.0, middle.1) : ends
    return Int(truncatingIfNeeded: all >> 32)
  }

  @inline(__always)
  static func == (one: Self, other: Self) -> Bool {
    one.first == other.first && one.last == other.last && one.length == other.length && one.middle == other.middle
  }
}
