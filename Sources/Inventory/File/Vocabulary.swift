import HandoverModel

/// Which columns a kind of file has, and how their headers are spelt.
struct Vocabulary<Column: Hashable & Sendable>: Sendable {
  /// The kind of file, for messages: `lot file`.
  var kind: String
  /// Columns a file must have, with the name to show.
  var required: [(column: Column, name: String)]
  /// Folded spelling to column.
  private(set) var spellings: [String: Column] = [:]
  /// The spelling that wins where a file names a column twice.
  private(set) var preferred: [Column: String] = [:]

  init(kind: String, required: [(column: Column, name: String)]) {
    self.kind = kind
    self.required = required
  }

  /// Adds a column: its own name first, then other spellings.
  mutating func add(_ column: Column, _ name: String, _ others: String = "") {
    preferred[column] = Fold.key(name)
    for spelling in [name] + others.split(separator: ",").map(String.init) { spellings[Fold.key(spelling)] = column }
  }

  func column(_ header: String) -> Column? { spellings[Fold.key(header)] }
}
