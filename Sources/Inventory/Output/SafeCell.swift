/// Cells for CSV that a person will open in a spreadsheet.
///
/// RFC 4180 with every cell quoted, and a leading `'` before text that a spreadsheet would run as a formula: `=` `+`
/// `-` `@`, tab, CR, LF, NUL and the full-width forms, also behind blanks and invisible characters (OWASP, "CSV
/// Injection"; ASVS 5.0 item 1.2.10). Text that begins with `'` gets one too, so that taking one off gives the text
/// back.
package enum SafeCell {
  /// The cell as it stands in the file, quotes included.
  package static func cell(_ text: String) -> String {
    var out = "\""
    if needsPrefix(text) { out += "'" }
    for scalar in text.unicodeScalars {
      if scalar == "\"" { out += "\"" }
      out.unicodeScalars.append(scalar)
    }
    return out + "\""
  }

  /// One record with its line end.
  package static func record(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") + "\r\n" }

  /// The text that was written, from a cell as a CSV reader gives it.
  package static func original(_ read: String) -> String {
    read.unicodeScalars.first == "'" ? String(String.UnicodeScalarView(read.unicodeScalars.dropFirst())) : read
  }

  /// Whether a spreadsheet could take the text for more than text.
  package static func needsPrefix(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first else { return false }
    if first == "'" { return true }
    return text.unicodeScalars.first { leading.contains($0) || !isSkipped($0) }.map(leading.contains) ?? false
  }

  private static let leading: Set<Unicode.Scalar> = [
    "=", "+", "-", "@", "\t", "\r", "\n", "\0", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}", "\u{2212}", "\u{FE66}",
    "\u{FE62}", "\u{FE63}", "\u{FE6B}",
  ]

  private static func isSkipped(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint
      || scalar.properties.generalCategory == .control
  }
}
