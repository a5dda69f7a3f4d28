/// What is known about a file as a whole, growing while it is read.
package struct TableSummary: Hashable, Codable, Sendable {
  /// How its characters are written.
  package internal(set) var encoding: TextEncoding
  /// The separator; nil for JSON Lines.
  package internal(set) var separator: String?
  /// Rows so far, rejected ones included.
  package internal(set) var rows = 0
  /// Rejected rows so far.
  package internal(set) var rejected = 0
  /// Lines that begin with `#` and were passed over.
  package internal(set) var remarks = 0
  /// Columns that were not used, at most 50 of them.
  package private(set) var ignoredColumns: [String] = []
  private var marks: [FileNote] = []

  /// Good rows so far.
  package var accepted: Int { rows - rejected }

  init(encoding: TextEncoding, separator: String?) {
    self.encoding = encoding
    self.separator = separator
  }

  /// What a person should know about the file.
  package var notes: [FileNote] {
    guard !ignoredColumns.isEmpty else { return marks }
    let list = ignoredColumns.prefix(12).joined(separator: ", ") + (ignoredColumns.count > 12 ? ", ..." : "")
    return marks + [FileNote("lot.ignored-columns", "Columns that were not used: \(list).")]
  }

  mutating func note(_ code: String, _ text: String) { marks.append(FileNote(code, text)) }

  mutating func noteOnce(_ code: String, _ text: @autoclosure () -> String) {
    if !marks.contains(where: { $0.code == code }) { marks.append(FileNote(code, text())) }
  }

  mutating func ignore(_ column: String) {
    if ignoredColumns.count < 50 && !ignoredColumns.contains(column) { ignoredColumns.append(column) }
  }
}
