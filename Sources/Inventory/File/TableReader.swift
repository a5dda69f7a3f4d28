import HandoverModel
import StrictFormats

/// The rows of a delimited or JSON Lines file, one at a time, with the cells of known columns only. A file that is bad
/// as a whole is refused by `init`, which has read it to its end once.
final class TableReader<Column: Hashable & Sendable> {
  let source: ByteSource
  let stream: TextStream
  private let vocabulary: Vocabulary<Column>
  private let layout: Layout<Column>
  private let scanner: RecordScanner
  private let isLines: Bool
  /// The columns that are read: their places in a record, and what they are.
  private let useCells: [Int]
  private let useColumns: [Column]
  private let json = JSONRow<Column>()
  private(set) var summary: TableSummary
  /// Rows so far, rejected ones included.
  private(set) var row = 0
  /// About how many there will be.
  let expectedRows: Int

  init(path: String, _ vocabulary: Vocabulary<Column>) throws(LotFileProblem) {
    self.vocabulary = vocabulary
    source = try ByteSource(path: path)
    stream = try Self.text(source)
    layout = try Layout.find(in: stream, vocabulary)
    if let (one, other) = layout.header?.conflict { throw Self.twice(one, other, in: source.name) }
    expectedRows = try Survey.run(stream, separator: layout.separator)
    scanner = try RecordScanner(stream, shape: layout.shape)
    isLines = layout.shape == .lines
    useCells = layout.header?.uses.map(\.cell) ?? []
    useColumns = layout.header?.uses.map(\.column) ?? []
    summary = TableSummary(encoding: stream.encoding, separator: layout.separator.map { String(UnicodeScalar($0)) })
    for _ in 0..<layout.recordsToSkip { _ = try scanner.advance() }
    noteLayout()
  }

  private static func text(_ source: ByteSource) throws(LotFileProblem) -> TextStream {
    let count = 4096
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
    defer { buffer.deallocate() }
    let got = try source.read(into: buffer, count: count)
    switch FileKind(head: Array(UnsafeBufferPointer(start: buffer, count: got))) {
    case .text(let encoding, let mark): return try TextStream(source: source, encoding: encoding, markLength: mark)
    case .other(let name):
      throw LotFileProblem(
        code: "lot.not-text", reason: "\(source.name) is \(name), whatever its name says.",
        hint: "Open it in its own program and save the lot as CSV (UTF-8).")
    }
  }

  private static func twice(_ one: String, _ other: String, in name: String) -> LotFileProblem {
    let names = "\(PlainText.shown(one, limit: 40)) and \(PlainText.shown(other, limit: 40))"
    return LotFileProblem(
      code: "lot.column-twice", reason: "\(name) names the same column twice: \(names).",
      hint: "Rename or remove one of them, so that it is clear which counts.")
  }

  /// Moves to the next row; blank lines and remarks are passed over.
  func advance() throws(LotFileProblem) -> Bool {
    while try scanner.advance() {
      if scanner.isBlank || !isLines && isPassedOver() { continue }
      row += 1
      return true
    }
    return false
  }

  @inline(__always)
  private func isPassedOver() -> Bool {
    guard let first = scanner.cell(0).first else { return TableLine.isEmpty(scanner) }
    guard first == TableLine.remark, TableLine.isComment(scanner) else { return false }
    countRemark()
    return true
  }

  /// Apart from the rows, which then need not ask each time whether the summary is in use.
  @inline(never)
  private func countRemark() { summary.remarks += 1 }

  /// Calls `body` with the beginning of each of the coming rows, where the first required column stands first in a
  /// record; a guess, which may be wrong where cells hold line ends.
  func peek(rows: Int, _ body: (UnsafeRawBufferPointer) -> Void) {
    if !isLines && useCells.first == 0 { scanner.peek(lines: rows, body) }
  }

  /// The line on which the row begins.
  var line: Int { scanner.line }

