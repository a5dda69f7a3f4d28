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
    case .make:
      draft.make = try makes.read(bytes) { bytes throws(CellFault) in
        MakeReading(try Self.text(bytes, table))
      }
    case .model: try takeModel(bytes, table, &draft)
    case .year:
      draft.year = try years.value(of: bytes) { bytes throws(CellFault) in
        try Numbers.year(try Self.text(bytes, table))
      }
    case .stock: try takeStock(bytes, table, &draft)
    case .takenIn: draft.gates.takenIn = try day(bytes, table)
    case .deliveredOn: draft.gates.deliveredOn = try day(bytes, table)
    case .vinRead:
      draft.gates.vinRead = try evidence.value(of: bytes) { bytes throws(CellFault) in
        try Self.vinRead(try Self.text(bytes, table))
      }
    case .stolen: draft.gates.stolen = try flag(bytes, table)
    case .fleet: draft.gates.fleet = try flag(bytes, table)
    case .lenderClaim: draft.gates.lenderClaim = try flag(bytes, table)
    case .secondClaimant: draft.gates.secondClaimant = try flag(bytes, table)
    case .legalHold: draft.gates.legalHold = try flag(bytes, table)
    default:
      let text = try table.text(bytes)
      try draft.withFindings { findings throws(CellFault) in try findings.take(column, text) }
    }
  }

  private mutating func day(_ bytes: Bytes, _ table: Table) throws(CellFault) -> Date {
    try days.value(of: bytes) { bytes throws(CellFault) in try Dates.day(try Self.text(bytes, table)) }
  }

  private mutating func flag(_ bytes: Bytes, _ table: Table) throws(CellFault) -> Bool {
    try flags.value(of: bytes) { bytes throws(CellFault) in try Words.truth(try Self.text(bytes, table)) }
  }

  /// The text of a cell without what keeps a spreadsheet's hands off.
  private static func text(_ bytes: Bytes, _ table: Table) throws(CellFault) -> String {
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
      draft.model = String(decoding: bytes, as: UTF8.self)
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
      draft.stock = String(decoding: bytes, as: UTF8.self)
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
