import FoundationEssentials
import HandoverModel

/// Reads the cells about what was found and answered. Spellings that come again are read once.
struct FindingCells {
  private var units = CellMemo<OdometerReading.Unit>()
  private var counts = CellMemo<Int>()
  private var moments = CellMemo<Date>()
  private var answers = CellMemo<AnswerWord>()
  private var ecalls = CellMemo<ProtectedFindings.ECall>()
  private var emergencies = CellMemo<ProtectedFindings.PrivateEmergency>()
  private var recalls = CellMemo<ProtectedFindings.RecallChannel>()
  private var recoveries = CellMemo<ProtectedFindings.TheftRecovery>()

  typealias Bytes = UnsafeBufferPointer<UInt8>
  typealias Table = TableReader<LotColumn>

  /// Takes one cell that is not empty.
  mutating func take(
    _ column: LotColumn, _ bytes: Bytes, from table: Table, into row: inout LotRow, _ findings: inout RowFindings
  ) throws(CellFault) {
    switch column {
    case .platform: row.vehicle.platformHint = try Self.short(bytes, table, what: "platform")
    case .odometer(let unit): try takeReading(bytes, unit, table, &findings)
    case .odometerUnit: findings.readingUnit = try units.value(bytes, table, Self.unit)
    case .keysHandedOver: findings.keysHandedOver = try count(bytes, table)
    case .keysAccepted: findings.keysAccepted = try count(bytes, table)
    case .ecall112: row.protected.ecall112 = try ecalls.value(bytes, table, Self.choice)
    case .privateEmergency: row.protected.privateEmergency = try emergencies.value(bytes, table, Self.choice)
    case .recallChannel: row.protected.recallChannel = try recalls.value(bytes, table, Self.choice)
    case .theftRecovery: row.protected.theftRecovery = try recoveries.value(bytes, table, Self.choice)
    case .answeredBy: findings.answeredBy = try Self.short(bytes, table, what: "name")
    case .answeredAt: findings.answeredAt = try moments.value(bytes, table, Dates.moment)
    case .answer(let layer): findings.words.append((layer, try answers.value(bytes, table, AnswerWord.read)))
    case .evidence(let layer): findings.evidence.append((layer, try ShortText.evidence(try table.text(bytes))))
    default: break
    }
  }

  private mutating func count(_ bytes: Bytes, _ table: Table) throws(CellFault) -> Int {
    if let count = Numbers.short(bytes), Numbers.isCount(count) { return count }
    return try counts.value(bytes, table, Numbers.count)
  }

  private static func short(_ bytes: Bytes, _ table: Table, what: String) throws(CellFault) -> String {
    if ShortText.isOrdinary(bytes) { return ShortText.string(ascii: bytes) }
    return try ShortText.checked(try table.text(bytes), limit: LotLimits.shortText, what: what)
  }

  private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ text: String
  ) throws(CellFault) -> Choice {
    try Words.choice(text, Choice.self)
  }
}

// The odometer.
extension FindingCells {
  private static func unit(_ text: String) throws(CellFault) -> OdometerReading.Unit {
    try Words.choice(
      text, OdometerReading.Unit.self,
      also: [
        "kilometers": .kilometres, "kilometres": .kilometres, "kms": .kilometres, "miles": .miles, "mile": .miles,
      ])
  }

  private mutating func takeReading(
    _ bytes: Bytes, _ column: OdometerReading.Unit?, _ table: Table, _ findings: inout RowFindings
  ) throws(CellFault) {
    guard findings.reading == nil else {
      throw CellFault("odometer.twice", "The row has two odometer readings.", hint: "Keep one.")
    }
    let (value, own) = if let quick = try quickly(bytes, table) { quick } else { try closely(try table.text(bytes)) }
    if let own, let column, own != column {
      throw CellFault(
        "odometer.units", "The odometer's unit is given twice, and differently.", hint: "Keep one: km or mi.")
    }
    findings.reading = (value, own ?? column)
  }

  /// The way of nearly every reading: up to seven digits, then nothing, or spaces and ASCII letters.
  private mutating func quickly(
    _ bytes: Bytes, _ table: Table
  ) throws(CellFault) -> (Int, OdometerReading.Unit?)? {
    guard let number = Numbers.leading(bytes), number.length <= 7 else { return nil }
    var place = number.length
    if place == bytes.count { return (number.value, nil) }
    while place < bytes.count, bytes[place] == Byte.space { place += 1 }
    let suffix = UnsafeBufferPointer(rebasing: bytes[place...])
    guard !suffix.isEmpty, suffix.allSatisfy(ShortText.isLetter) else { return nil }
    return (number.value, try units.value(suffix, table, Self.unit))
  }

  private func closely(_ text: String) throws(CellFault) -> (Int, OdometerReading.Unit?) {
    let suffix = String(text.reversed().prefix { $0.isLetter }.reversed())
    let digits = VINReading.trim(String(text.dropLast(suffix.count)))
    guard let value = Numbers.whole(digits), (0...9_999_999).contains(value) else {
      throw CellFault(
        "odometer.malformed", "This is not an odometer reading.", hint: "Write whole kilometres or miles, like 48211.")
    }
    return (value, suffix.isEmpty ? nil : try Self.unit(suffix))
  }
}
