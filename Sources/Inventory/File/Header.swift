import HandoverModel
import StrictFormats

/// A header line, understood: which cell holds which column.
struct Header<Column: Hashable & Sendable> {
  /// A cell of every record that is read, with its column and the header's own spelling.
  struct Use {
    var cell: Int
    var column: Column
    var name: String
  }

  /// In the order of the file, the required columns first.
  private(set) var uses: [Use] = []
  /// Headers that mean nothing to us.
  private(set) var ignored: [String] = []
  /// How many cells a record must have.
  let width: Int
  /// A column that two headers name, neither of which is its own name.
  private(set) var conflict: (String, String)?

  init(_ cells: [String], _ vocabulary: Vocabulary<Column>) {
    width = cells.count
    for (place, text) in cells.enumerated() {
      guard let column = vocabulary.column(text) else {
        ignored.append(text)
        continue
      }
      add(Use(cell: place, column: column, name: text), preferring: vocabulary.preferred[column])
    }
    let first = vocabulary.required.compactMap { required in uses.first { $0.column == required.column } }
    uses = first + uses.filter { use in !first.contains { $0.cell == use.cell } }
  }

  /// Of two headers for one column the column's own name wins; two others, or the same twice, are a conflict.
  private mutating func add(_ use: Use, preferring own: String?) {
    guard let earlier = uses.firstIndex(where: { $0.column == use.column }) else {
      uses.append(use)
      return
    }
    let (oldIsOwn, newIsOwn) = (Fold.key(uses[earlier].name) == own, Fold.key(use.name) == own)
    if oldIsOwn == newIsOwn { conflict = conflict ?? (uses[earlier].name, use.name) }
    ignored.append(newIsOwn ? uses[earlier].name : use.name)
    if newIsOwn { uses[earlier] = use }
  }

  /// The required column that is missing, by name.
  func missing(_ vocabulary: Vocabulary<Column>) -> String? {
    vocabulary.required.first { required in !uses.contains { $0.column == required.column } }?.name
  }
}
