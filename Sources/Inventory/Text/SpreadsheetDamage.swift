/// What spreadsheets do to cells.
enum SpreadsheetDamage {
  /// The text of an error value, such as `#N/A`.
  static func isErrorValue(_ text: String) -> Bool {
    guard text.hasPrefix("#") else { return false }
    return errors.contains(text.uppercased())
  }

  private static let errors: Set<String> = [
    "#N/A", "#NA", "#N/V", "#NV", "#REF!", "#BEZUG!", "#VALUE!", "#WERT!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!",
    "#ZAHL!", "#SPILL!", "#CALC!", "#GETTING_DATA", "#####",
  ]

  /// The text inside `="..."` or behind a leading `'`, by which people and programs keep a spreadsheet's hands off.
  static func unwrapped(_ text: String) -> String? {
    if text.hasPrefix("=\"") && text.hasSuffix("\"") && text.count > 3 { return String(text.dropFirst(2).dropLast()) }
    if text.hasPrefix("'") || text.hasPrefix("\u{2019}") { return String(text.dropFirst()) }
    return nil
  }

  /// A number that once was a VIN: `1.23457E+16`, `5.0E+16`, `12345678901234500.0`, with separators or a decimal comma.
  static func isNumber(_ text: String) -> Bool {
    let parts = text.uppercased().split(separator: "E", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), isDecimal(parts[0]), text.contains(where: { ".,+'\u{A0} ".contains($0) })
    else { return false }
    guard parts.count == 2 else { return true }
    let exponent = parts[1].drop { $0 == "+" || $0 == "-" }
    return (1...3).contains(exponent.count) && exponent.allSatisfy(isDigit)
  }

  private static func isDecimal(_ text: Substring) -> Bool {
    text.contains(where: isDigit) && text.allSatisfy { isDigit($0) || ".,' \u{A0}".contains($0) }
  }

  private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }

  /// A stock number that a spreadsheet took for a date: `3-Jan`, `Jan-03`.
  static func looksLikeDate(_ text: String) -> Bool {
    let parts = text.lowercased().split(separator: "-").map(String.init)
    guard parts.count == 2, let month = parts.first(where: { months.contains($0) }) else { return false }
    return parts.contains { $0 != month && (1...2).contains($0.count) && $0.allSatisfy(isDigit) }
  }

  private static let months: Set<String> = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mrz", "mai", "okt", "dez",
  ]
}
