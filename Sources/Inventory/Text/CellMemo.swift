/// Remembers what short cells mean. A lot has few makes, dates and truth values; each spelling is read once.
struct CellMemo<Value> {
  private var spellings = CellSpellings()
  private var values: [Value?] = []
  private var faults: [CellFault?] = []

  /// Where a cell's meaning is remembered, or nil.
  @inline(__always)
  mutating func find(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? { spellings.find(bytes) }

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