  /// How far the second reading has come, in bytes.
  var bytesRead: Int64 { source.offset }

  private func noteLayout() {
    if layout.linesAbove > 0 {
      summary.note("lot.title-lines", "\(layout.linesAbove) line(s) above the header were passed over.")
    }
    noteIgnored(layout.header?.ignored ?? [])
  }

  private func noteIgnored(_ names: [String]) {
    for name in names where !name.isEmpty { summary.ignore(PlainText.shown(name, limit: 40)) }
  }
}

// The cells of the row.
extension TableReader {
  /// Opens the row: throws where the row as a whole cannot be used.
  func open() throws(CellFault) {
    guard !isLines else {
      try json.read(CellText.trimmed(scanner.cell(0)), vocabulary)
      noteIgnored(json.unknown)
      return
    }
    guard !scanner.isDamaged else {
      throw CellFault(
        "row.quotes", "Text follows a closing quotation mark, so the columns of this row are not certain.",
        hint: "Write a quotation mark inside a cell as two: \"\".")
    }
    if scanner.count > width { try refuseSurplus() }
  }

  private var width: Int { layout.header?.width ?? 1 }

  private func refuseSurplus() throws(CellFault) {
    for place in width..<scanner.count where !CellText.trimmed(scanner.cell(place)).isEmpty {
      let count = scanner.count > LotLimits.columns ? "more than \(LotLimits.columns)" : "\(scanner.count)"
      throw CellFault(
        "row.too-many-cells", "This row has \(count) cells, the header \(width): its columns are not certain.",
        hint: "Put a cell that holds the separator into quotation marks.")
    }
  }

  /// Whether the row ends before a column that is read.
  var isShort: Bool { !isLines && scanner.count < width && useCells.contains { $0 >= scanner.count } }

  /// Columns at the end that the row does not have.
  var missing: [Column] {
    guard isShort else { return [] }
    return useCells.indices.filter { useCells[$0] >= scanner.count }.map { useColumns[$0] }
  }

  var cellCount: Int { isLines ? json.cells.count : useCells.count }

  func column(_ place: Int) -> Column { isLines ? json.cells[place].column : useColumns[place] }

  /// The column as the file spells it.
  func name(_ place: Int) -> String { isLines ? json.cells[place].name : layout.header?.uses[place].name ?? "" }

  /// The trimmed bytes of one cell, valid until the next row; empty where the row is too short.
  @inline(__always)
  func bytes(_ place: Int) -> UnsafeBufferPointer<UInt8> {
    if isLines { return member(place) }
    let cell = useCells[place]
    return cell < scanner.count ? CellText.trimmed(scanner.cell(cell)) : UnsafeBufferPointer(start: nil, count: 0)
  }

  private func member(_ place: Int) -> UnsafeBufferPointer<UInt8> { CellText.trimmed(json.bytes(place)) }

  /// The text of bytes of this file.
  func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(CellFault) -> String {
    guard let read = CellText.decode(bytes, allowWindows: stream.encoding == .utf8 && !isLines) else {
      throw CellFault(
        "text.encoding", "This cell holds bytes that are no characters.", hint: "Export the file as UTF-8.")
    }
    if read.isWindows {
      summary.noteOnce(
        "lot.windows-1252", "Some cells are not UTF-8 and were read as Windows-1252, the first on line \(line).")
    }
    return read.text
  }

  /// A cell made safe to show, whatever it holds.
  func shown(_ place: Int) -> String {
    PlainText.shown(String(decoding: bytes(place).prefix(400), as: UTF8.self))
  }

  /// The beginning of the whole row made safe to show.
  var shownRow: String {
    let cells = (0..<min(scanner.count, 12)).map { String(decoding: scanner.cell($0).prefix(100), as: UTF8.self) }
    return PlainText.shown(cells.joined(separator: " | "))
  }
}

extension Layout {
  var separator: UInt8? {
    if case .delimited(let separator) = shape { separator } else { nil }
  }
}
