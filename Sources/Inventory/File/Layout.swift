import StrictFormats

/// How a file is cut and where its rows begin.
struct Layout<Column: Hashable & Sendable> {
  var shape: RecordScanner.Shape
  /// The header of a delimited file; JSON Lines name their columns in every row.
  var header: Header<Column>?
  /// Records up to and including the header.
  var recordsToSkip: Int
  /// Title lines above the header.
  var linesAbove: Int

  /// Looks at the beginning of a file. Throws where no header can be found.
  static func find(in stream: TextStream, _ vocabulary: Vocabulary<Column>) throws(LotFileProblem) -> Self {
    switch try firstCharacter(stream) {
    case nil:
      throw LotFileProblem(
        code: "lot.empty", reason: "\(stream.source.name) is empty.", hint: "Export the \(vocabulary.kind) again.")
    case UInt8(ascii: "{"): return try lines(stream, vocabulary)
    case UInt8(ascii: "["):
      throw LotFileProblem(
        code: "lot.json-array", reason: "\(stream.source.name) is one JSON array.",
        hint: "Write JSON Lines: one object per line, without the brackets and the commas between objects.")
    default: return try delimited(stream, vocabulary)
    }
  }

  private static func firstCharacter(_ stream: TextStream) throws(LotFileProblem) -> UInt8? {
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: 4096)
    defer { buffer.deallocate() }
    try stream.restart()
    while true {
      let count = try stream.fill(buffer, capacity: 4096)
      guard count > 0 else { return nil }
      let bytes = UnsafeBufferPointer(start: buffer, count: count)
      if bytes.contains(0) { throw Survey.binary(stream.source.name) }
      if let byte = bytes.first(where: { $0 > Byte.space }) { return byte }
    }
  }

  /// JSON Lines name their columns in every row; the first one shows whether they are ours.
  private static func lines(_ stream: TextStream, _ vocabulary: Vocabulary<Column>) throws(LotFileProblem) -> Self {
    let scanner = try RecordScanner(stream, shape: .lines)
    while try scanner.advance(), scanner.isBlank {}
    let row = JSONRow<Column>()
    if (try? row.read(CellText.trimmed(scanner.cell(0)), vocabulary)) != nil {
      let names = row.cells.map(\.name) + row.unknown
      if Header(names, vocabulary).missing(vocabulary) != nil { throw noHeader(stream.source.name, names, vocabulary) }
    }
    return Self(shape: .lines, header: nil, recordsToSkip: 0, linesAbove: 0)
  }

  // MARK: - Delimited

  private static func delimited(_ stream: TextStream, _ vocabulary: Vocabulary<Column>) throws(LotFileProblem) -> Self {
    let separators = try announced(stream).map { [$0] } ?? [Byte.comma, Byte.semicolon, Byte.tab, Byte.pipe]
    var best: Self?
    var widest: [String] = []
    var failure: LotFileProblem?
    for separator in separators {
      do throws(LotFileProblem) {
        let found = try search(stream, separator, vocabulary, widest: &widest)
        if let found, found.score > best?.score ?? (0, 0) { best = found }
      } catch {
        failure = failure ?? error
      }
    }
    if let best { return best }
    throw failure ?? noHeader(stream.source.name, widest, vocabulary)
  }

  /// Recognised columns first, then width.
  private var score: (Int, Int) { (header?.uses.count ?? 0, header?.width ?? 0) }

  /// The separator that a first line `sep=;` announces to spreadsheets.
  private static func announced(_ stream: TextStream) throws(LotFileProblem) -> UInt8? {
    let scanner = try RecordScanner(stream, shape: .lines)
    guard try scanner.advance() else { return nil }
    let line = Array(scanner.cell(0))
    let isPair = line.count == 5 && String(decoding: line.prefix(4), as: UTF8.self).lowercased() == "sep="
    return isPair && !isWordByte(line[4]) ? line[4] : nil
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == Byte.quote || Fold.key(String(UnicodeScalar(byte))) != ""
  }

  private static func search(
    _ stream: TextStream, _ separator: UInt8, _ vocabulary: Vocabulary<Column>, widest: inout [String]
  ) throws(LotFileProblem) -> Self? {
    let scanner = try RecordScanner(stream, shape: .delimited(separator))
    var records = 0
    var titles = 0
    while titles <= LotLimits.linesAboveHeader, try scanner.advance() {
      records += 1
      if scanner.isBlank || isAnnouncement(scanner) || TableLine.isComment(scanner) { continue }
      let cells = headerCells(scanner, stream.encoding)
      if cells.count > widest.count { widest = cells }
      let header = Header(cells, vocabulary)
      if header.missing(vocabulary) == nil {
        guard scanner.count <= LotLimits.columns else { throw tooManyColumns(stream.source.name) }
        return Self(shape: scanner.shape, header: header, recordsToSkip: records, linesAbove: titles)
      }
      titles += 1
    }
    return nil
  }

  private static func isAnnouncement(_ scanner: RecordScanner) -> Bool {
    scanner.line == 1 && scanner.cell(0).count <= 5 && scanner.cell(0).starts(with: "sep=".utf8)
  }

  private static func headerCells(_ scanner: RecordScanner, _ encoding: TextEncoding) -> [String] {
    (0..<scanner.count).map { place in
      let bytes = CellText.trimmed(scanner.cell(place))
      return CellText.decode(bytes, allowWindows: encoding == .utf8)?.text ?? ""
    }
  }

  private static func tooManyColumns(_ name: String) -> LotFileProblem {
    LotFileProblem(
      code: "lot.too-many-columns", reason: "\(name) has more than \(LotLimits.columns) columns.",
      hint: "Export only the columns of the lot.")
  }

  private static func noHeader(_ name: String, _ cells: [String], _ vocabulary: Vocabulary<Column>) -> LotFileProblem {
    let shown = cells.prefix(8).map { PlainText.shown($0, limit: 24) }.joined(separator: " | ")
    let isCar = cells.contains { (try? VINReading($0)) != nil }
    let known = Header(cells, vocabulary)
    let wanted = known.missing(vocabulary) ?? "VIN"
    return LotFileProblem(
      code: wanted == "VIN" ? "lot.no-vin-column" : "lot.missing-column",
      reason: "\(name) has no column \(wanted). Its first line reads: \(shown).",
      hint: isCar
        ? "The first line is already a car: put a line with the names of the columns above it."
        : "Name the column \(wanted) in the first line; separate columns by comma, semicolon, tab or |.")
  }
}
