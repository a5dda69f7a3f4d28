import HandoverModel

/// Remembers what a prefix and a make come to together. A lot has few pairs; each is settled once.
struct MakeMemo {
  /// A make cell: where its meaning is remembered, or the meaning itself.
  enum Cell {
    case silent
    case remembered(Int)
    case read(MakeReading)
  }

  struct Settled {
    var make: MakeAndMaker
    var rule: YearRule
  }

  private let table = WMITable.shared
  private var readings = CellMemo<MakeReading>()
  private var slots = [Slot](repeating: Slot(), count: 1024)
  private var settled: [Result<Settled, CellFault>] = []

  private struct Slot {
    /// Prefix and make; 0 is free.
    var key: UInt64 = 0
    var place = 0
  }

  /// A make cell whose spelling came before.
  func find(_ bytes: UnsafeBufferPointer<UInt8>) -> Cell? { readings.find(bytes).map { .remembered($0) } }

  /// A make cell whose spelling is new.
  mutating func learn(_ bytes: UnsafeBufferPointer<UInt8>, _ reading: MakeReading) -> Cell {
    readings.learn(bytes, .success(reading)).map { .remembered($0) } ?? .read(reading)
  }

  /// Make and maker of a car, and how its maker writes years.
  mutating func settle(_ facts: VINFacts, _ cell: Cell) throws(CellFault) -> Settled {
    switch cell {
    case .silent: try remembered(facts, nil)
    case .remembered(let place): try remembered(facts, place)
    case .read(let reading): try fresh(facts, reading)
    }
  }

  private mutating func remembered(_ facts: VINFacts, _ place: Int?) throws(CellFault) -> Settled {
    let key = UInt64(facts.prefix) << 32 | UInt64((place ?? -1) + 2)
    let slot = Int(SeenKeys.mix(key) >> 32) & (slots.count - 1)
    if slots[slot].key != key { try fill(slot, key, facts, place) }
    return try settled[slots[slot].place].get()
  }

  /// A pair that meets another one in its slot takes its place, so that memory stays within the slots.
  private mutating func fill(_ slot: Int, _ key: UInt64, _ facts: VINFacts, _ place: Int?) throws(CellFault) {
    let reading = try place.map { place throws(CellFault) in try readings.value(at: place) } ?? .silent
    let answer: Result<Settled, CellFault>
    do throws(CellFault) { answer = .success(try fresh(facts, reading)) } catch { answer = .failure(error) }
    if slots[slot].key == 0 {
      slots[slot] = Slot(key: key, place: settled.count)
      settled.append(answer)
    } else {
      slots[slot].key = key
      settled[slots[slot].place] = answer
    }
  }

  private func fresh(_ facts: VINFacts, _ reading: MakeReading) throws(CellFault) -> Settled {
    let make = try MakeAndMaker.settle(table.entry(facts.prefix), prefix: facts.prefixText, reading)
    return Settled(make: make, rule: make.yearRule)
  }
}
