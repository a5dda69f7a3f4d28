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
  private var json: JSONRow<Column>?
  private(set) var summary: TableSummary
  /// Rows so far, rejected ones included.
  private(set) var row = 0

  init(path: String, _ vocabulary: Vocabulary<Column>) throws(LotFileProblem) {
    self.vocabulary = vocabulary
    source = try ByteSource(path: path)
    stream = try Self.text(source)
    layout = try Layout.find(in: stream, vocabulary)
    if let (one, other) = layout.header?.conflict { throw Self.twice(one, other, in: source.name) }
    try Survey.run(stream, separator: layout.separator)
    scanner = try RecordScanner(stream, shape: layout.shape)
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
      if scanner.isBlank || layout.shape != .lines && isPassedOver() { continue }
      row += 1
      return true
    }
    return false
  }

  private func isPassedOver() -> Bool {
    if scanner.cell(0).isEmpty { return TableLine.isEmpty(scanner) }
    guard TableLine.isComment(scanner) else { return false }
    summary.remarks += 1
    return true
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
    guard layout.shape != .lines else {
      let row = try JSONRow(CellText.trimmed(scanner.cell(0)), vocabulary)
      noteIgnored(row.unknown)
      json = row
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

  /// Columns at the end that the row does not have.
  var missing: [Column] {
    guard layout.shape != .lines, scanner.count < width else { return [] }
    return layout.header?.uses.filter { $0.cell >= scanner.count }.map(\.column) ?? []
  }

  var cellCount: Int { json?.cells.count ?? layout.header?.uses.count ?? 0 }

  func column(_ place: Int) -> Column? { json.map { $0.cells[place].column } ?? layout.header?.uses[place].column }

  /// The column as the file spells it.
  func name(_ place: Int) -> String { json.map { $0.cells[place].name } ?? layout.header?.uses[place].name ?? "" }

  /// Calls `body` with the trimmed bytes of one cell; empty where the row is too short.
  func withCell<Answer>(
    _ place: Int, _ body: (UnsafeBufferPointer<UInt8>) throws(CellFault) -> Answer
  ) throws(CellFault) -> Answer {
    if let json {
      let cell = json.cells[place]
      return try json.text.withUnsafeBufferPointer { bytes throws(CellFault) -> Answer in
        try body(CellText.trimmed(UnsafeBufferPointer(rebasing: bytes[cell.start..<cell.end])))
      }
    }
    guard let use = layout.header?.uses[place], use.cell < scanner.count else {
      return try body(UnsafeBufferPointer(start: nil, count: 0))
    }
    return try body(CellText.trimmed(scanner.cell(use.cell)))
  }

  /// The text of bytes of this file.
  func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(CellFault) -> String {
    guard let read = CellText.decode(bytes, allowWindows: stream.encoding == .utf8 && json == nil) else {
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
    let text = try? withCell(place) { bytes throws(CellFault) in String(decoding: bytes.prefix(400), as: UTF8.self) }
    return PlainText.shown(text ?? "")
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
