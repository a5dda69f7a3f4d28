import FoundationEssentials
import HandoverModel
import StrictFormats

/// Reads the cells of a lot file's rows. Spellings that come again are read once.
struct RowCells {
  var makes = MakeMemo()
  private var days = CellMemo<Date>()
  private var flags = CellMemo<Bool>()
  private var years = CellMemo<Int>()
  private var evidence = CellMemo<VINEvidence>()
  private var models = CellMemo<Model>()
  private var findings = FindingCells()

  typealias Bytes = UnsafeBufferPointer<UInt8>
  typealias Table = TableReader<LotColumn>

  /// Takes all cells but the VIN's, beginning at a place; where one throws, `place` is its place.
  mutating func take(
    from table: Table, at place: inout Int, into row: inout LotRow, _ draft: inout RowDraft
  ) throws(CellFault) {
    let count = table.cellCount
    while place < count {
      let bytes = table.bytes(place)
      if !bytes.isEmpty { try take(table.column(place), bytes, from: table, into: &row, &draft) }
      place += 1
    }
  }

  /// Takes one cell that is not empty.
  @inline(__always)
  private mutating func take(
    _ column: LotColumn, _ bytes: Bytes, from table: Table, into row: inout LotRow, _ draft: inout RowDraft
  ) throws(CellFault) {
    switch column {
    case .vin: return
    case .make: draft.make = try make(bytes, table)
    case .model: try takeModel(bytes, table, &row, &draft)
    case .year: draft.year = try year(bytes, table)
    case .stock: try takeStock(bytes, table, &row, &draft)
    case .takenIn: row.gates.takenIn = try days.unwrapped(bytes, table, Dates.day)
    case .deliveredOn: row.gates.deliveredOn = try days.unwrapped(bytes, table, Dates.day)
    case .vinRead: row.gates.vinRead = try evidence.unwrapped(bytes, table, Self.vinRead)
    case .stolen: row.gates.stolen = try flags.unwrapped(bytes, table, Words.truth)
    case .fleet: row.gates.fleet = try flags.unwrapped(bytes, table, Words.truth)
    case .lenderClaim: row.gates.lenderClaim = try flags.unwrapped(bytes, table, Words.truth)
    case .secondClaimant: row.gates.secondClaimant = try flags.unwrapped(bytes, table, Words.truth)
    case .legalHold: row.gates.legalHold = try flags.unwrapped(bytes, table, Words.truth)
    default: try findings.take(column, bytes, from: table, into: &row, &draft.findings)
    }
  }

  private mutating func year(_ bytes: Bytes, _ table: Table) throws(CellFault) -> Int {
    if let year = Numbers.short(bytes), Numbers.isYear(year) { return year }
    return try years.unwrapped(bytes, table, Numbers.year)
  }

  private mutating func make(_ bytes: Bytes, _ table: Table) throws(CellFault) -> MakeMemo.Cell {
    if let known = makes.find(bytes) { return known }
    return makes.learn(bytes, MakeReading(try Self.text(bytes, table)))
  }

  /// The text of a cell without what keeps a spreadsheet's hands off.
  fileprivate static func text(_ bytes: Bytes, _ table: Table) throws(CellFault) -> String {
    let text = try table.text(bytes)
    return SpreadsheetDamage.unwrapped(text) ?? text
  }
}

// Cells about the car.
extension RowCells {
  private static func vinRead(_ text: String) throws(CellFault) -> VINEvidence {
    try Words.choice(
      text, VINEvidence.self,
      also: [
        "screen": .car, "bus": .car, "obd": .car, "scan": .scanned, "label": .scanned, "barcode": .scanned,
        "manual": .typed, "keyed": .typed, "byhand": .typed,
      ])
  }

  /// What a model's cell comes to: a name, or why there is none, or neither.
  fileprivate struct Model {
    var name: String?
    var note: RowNote?
  }

  private mutating func takeModel(_ bytes: Bytes, _ table: Table, _ row: inout LotRow, _ draft: inout RowDraft)
    throws(CellFault)
  {
    if bytes.count <= 15 && PlainName.isPlain(bytes) {
      row.vehicle.model = ShortText.string(ascii: bytes)
      return
    }
    let model = try models.unwrapped(bytes, table, Self.model)
    if let name = model.name { row.vehicle.model = name }
    if let note = model.note { draft.findings.notes.append(note) }
  }

  private static func model(_ text: String) -> Model {
    if SpreadsheetDamage.isErrorValue(text) { return Model() }
    guard let clean = PlainName.clean(text) else {
      return Model(
        note: RowNote(
          "model.personal",
          "The model looks like a person's data and was left out, because it would reach the buyer."))
    }
    let changed = RowNote("model.cleaned", "The model was shortened, or invisible characters were taken out.")
    return Model(name: clean.name, note: clean.changed ? changed : nil)
  }

  private func takeStock(_ bytes: Bytes, _ table: Table, _ row: inout LotRow, _ draft: inout RowDraft) throws(CellFault)
  {
    if ShortText.isOrdinary(bytes) && bytes.count > 6 {
      row.vehicle.stock = ShortText.string(ascii: bytes)
      return
    }
    let text = try table.text(bytes)
    if SpreadsheetDamage.isErrorValue(text) {
      return draft.findings.note(
        "stock.spreadsheet-error", "A spreadsheet's error value stands in the stock number; it was left out.")
    }
    row.vehicle.stock = try ShortText.checked(
      SpreadsheetDamage.unwrapped(text) ?? text, limit: LotLimits.shortText, what: "stock number")
    if SpreadsheetDamage.looksLikeDate(text) {
      draft.findings.note("stock.looks-like-date", "The stock number looks like a date that a spreadsheet made of it.")
    }
  }
}

extension CellMemo {
  /// The meaning of a cell, read by `reader` where its spelling is new.
  mutating func value(
    _ bytes: RowCells.Bytes, _ table: RowCells.Table, _ reader: (String) throws(CellFault) -> Value
  ) throws(CellFault) -> Value {
    if let place = find(bytes) { return try value(at: place) }
    return try learned(bytes, { () throws(CellFault) in try reader(try table.text(bytes)) })
  }

  /// The same, without what keeps a spreadsheet's hands off a cell.
  fileprivate mutating func unwrapped(
    _ bytes: RowCells.Bytes, _ table: RowCells.Table, _ reader: (String) throws(CellFault) -> Value
  ) throws(CellFault) -> Value {
    if let place = find(bytes) { return try value(at: place) }
    return try learned(bytes, { () throws(CellFault) in try reader(try RowCells.text(bytes, table)) })
  }

  private mutating func learned(
    _ bytes: RowCells.Bytes, _ reader: () throws(CellFault) -> Value
  ) throws(CellFault) -> Value {
    let meaning: Result<Value, CellFault>
    do throws(CellFault) { meaning = .success(try reader()) } catch { meaning = .failure(error) }
    _ = learn(bytes, meaning)
    return try meaning.get()
  }
}
