import FoundationEssentials
import HandoverModel

/// What the cells of one row have said so far that must be put together with other cells, or with the VIN, before it
/// can stand in the row.
struct RowDraft {
  var make = MakeMemo.Cell.silent
  var year: Int?
  var findings = RowFindings()

  /// Forgets the row; what no cell has said needs no forgetting.
  mutating func clear() {
    make = .silent
    year = nil
    findings.clear()
  }
}
