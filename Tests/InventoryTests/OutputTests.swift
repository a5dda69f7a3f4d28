import Foundation
import Glibc
import HandoverTestSupport
import Inventory
import Testing

@Suite struct OutputTests {
  static let seeds: [UInt64] = (0..<200).map { 0xCE11_0000 + $0 }

  /// Every cell starts safely, and a reader gets the text back.
  @Test(arguments: seeds) func everyCellStartsSafelyAndReadsBackTheSame(seed: UInt64) throws {
    var chance = SeededChance(seed: seed)
    let pieces = Array("=+-@\t\r\n\0'\" ,;|aZ9é\u{FF1D}\u{FF0B}\u{FF20}\u{A0}\u{200B}\u{FEFF}\u{1F697}").map(
      String.init)
    let texts = (0..<8).map { _ in
      (0..<Int.random(in: 0...6, using: &chance)).map { _ in pieces.randomElement(using: &chance)! }.joined()
    }
    let cells = Self.parse(SafeCell.record(texts))
    #expect(cells.count == texts.count, "seed \(seed)")
    for (cell, text) in zip(cells, texts) {
      #expect(SafeCell.original(cell).unicodeScalars.elementsEqual(text.unicodeScalars), "seed \(seed)")
      let start = cell.unicodeScalars.first {
        !$0.properties.isWhitespace && !$0.properties.isDefaultIgnorableCodePoint
      }
      if let start {
        #expect(!"=+-@\t\r\n\0\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars.contains(start), "seed \(seed)")
      }
      if let first = cell.unicodeScalars.first {
        #expect(!"=+-@\t\r\n\0".unicodeScalars.contains(first), "seed \(seed)")
      }
    }
  }

  @Test(arguments: [
    "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(1)", "\t=1", "\u{FF1D}1", " =1",
  ])
  func aFormulaBecomesText(text: String) {
    #expect(SafeCell.cell(text).hasPrefix("\"'"))
  }

  @Test func plainTextStaysAsItIs() {
    #expect(SafeCell.record(["GF-1042", "a\"b", ""]) == "\"GF-1042\",\"a\"\"b\",\"\"\r\n")
  }

  @Test func rejectionsAreWrittenForMachinesAndReadableByTheOwnerOnly() throws {
    let path = NSTemporaryDirectory() + "rejects-\(UUID().uuidString).csv"
    defer { unlink(path) }
    var writer = try RejectsWriter(path: path)
    let rejection = RowRejection(
      row: 3, line: 4, column: "VIN", code: "vin.length", reason: "This has 16 characters.", hint: "Compare, please.",
      value: "=1+1")
    try writer.write(rejection)
    #expect(access(path, F_OK) != 0)
    try writer.finish()
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let lines = text.components(separatedBy: "\r\n")
    #expect(Self.parse(lines[0]) == RejectsWriter.header)
    #expect(
      Self.parse(lines[1]) == ["3", "4", "VIN", "vin.length", "This has 16 characters.", "Compare, please.", "'=1+1"])
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
  }

  @Test func aPlaceThatCannotBeWrittenIsNamed() {
    let problem = #expect(throws: LotFileProblem.self) { _ = try RejectsWriter(path: "/nowhere/rejects.csv") }
    #expect(problem?.code == "rejects.cannot-write")
  }

  /// RFC 4180, written apart from the product: one record of quoted cells.
  static func parse(_ record: String) -> [String] {
    var cells: [String] = []
    var scalars = Array(record.unicodeScalars)[...]
    while scalars.first == "\"" {
      scalars = scalars.dropFirst()
      var cell = String.UnicodeScalarView()
      while let scalar = scalars.popFirst() {
        if scalar != "\"" {
          cell.append(scalar)
        } else if scalars.first == "\"" {
          cell.append(scalars.removeFirst())
        } else {
          break
        }
      }
      cells.append(String(cell))
      if scalars.first == "," { scalars = scalars.dropFirst() }
    }
    return cells
  }
}
