import HandoverModel

/// Remembers what a prefix and a make come to together. A lot has few pairs; each is settled once.
struct MakeMemo {
  /// A make cell: where its meaning is remembered, or the meaning itself.
  enum Cell {
    case silent
    case remembered(Int)
    indirect case read(MakeReading)
  }

  /// What a pair comes to. With a fault, because its two sides contradict each other, the make is not used.
  private struct Settled {
    var make = MakeAndMaker(make: Vehicle.unknown)
    var rule = YearRule()
    var fault: CellFault?
  }

  private let table = WMITable.shared
  private var readings = CellMemo<MakeReading>()
  private var slots = [Slot](repeating: Slot(), count: 1024)
  private var settled: [Settled] = []

  private struct Slot {
    /// Prefix and make; 0 is free.
    var key: UInt64 = 0
    var place = 0
  }

  /// A make cell whose spelling came before.
  mutating func find(_ bytes: UnsafeBufferPointer<UInt8>) -> Cell? { readings.find(bytes).map { .remembered($0) } }

  /// A make cell whose spelling is new.
  mutating func learn(_ bytes: UnsafeBufferPointer<UInt8>, _ reading: MakeReading) -> Cell {
    readings.learn(bytes, .success(reading)).map { .remembered($0) } ?? .read(reading)
  }

  /// Writes make and maker of a car into its row, and tells how its maker writes years.
  mutating func settle(_ facts: VINFacts, _ cell: Cell, into row: inout LotRow) throws(CellFault) -> YearRule {
    switch cell {
    case .silent: return try remembered(facts, nil, into: &row)
    case .remembered(let place): return try remembered(facts, place, into: &row)
    case .read(let reading):
      let make = try fresh(facts, reading)
      make.write(into: &row)
      return make.yearRule
    }
  }

  private mutating func remembered(
    _ facts: VINFacts, _ place: Int?, into row: inout LotRow
  ) throws(CellFault) -> YearRule {
    let key = UInt64(facts.prefix) << 32 | UInt64((place ?? -1) + 2)
    let slot = Int(SeenKeys.mix(key) >> 32) & (slots.count - 1)
    if slots[slot].key != key { try fill(slot, key, facts, place) }
    let known = slots[slot].place
    if let fault = settled[known].fault { throw fault }
    settled[known].make.write(into: &row)
    return settled[known].rule
  }

  /// A pair that meets another one in its slot takes its place, so that memory stays within the slots.
  private mutating func fill(_ slot: Int, _ key: UInt64, _ facts: VINFacts, _ place: Int?) throws(CellFault) {
    let reading = try place.map { place throws(CellFault) in try readings.value(at: place) } ?? .silent
    var answer = Settled()
    do throws(CellFault) {
      answer.make = try fresh(facts, reading)
      answer.rule = answer.make.yearRule
    } catch {
      answer.fault = error
    }
    if slots[slot].key == 0 {
      slots[slot] = Slot(key: key, place: settled.count)
      settled.append(answer)
    } else {
      slots[slot].key = key
      settled[slots[slot].place] = answer
    }
  }

  private func fresh(_ facts: VINFacts, _ reading: MakeReading) throws(CellFault) -> MakeAndMaker {
    try MakeAndMaker.settle(table.entry(facts.prefix), prefix: facts.prefixText, reading)
  }
}

extension MakeAndMaker {
  fileprivate func write(into row: inout LotRow) {
    row.vehicle.make = make
    row.vehicle.maker = maker
    if isGuess { row.guesses.insert(.make) }
    if let note { row.notes.append(note) }
  }
}
