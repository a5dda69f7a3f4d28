import FoundationEssentials
import HandoverModel

/// What the cells of one row have said so far: what nearly every row has.
struct RowDraft {
  var make = MakeMemo.Cell.silent
  var model: String?
  var year: Int?
  var stock: String?
  var gates = Gates()
  /// What few rows have; nil until the first such cell.
  private(set) var findings: RowFindings?

  /// Opens the findings where they are needed.
  mutating func withFindings(_ body: (inout RowFindings) throws(CellFault) -> Void) throws(CellFault) {
    var opened = findings ?? RowFindings()
    findings = nil
    try body(&opened)
    findings = opened
  }

  mutating func note(_ code: String, _ text: String) {
    if findings == nil { findings = RowFindings() }
    findings?.note(code, text)
  }

  func checkDates() throws(CellFault) {
    guard let takenIn = gates.takenIn, let deliveredOn = gates.deliveredOn, deliveredOn < takenIn else { return }
    throw CellFault(
      "dates.order", "The car is said to be delivered before it was taken in.", hint: "Correct one of the two dates.")
  }
}
