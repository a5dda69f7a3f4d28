/// Records that hold no row.
enum TableLine {
  /// With what a remark begins.
  static let remark = UInt8(ascii: "#")

  /// A line that begins with `# ` or is only `#`: a remark. A stock number like `#1234` is none.
  static func isComment(_ scanner: RecordScanner) -> Bool {
    let first = scanner.cell(0)
    guard first.first == remark else { return false }
    return first.count == 1 ? scanner.count == 1 : first[1] == Byte.space
  }

  /// Nothing but separators and blanks, as spreadsheets write below the last row.
  static func isEmpty(_ scanner: RecordScanner) -> Bool {
    for place in 0..<scanner.count where !CellText.trimmed(scanner.cell(place)).isEmpty { return false }
    return true
  }
}
