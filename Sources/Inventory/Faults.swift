/// Why a whole file is refused. Nothing of it is used, and nothing was sent.
package struct LotFileProblem: Error, Hashable, Sendable {
  /// A stable dotted name: `lot.no-vin-column`.
  package var code: String
  /// One sentence for a person, safe to print.
  package var reason: String
  /// What to do next.
  package var hint: String

  package init(code: String, reason: String, hint: String) {
    self.code = code
    self.reason = reason
    self.hint = hint
  }
}

/// Why one cell cannot be used. With row, line and column it becomes a `RowRejection`.
struct CellFault: Error, Hashable, Sendable {
  var code: String
  var reason: String
  var hint: String

  init(_ code: String, _ reason: String, hint: String) {
    self.code = code
    self.reason = reason
    self.hint = hint
  }
}

/// Something a person should know about a row that is used nevertheless.
package struct RowNote: Hashable, Codable, Sendable {
  /// A stable dotted name: `year.differs`.
  package var code: String
  /// One sentence for a person, safe to print.
  package var text: String

  package init(_ code: String, _ text: String) {
    self.code = code
    self.text = text
  }
}

/// Something a person should know about a file that is used nevertheless.
package struct FileNote: Hashable, Codable, Sendable {
  /// A stable dotted name: `lot.ignored-columns`.
  package var code: String
  /// One sentence for a person, safe to print.
  package var text: String

  package init(_ code: String, _ text: String) {
    self.code = code
    self.text = text
  }
}
