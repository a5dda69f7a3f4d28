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

  typealias Bytes = UnsafeBufferPointer<UInt8>
  typealias Table = TableReader<LotColumn>

  /// Takes one cell that is not empty.
  mutating func take(
    _ column: LotColumn, _ bytes: Bytes, from table: Table, into draft: inout RowDraft
  ) throws(CellFault) {
    switch column {
    case .vin: return
    case .make: draft.make = try make(bytes, table)
    case .model: try takeModel(bytes, table, &draft)
    case .year: draft.year = try years.value(bytes, table, Numbers.year)
    case .stock: try takeStock(bytes, table, &draft)
    case .takenIn: draft.gates.takenIn = try days.value(bytes, table, Dates.day)
    case .deliveredOn: draft.gates.deliveredOn = try days.value(bytes, table, Dates.day)
    case .vinRead: draft.gates.vinRead = try evidence.value(bytes, table, Self.vinRead)
    case .stolen: draft.gates.stolen = try flags.value(bytes, table, Words.truth)
    case .fleet: draft.gates.fleet = try flags.value(bytes, table, Words.truth)
    case .lenderClaim: draft.gates.lenderClaim = try flags.value(bytes, table, Words.truth)
    case .secondClaimant: draft.gates.secondClaimant = try flags.value(bytes, table, Words.truth)
    case .legalHold: draft.gates.legalHold = try flags.value(bytes, table, Words.truth)
    default:
      let text = try table.text(bytes)
      try draft.withFindings { findings throws(CellFault) in try findings.take(column, text) }
    }
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

  private func takeModel(_ bytes: Bytes, _ table: Table, _ draft: inout RowDraft) throws(CellFault) {
    if PlainName.isPlain(bytes) {
      draft.model = ShortText.string(ascii: bytes)
      return
    }
    let text = try Self.text(bytes, table)
    if SpreadsheetDamage.isErrorValue(text) { return }
    guard let clean = PlainName.clean(text) else {
      return draft.note(
        "model.personal",
        "The model looks like a person's data and was left out, because it would reach the buyer.")
    }
    draft.model = clean.name
    if clean.changed {
      draft.note("model.cleaned", "The model was shortened, or invisible characters were taken out.")
    }
  }

  private func takeStock(_ bytes: Bytes, _ table: Table, _ draft: inout RowDraft) throws(CellFault) {
    if ShortText.isOrdinary(bytes) && bytes.count > 6 {
      draft.stock = ShortText.string(ascii: bytes)
      return
    }
    let text = try table.text(bytes)
    if SpreadsheetDamage.isErrorValue(text) {
      return draft.note(
        "stock.spreadsheet-error", "A spreadsheet's error value stands in the stock number; it was left out.")
    }
    draft.stock = try ShortText.checked(
      SpreadsheetDamage.unwrapped(text) ?? text, limit: LotLimits.shortText, what: "stock number")
    if SpreadsheetDamage.looksLikeDate(text) {
      draft.note("stock.looks-like-date", "The stock number looks like a date that a spreadsheet made of it.")
    }
  }
}

extension CellMemo {
  /// The meaning of a cell, read by `reader` where its spelling is new.
  fileprivate mutating func value(
    _ bytes: RowCells.Bytes, _ table: RowCells.Table, _ reader: (String) throws(CellFault) -> Value
  ) throws(CellFault) -> Value {
    if let place = find(bytes) { return try value(at: place) }
    let meaning: Result<Value, CellFault>
    do throws(CellFault) {
      meaning = .success(try reader(try RowCells.text(bytes, table)))
    } catch {
      meaning = .failure(error)
    }
    _ = learn(bytes, meaning)
    return try meaning.get()
  }
}
