/// Sees to it that no name stands in one object twice. Names are compared as bytes: canonically equivalent spellings are
/// two names.
struct MemberNames {
  /// Up to so many members, each name is compared with each before it, which is fast. Above, whoever wrote the document could
  /// make that take as long as they like, so a set is asked.
  static let few = 32

  private var many: Set<[UInt8]> = []

  /// Whether the name may stand after these members.
  mutating func admit(_ name: String, after members: [JSONValue.Member]) -> Bool {
    guard members.count >= Self.few else { return !members.contains { Self.isSame($0.name, name) } }
    if many.isEmpty { many = Set(members.map { Array($0.name.utf8) }) }
    return many.insert(Array(name.utf8)).inserted
  }

  private static func isSame(_ one: String, _ other: String) -> Bool {
    one.utf8.count == other.utf8.count && one.utf8.elementsEqual(other.utf8)
  }
}
