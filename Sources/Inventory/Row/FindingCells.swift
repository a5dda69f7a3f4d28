import HandoverModel

// Cells about what was found and answered.
extension RowFindings {
  /// Takes one cell that is not empty.
  mutating func take(_ column: LotColumn, _ text: String) throws(CellFault) {
    switch column {
    case .platform: platform = try ShortText.checked(text, limit: LotLimits.shortText, what: "platform")
    case .odometer(let unit): try takeReading(text, unit)
    case .odometerUnit: readingUnit = try Self.unit(text)
    case .keysHandedOver: keysHandedOver = try Numbers.count(text)
    case .keysAccepted: keysAccepted = try Numbers.count(text)
    case .ecall112: protected.ecall112 = try Words.choice(text, ProtectedFindings.ECall.self)
    case .privateEmergency: protected.privateEmergency = try Words.choice(text, ProtectedFindings.PrivateEmergency.self)
    case .recallChannel: protected.recallChannel = try Words.choice(text, ProtectedFindings.RecallChannel.self)
    case .theftRecovery: protected.theftRecovery = try Words.choice(text, ProtectedFindings.TheftRecovery.self)
    case .answeredBy: answeredBy = try ShortText.checked(text, limit: LotLimits.shortText, what: "name")
    case .answeredAt: answeredAt = try Dates.moment(text)
    case .answer(let layer): words.append((layer, try AnswerWord.read(text)))
    case .evidence(let layer): evidence.append((layer, try ShortText.evidence(text)))
    default: break
    }
  }

  private static func unit(_ text: String) throws(CellFault) -> OdometerReading.Unit {
    try Words.choice(
      text, OdometerReading.Unit.self,
      also: [
        "kilometers": .kilometres, "kilometres": .kilometres, "kms": .kilometres, "miles": .miles, "mile": .miles,
      ])
  }

  private mutating func takeReading(_ text: String, _ column: OdometerReading.Unit?) throws(CellFault) {
    guard reading == nil else {
      throw CellFault("odometer.twice", "The row has two odometer readings.", hint: "Keep one.")
    }
    let suffix = String(text.reversed().prefix { $0.isLetter }.reversed())
    let digits = VINReading.trim(String(text.dropLast(suffix.count)))
    guard let value = Numbers.whole(digits), (0...9_999_999).contains(value) else {
      throw CellFault(
        "odometer.malformed", "This is not an odometer reading.", hint: "Write whole kilometres or miles, like 48211.")
    }
    let own = suffix.isEmpty ? nil : try Self.unit(suffix)
    if let own, let column, own != column {
      throw CellFault(
        "odometer.units", "The odometer's unit is given twice, and differently.", hint: "Keep one: km or mi.")
    }
    reading = (value, own ?? column)
  }
}
