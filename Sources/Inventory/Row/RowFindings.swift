import FoundationEssentials
import HandoverModel

/// What was found and answered, as far as it must be put together from several cells of a row.
struct RowFindings {
  var reading: (value: Int, unit: OdometerReading.Unit?)?
  var readingUnit: OdometerReading.Unit?
  var keysHandedOver: Int?
  var keysAccepted: Int?
  var answeredBy: String?
  var answeredAt: Date?
  /// Notes about cells; they stand behind those about the car.
  var notes: [RowNote] = []
  var words: [(layer: Layer, word: AnswerWord)] = []
  var evidence: [(layer: Layer, file: String)] = []

  /// Forgets the row. Nearly every row has no answers and no notes, so there is nearly never a list to empty.
  mutating func clear() {
    (reading, readingUnit, keysHandedOver, keysAccepted, answeredAt) = (nil, nil, nil, nil, nil)
    if answeredBy != nil { answeredBy = nil }
    if !notes.isEmpty { notes = [] }
    if !words.isEmpty { words = [] }
    if !evidence.isEmpty { evidence = [] }
  }

  mutating func note(_ code: String, _ text: String) { notes.append(RowNote(code, text)) }

  /// Whether any cell is about an answer.
  var hasAnswers: Bool { !words.isEmpty || !evidence.isEmpty }

  /// The answers, in the order of the layers. An answer counts only with a name and a time.
  func answers() throws(CellFault) -> [LayerAnswer] {
    for file in evidence where !words.contains(where: { $0.layer == file.layer }) {
      throw CellFault(
        "answer.evidence-alone", "The row names an evidence file for \(file.layer.rawValue), but no answer.",
        hint: "Write the answer into the column \(file.layer.rawValue).")
    }
    guard let by = answeredBy else {
      throw CellFault(
        "answer.nobody", "The row answers a layer, but does not say who answered.",
        hint: "Fill the column answered_by with a name or a staff number.")
    }
    guard let at = answeredAt else {
      throw CellFault(
        "answer.no-time", "The row answers a layer, but does not say when.",
        hint: "Fill the column answered_at, like 2026-11-20T10:00Z.")
    }
    return words.sorted { $0.layer < $1.layer }.map { answer in
      LayerAnswer(
        layer: answer.layer, word: answer.word, by: by, at: at,
        evidence: evidence.first { $0.layer == answer.layer }?.file)
    }
  }

  /// The reading with its unit; without a unit it is left out, and the row says so.
  mutating func odometer() throws(CellFault) -> OdometerReading? {
    guard let reading else { return nil }
    if let own = reading.unit, let other = readingUnit, own != other {
      throw CellFault(
        "odometer.units", "The odometer's unit is given twice, and differently.", hint: "Keep one: km or mi.")
    }
    guard let unit = reading.unit ?? readingUnit else {
      note(
        "odometer.no-unit",
        "The odometer reading has no unit and was left out; name the column odometer_km or odometer_mi.")
      return nil
    }
    return OdometerReading(value: reading.value, unit: unit)
  }

  mutating func keys() -> LotKeys? {
    guard keysHandedOver != nil || keysAccepted != nil else { return nil }
    if keysHandedOver == nil {
      note(
        "keys.accepted-alone",
        "Keys accepted by the car are given without keys handed over; they count where those were said before.")
    }
    return LotKeys(handedOver: keysHandedOver, accepted: keysAccepted)
  }
}
