package import FoundationEssentials
import HandoverModel
import StrictFormats

/// One row of a lot file: a car, or the reason why the row is not used.
package enum LotEntry: Hashable, Sendable {
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
  private var seen: SeenKeys
  private let thisYear: Int
  private var rejected = 0

  /// Opens a file, or standard input for `-`. `asOf` decides which model years are possible. Throws what is wrong with
  /// the file as a whole.
  package init(path: String, asOf day: Date = Date()) throws(LotFileProblem) {
    table = try TableReader(path: path, LotColumn.vocabulary)
    thisYear = Calendars.year(of: day)
    // A row has 60 bytes or more in most files; the memory grows where this was too few.
    seen = SeenKeys(expecting: Int(table.source.size / 64))
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

  private mutating func row() -> LotEntry {
    guard table.cellCount > 0, table.column(0) == .vin else {
      return reject(CellFault("vin.missing", "This row has no VIN.", hint: "Add the member vin."), at: nil)
    }
    var draft = RowDraft()
    let vin: FoundVIN
    do throws(CellFault) { vin = try readVIN() } catch { return rejectVIN(error) }
    for place in 1..<max(1, table.cellCount) {
      do throws(CellFault) { try take(place, into: &draft) } catch { return reject(error, at: place) }
    }
    do throws(CellFault) {
      return .row(try finish(vin, &draft))
    } catch {
      return reject(error, at: nil)
    }
  }

  private mutating func take(_ place: Int, into draft: inout RowDraft) throws(CellFault) {
    guard let column = table.column(place) else { return }
    let table = table
    try table.withCell(place) { bytes throws(CellFault) in
      if !bytes.isEmpty { try cells.take(column, bytes, from: table, into: &draft) }
    }
  }

  private mutating func finish(_ found: FoundVIN, _ draft: inout RowDraft) throws(CellFault) -> LotRow {
    try refuseLostGates(&draft)
    let make = try MakeAndMaker.settle(found.entry, prefix: String(found.vin.text.prefix(3)), draft.make)
    let year = ModelYear.settle(
      found.vin, rowYear: draft.year, maker: make.maker.flatMap(Maker.named), thisYear: thisYear)
    try draft.checkDates()
    let answers = try draft.answers()
    let odometer = try draft.odometer()
    let keys = draft.keys()
    var notes = found.notes
    if let note = make.note { notes.append(note) }
    if let note = year.note { notes.append(note) }
    notes += draft.notes
    let vehicle = Vehicle(
      vin: found.vin, make: make.make, maker: make.maker, model: draft.model ?? Vehicle.unknown, modelYear: year.year,
      stock: draft.stock, platformHint: draft.platform)
    return LotRow(
      number: table.row, line: table.line, vehicle: vehicle, gates: draft.gates, answers: answers, keys: keys,
      odometer: odometer, protected: draft.protected, notes: notes)
  }

  /// A row that ends early may have lost a reason to stop.
  private func refuseLostGates(_ draft: inout RowDraft) throws(CellFault) {
    let missing = table.missing
    guard !missing.isEmpty else { return }
    if missing.contains(where: \.isGate) {
      throw CellFault(
        "row.too-few-cells", "This row ends before the last column, and a column that can stop a handover is missing.",
        hint: "Write the missing cells, empty where there is nothing to say.")
    }
    draft.note("row.short", "This row ends before the last column; the missing cells count as empty.")
  }
}

// The VIN cell.
extension LotReader {
  private struct FoundVIN {
    var vin: VIN
    var entry: WMIEntry?
    var notes: [RowNote]
  }

  private mutating func readVIN() throws(CellFault) -> FoundVIN {
    let table = table
    let year = yearForVIN
    let (found, fingerprint) = try table.withCell(0) { bytes throws(CellFault) in
      let (vin, notes) = try Self.vin(bytes, table, year)
      return (
        FoundVIN(vin: vin, entry: WMITable.entry(for: vin), notes: notes), SeenKeys.fingerprint(vin)
      )
    }
    if let first = seen.firstRow(of: fingerprint, now: table.row) {
      throw CellFault(
        "vin.duplicate", "This VIN stands in row \(first) already; only the first row counts.",
        hint: "Keep one row for each car.")
    }
    return found
  }

  private static func vin(
    _ bytes: UnsafeBufferPointer<UInt8>, _ table: TableReader<LotColumn>, _ year: () -> Int?
  ) throws(CellFault) -> (VIN, [RowNote]) {
    if let vin = QuickVIN.read(bytes) { return (vin, []) }
    let text = try table.text(bytes)
    do throws(VINProblem) {
      let reading = try VINReading(text, year: year())
      return (reading.vin, reading.notes)
    } catch {
      throw CellFault(error.code, error.reason, hint: error.hint)
    }
  }

  /// The row's year, only asked for where the VIN is bad: a number from before 1981 is short for a reason.
  private var yearForVIN: () -> Int? {
    let table = table
    return {
      for place in 1..<max(1, table.cellCount) where table.column(place) == .year {
        return try? table.withCell(place) { bytes throws(CellFault) in try Numbers.year(try table.text(bytes)) }
      }
      return nil
    }
  }
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
