import FoundationEssentials
import HandoverModel
import StrictFormats

/// Reads the cells of a lot file's rows. Spellings that come again are read once.
struct RowCells {
  private var makes = CellMemo<Result<MakeReading, CellFault>>()
  private var days = CellMemo<Result<Date, CellFault>>()
  private var flags = CellMemo<Result<Bool, CellFault>>()
  private var years = CellMemo<Result<Int, CellFault>>()
  private var readings = CellMemo<Result<VINEvidence, CellFault>>()
  private var models = CellMemo<Result<ModelText, CellFault>>()

  private struct ModelText {
    var name: String?
    var note: RowNote?
  }

  typealias Bytes = UnsafeBufferPointer<UInt8>

  /// Takes one cell that is not empty.
  mutating func take(
    _ column: LotColumn, _ bytes: Bytes, from table: TableReader<LotColumn>, into draft: inout RowDraft
  ) throws(CellFault) {
    switch column {
    case .vin: return
    case .make: draft.make = try makes.value(of: bytes) { Self.read($0, table, Self.make) }.get()
    case .model: try takeModel(bytes, table, &draft)
    case .year: draft.year = try years.value(of: bytes) { Self.read($0, table, Numbers.year) }.get()
    case .stock: try takeStock(try table.text(bytes), &draft)
    case .platform:
      draft.platform = try ShortText.checked(try table.text(bytes), limit: LotLimits.shortText, what: "platform")
    case .takenIn: draft.gates.takenIn = try day(bytes, table)
    case .deliveredOn: draft.gates.deliveredOn = try day(bytes, table)
    case .vinRead: draft.gates.vinRead = try readings.value(of: bytes) { Self.read($0, table, Self.vinRead) }.get()
    case .stolen: draft.gates.stolen = try flag(bytes, table)
    case .fleet: draft.gates.fleet = try flag(bytes, table)
    case .lenderClaim: draft.gates.lenderClaim = try flag(bytes, table)
    case .secondClaimant: draft.gates.secondClaimant = try flag(bytes, table)
    case .legalHold: draft.gates.legalHold = try flag(bytes, table)
    default: try Self.takeFinding(column, try table.text(bytes), &draft)
    }
  }

  private mutating func day(_ bytes: Bytes, _ table: TableReader<LotColumn>) throws(CellFault) -> Date {
    try days.value(of: bytes) { Self.read($0, table, Dates.day) }.get()
  }

  private mutating func flag(_ bytes: Bytes, _ table: TableReader<LotColumn>) throws(CellFault) -> Bool {
    try flags.value(of: bytes) { Self.read($0, table, Words.truth) }.get()
  }

  private static func read<Value>(
    _ bytes: Bytes, _ table: TableReader<LotColumn>, _ reader: (String) throws(CellFault) -> Value
  ) -> Result<Value, CellFault> {
    do throws(CellFault) {
      let text = try table.text(bytes)
      return .success(try reader(SpreadsheetDamage.unwrapped(text) ?? text))
    } catch {
      return .failure(error)
    }
  }
}

// Cells about the car.
extension RowCells {
  private static func make(_ text: String) throws(CellFault) -> MakeReading { MakeReading(text) }

  private static func vinRead(_ text: String) throws(CellFault) -> VINEvidence {
    try Words.choice(
      text, VINEvidence.self,
      also: [
        "screen": .car, "bus": .car, "obd": .car, "scan": .scanned, "label": .scanned, "barcode": .scanned,
        "manual": .typed,
        "keyed": .typed, "byhand": .typed,
      ])
  }

  private mutating func takeModel(_ bytes: Bytes, _ table: TableReader<LotColumn>, _ draft: inout RowDraft)
    throws(CellFault)
  {
    let model = try models.value(of: bytes) { Self.read($0, table, Self.model) }.get()
    draft.model = model.name
    if let note = model.note { draft.notes.append(note) }
  }

