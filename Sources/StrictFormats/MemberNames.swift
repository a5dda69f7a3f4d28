/// Sees to it that no name stands in one object twice. Names are compared as bytes: canonically equivalent spellings are
/// two names, and an escape is what it stands for.
struct MemberNames {
  /// Up to so many members, each name is compared with each before it, which is fast. Above, whoever wrote the document could
  /// make that take as long as they like, so a set is asked.
  static let few = 32

  private let object: Int
  private var count = 0
  private var many: Set<[UInt8]> = []

  /// - Parameter object: the place of the object's mark.
  init(of object: Int) { self.object = object }

  /// Whether this name, the last mark of all, may stand after the members before it.
  mutating func admit(_ name: Int, _ marks: [JSONMark], _ bytes: [UInt8]) -> Bool {
    defer { count += 1 }
    guard count <= Self.few else { return many.insert(marks[name].text(in: bytes)).inserted }
    // A name is followed by its value, and that by the next name.
    var before = object + 1
    while before < name {
      if marks[before].isSame(as: marks[name], in: bytes) { return false }
      if count == Self.few { many.insert(marks[before].text(in: bytes)) }
      before = Int(marks[before + 1].next)
    }
    if count == Self.few { many.insert(marks[name].text(in: bytes)) }
    return true
  }
}
