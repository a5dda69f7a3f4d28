package import FoundationEssentials
import HandoverModel
import StrictFormats

/// One row of a lot file: a car, or the reason why the row is not used. Indirect, because a row is 300 bytes and is
/// handed on several times.
package indirect enum LotEntry: Hashable, Sendable {
  case row(LotRow)
  case rejection(RowRejection)
}

/// Reads a dealer's lot file, row by row, in flat memory.
///
/// `init` reads the whole file once and refuses it where it is bad as a whole, before anything was sent; a pipe is
/// copied to a nameless temporary file for that. Then `next()` gives one row at a time. Formats: comma, semicolon, tab
/// or pipe separated (found by itself, or by a first line `sep=;`), RFC 4180 quoting, LF, CR LF or CR, UTF-8 with or
/// without mark, UTF-16, Windows-1252 in single cells; JSON Lines. Limits: `LotLimits`.
package struct LotReader {
  private let table: TableReader<LotColumn>
  private var cells = RowCells()
  private let vins: VINCells
  private var draft = RowDraft()
  private let thisYear: Int
  private var rejected = 0

  /// Opens a file, or standard input for `-`. `asOf` decides which model years are possible. Throws what is wrong with
  /// the file as a whole.
  package init(path: String, asOf day: Date = Date()) throws(LotFileProblem) {
    table = try TableReader(path: path, LotColumn.vocabulary)
    thisYear = Calendars.year(of: day)
    vins = VINCells(expecting: table.expectedRows)
  }

  /// What is known about the file so far; complete when `next()` has answered nil.
  package var summary: TableSummary {
    var summary = table.summary
    summary.rows = table.row
    summary.rejected = rejected
    return summary
  }

  /// How much of the file was read, and its size, in bytes: for a progress line.
  package var progress: (read: Int64, size: Int64) { (table.bytesRead, table.source.size) }

  /// The next row, or nil at the end. Throws `lot.changed` where the file was changed while it was read; rows given
  /// before that are good, but may not be all.
  package mutating func next() throws(LotFileProblem) -> LotEntry? {
    guard try table.advance() else { return nil }
    if table.row % VINCells.rowsAhead == 1 { vins.prepare(for: table) }
    do throws(CellFault) {
      try table.open()
    } catch {
      return reject(error, at: nil)
    }
    return row()
  }

  /// Calls `body` with every row. Throws what `next` or `body` throws.
  package mutating func each(_ body: (LotEntry) throws -> Void) throws {
    while let entry = try next() { try body(entry) }
  }

  @inline(__always)
  private mutating func row() -> LotEntry? {
    guard table.cellCount > 0, table.column(0) == .vin else {
      return reject(CellFault("vin.missing", "This row has no VIN.", hint: "Add the member vin."), at: nil)
    }
    var notes: [RowNote] = []
    let found: VINCells.Found
    do throws(CellFault) { found = try vins.read(table, &notes) } catch { return rejectVIN(error) }
    var row = LotRow(number: table.row, line: table.line, vehicle: Vehicle(vin: found.vin), notes: notes)
    draft.clear()
    var place = 1
    do throws(CellFault) {
      try cells.take(from: table, at: &place, into: &row, &draft)
    } catch {
      return reject(error, at: place)
    }
    do throws(CellFault) {
      try finish(&row, found.facts)
    } catch {
      return reject(error, at: error.code == "make.contradicts" ? makePlace : nil)
    }
    return .row(row)
  }

  private mutating func finish(_ row: inout LotRow, _ facts: VINFacts) throws(CellFault) {
    if table.isShort { try refuseLostGates() }
    let rule = try cells.makes.settle(facts, draft.make, into: &row)
    let year = ModelYear.settle(facts, rowYear: draft.year, rule: rule, thisYear: thisYear)
    row.vehicle.modelYear = year.year
    if year.year != nil && draft.year == nil { row.guesses.insert(.modelYear) }
    if let note = year.note { row.notes.append(note) }
    try Self.checkDates(row.gates)
    if draft.findings.hasAnswers { row.answers = try draft.findings.answers() }
    row.odometer = try draft.findings.odometer()
    row.keys = draft.findings.keys()
    if !draft.findings.notes.isEmpty { row.notes += draft.findings.notes }
  }

  private static func checkDates(_ gates: Gates) throws(CellFault) {
    guard let takenIn = gates.takenIn, let deliveredOn = gates.deliveredOn, deliveredOn < takenIn else { return }
    throw CellFault(
      "dates.order", "The car is said to be delivered before it was taken in.", hint: "Correct one of the two dates.")
  }

  /// A row that ends early may have lost a reason to stop.
  private mutating func refuseLostGates() throws(CellFault) {
    if table.missing.contains(where: \.isGate) {
      throw CellFault(
        "row.too-few-cells", "This row ends before the last column, and a column that can stop a handover is missing.",
        hint: "Write the missing cells, empty where there is nothing to say.")
    }
    draft.findings.note("row.short", "This row ends before the last column; the missing cells count as empty.")
  }

  private var makePlace: Int? { (0..<table.cellCount).first { table.column($0) == .make } }
}

// Rejections.
extension LotReader {
  private mutating func rejectVIN(_ fault: CellFault) -> LotEntry {
    let isHeader = table.cellCount > 1 && LotColumn.vocabulary.column(table.shown(0)) == .vin
    guard isHeader else { return reject(fault, at: 0) }
    return reject(
      CellFault("row.header-again", "This row repeats the header.", hint: "Remove it; files were joined here."), at: nil
    )
  }

  private mutating func reject(_ fault: CellFault, at place: Int?) -> LotEntry {
    rejected += 1
    return .rejection(
      RowRejection(
        row: table.row, line: table.line, column: place.map { PlainText.shown(table.name($0), limit: 40) },
        code: fault.code, reason: fault.reason, hint: fault.hint, value: place.map(table.shown) ?? table.shownRow))
  }
}
