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
  /// The columns' own names, in the order in which they were added.
  private(set) var names: [(column: Column, name: String)] = []

  init(kind: String, required: [(column: Column, name: String)]) {
    self.kind = kind
    self.required = required
  }

  /// Adds a column: its own name first, then other spellings.
  mutating func add(_ column: Column, _ name: String, _ others: String = "") {
    preferred[column] = Fold.key(name)
    names.append((column, name))
    for spelling in [name] + others.split(separator: ",").map(String.init) { spellings[Fold.key(spelling)] = column }
  }

  func column(_ header: String) -> Column? { spellings[Fold.key(header)] }

  /// The name of the column whose spelling is nearest to a header that is none; nil where nothing is near.
  func nearest(to header: String) -> String? {
    let key = Fold.key(header)
    let near = spellings.map { (steps: editSteps(from: key, to: $0.key), spelling: $0.key, column: $0.value) }
      .filter { $0.steps <= max(1, min(key.count, $0.spelling.count) / 3) }
    guard let best = near.min(by: { ($0.steps, $0.spelling) < ($1.steps, $1.spelling) }) else { return nil }
    return names.first { $0.column == best.column }?.name
  }
}
