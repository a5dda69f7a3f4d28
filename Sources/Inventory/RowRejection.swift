/// Why one row is not used, so that the person who has the file can repair it. The other rows go on.
package struct RowRejection: Error, Hashable, Codable, Sendable {
  /// Counts the rows below the header, from 1; blank lines and comments do not count.
  package var row: Int
  /// The line of the file on which the row begins, from 1.
  package var line: Int
  /// The column as the file spells it; nil where the row as a whole is wrong.
  package var column: String?
  /// A stable dotted name: `vin.check-digit`.
  package var code: String
  /// One sentence for a person, safe to print.
  package var reason: String
  /// What to do next.
  package var hint: String
  /// The cell as it stands in the file, made safe to print and cut at 80 characters.
  package var value: String

  package init(
    row: Int, line: Int, column: String?, code: String, reason: String, hint: String, value: String
  ) {
    self.row = row
    self.line = line
    self.column = column
    self.code = code
    self.reason = reason
    self.hint = hint
    self.value = value
  }
}