  private static func model(_ text: String) throws(CellFault) -> ModelText {
    if SpreadsheetDamage.isErrorValue(text) { return ModelText(name: nil, note: nil) }
    guard let clean = PlainName.clean(text) else {
      return ModelText(
        name: nil,
        note: RowNote(
          "model.personal", "The model looks like a person's data and was left out, because it would reach the buyer."))
    }
    let note = RowNote("model.cleaned", "The model was shortened, or invisible characters were taken out.")
    return ModelText(name: clean.name, note: clean.changed ? note : nil)
  }

  private func takeStock(_ text: String, _ draft: inout RowDraft) throws(CellFault) {
    if SpreadsheetDamage.isErrorValue(text) {
      draft.note("stock.spreadsheet-error", "A spreadsheet's error value stands in the stock number; it was left out.")
      return
    }
    draft.stock = try ShortText.checked(
      SpreadsheetDamage.unwrapped(text) ?? text, limit: LotLimits.shortText, what: "stock number")
    if SpreadsheetDamage.looksLikeDate(text) {
      draft.note("stock.looks-like-date", "The stock number looks like a date that a spreadsheet made of it.")
    }
  }
}

// Cells about what was found and answered.
extension RowCells {
  private static func takeFinding(_ column: LotColumn, _ text: String, _ draft: inout RowDraft) throws(CellFault) {
    switch column {
    case .odometer(let unit): try takeReading(text, unit, &draft)
    case .odometerUnit: draft.readingUnit = try unit(text)
    case .keysHandedOver: draft.keysHandedOver = try Numbers.count(text)
    case .keysAccepted: draft.keysAccepted = try Numbers.count(text)
    case .ecall112: draft.protected.ecall112 = try Words.choice(text, ProtectedFindings.ECall.self)
    case .privateEmergency:
      draft.protected.privateEmergency = try Words.choice(text, ProtectedFindings.PrivateEmergency.self)
    case .recallChannel: draft.protected.recallChannel = try Words.choice(text, ProtectedFindings.RecallChannel.self)
    case .theftRecovery: draft.protected.theftRecovery = try Words.choice(text, ProtectedFindings.TheftRecovery.self)
    case .answeredBy: draft.answeredBy = try ShortText.checked(text, limit: LotLimits.shortText, what: "name")
    case .answeredAt: draft.answeredAt = try Dates.moment(text)
    case .answer(let layer): draft.words.append((layer, try AnswerWord.read(text)))
    case .evidence(let layer): draft.evidence.append((layer, try ShortText.evidence(text)))
    default: break
    }
  }

  private static func unit(_ text: String) throws(CellFault) -> OdometerReading.Unit {
    try Words.choice(
      text, OdometerReading.Unit.self,
      also: ["kilometers": .kilometres, "kilometres": .kilometres, "kms": .kilometres, "miles": .miles, "mile": .miles])
  }

  private static func takeReading(
    _ text: String, _ column: OdometerReading.Unit?, _ draft: inout RowDraft
  ) throws(CellFault) {
    guard draft.reading == nil else {
      throw CellFault("odometer.twice", "The row has two odometer readings.", hint: "Keep one.")
    }
    let letters = text.reversed().prefix { $0.isLetter || $0 == "." && !text.hasSuffix("0") }
    let suffix = String(letters.reversed())
    let digits = VINReading.trim(String(text.dropLast(suffix.count)))
    guard let value = Numbers.whole(digits), (0...9_999_999).contains(value) else {
      throw CellFault(
        "odometer.malformed", "This is not an odometer reading.", hint: "Write whole kilometres or miles, like 48211.")
    }
    let own = suffix.isEmpty ? nil : try unit(suffix)
    if let own, let column, own != column {
      throw CellFault(
        "odometer.units", "The odometer's unit is given twice, and differently.", hint: "Keep one: km or mi.")
    }
    draft.reading = (value, own ?? column)
  }
}
