import Yams

/// The problems found so far in one sheet.
final class ProblemList {
  private(set) var found: [SheetProblem] = []

  func add(_ node: Node?, _ path: String, _ reason: String) {
    found.append(SheetProblem(line: node?.mark?.line ?? 1, path: path, reason: reason))
  }
}

/// One mapping of a sheet, read key by key; `finish()` complains about every key nobody asked for.
final class SheetFields {
  let path: String
  let node: Node
  let problems: ProblemList
  private var rest: [(key: Node, name: String, value: Node)] = []

  /// nil, with a complaint, when the node is no mapping.
  init?(_ node: Node, path: String, problems: ProblemList) {
    guard let mapping = node.mapping else {
      problems.add(node, path, "must be a mapping")
      return nil
    }
    self.node = node
    self.path = path
    self.problems = problems
    for (key, value) in mapping { rest.append((key, key.scalar?.string ?? "?", value)) }
  }

  /// `steps[3]` and `reach` give `steps[3].reach`.
  func place(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  /// The value of a key, nil when it is not there.
  func take(_ key: String) -> Node? {
    guard let index = rest.firstIndex(where: { $0.name == key }) else { return nil }
    return rest.remove(at: index).value
  }

  /// The value of a key that must be there.
  func require(_ key: String) -> Node? {
    if let value = take(key) { return value }
    problems.add(node, place(key), "is missing")
    return nil
  }

  /// What is left is not part of the format.
  func finish() {
    for (key, name, _) in rest { problems.add(key, place(name), "unknown key") }
    rest = []
  }
}

extension SheetFields {
  /// A text on one line, without anything invisible, of at most `limit` characters.
  func text(_ key: String, limit: Int = textLimit) -> String {
    require(key).map { line($0, at: place(key), limit: limit) } ?? ""
  }

  /// Checks one scalar as `text` does.
  func line(_ node: Node, at place: String, limit: Int) -> String {
    guard let text = node.scalar?.string else {
      problems.add(node, place, "must be text")
      return ""
    }
    if text.isEmpty || text.first == " " || text.last == " " {
      problems.add(node, place, "is empty or has spaces at an end")
    }
    if mayHoldInvisible(text),
      text.contains("  ") || text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    {
      problems.add(node, place, "holds a line break, a control character or two spaces in a row")
    }
    if text.utf8.count > limit, text.count > limit {
      problems.add(node, place, "is \(text.count) characters long; at most \(limit)")
    }
    return text
  }

  /// One word of a closed list.
  func word<Word: RawRepresentable & CaseIterable>(_ key: String, as type: Word.Type) -> Word?
  where Word.RawValue == String {
    require(key).flatMap { word($0, at: place(key)) }
  }

  /// One scalar of a closed list.
  func word<Word: RawRepresentable & CaseIterable>(_ node: Node, at place: String) -> Word?
  where Word.RawValue == String {
    if let word = node.scalar.flatMap({ Word(rawValue: $0.string) }) { return word }
    let allowed = Word.allCases.map(\.rawValue).joined(separator: ", ")
    problems.add(node, place, "'\(node.scalar?.string ?? "?")' is none of: \(allowed)")
    return nil
  }

  /// A whole number within a range; nil when the key is not there.
  func number(_ key: String, in range: ClosedRange<Int>) -> Int? {
    guard let node = take(key) else { return nil }
    if let number = node.scalar.flatMap({ Int($0.string) }), range.contains(number) { return number }
    problems.add(node, place(key), "must be a number from \(range.lowerBound) to \(range.upperBound)")
    return nil
  }

  /// `true` or `false` and no other spelling.
  func flag(_ node: Node?, _ key: String) -> Bool {
    guard let node else { return false }
    if let flag = node.scalar.flatMap({ Bool($0.string) }) { return flag }
    problems.add(node, place(key), "must be true or false")
    return false
  }

  /// The items of a list with their paths, counted from 1; empty when the key is not there.
  func items(_ key: String) -> [(node: Node, path: String)] { take(key).map { items($0, key) } ?? [] }

  /// The items of a list that must be there.
  func requiredItems(_ key: String) -> [(node: Node, path: String)] { require(key).map { items($0, key) } ?? [] }

  private func items(_ node: Node, _ key: String) -> [(node: Node, path: String)] {
    guard let sequence = node.sequence else {
      problems.add(node, place(key), "must be a list")
      return []
    }
    return sequence.enumerated().map { ($0.element, "\(place(key))[\($0.offset + 1)]") }
  }
}

/// Longest prose of a sheet: what fits in five lines of a terminal.
let textLimit = 400

/// Longest title of a step: one line with its number and its place in front.
let titleLimit = 64

/// Whether the bytes of a text leave it open that it holds a control character or two spaces in a row. Looking at bytes
/// first saves a third of the time that every run spends on reading its sheets.
private func mayHoldInvisible(_ text: String) -> Bool {
  var before: UInt8 = 0
  for byte in text.utf8 {
    let isControl = byte < 0x20 || byte == 0x7F || before == 0xC2 && byte < 0xA0
    if isControl || before == 0x20 && byte == 0x20 { return true }
    before = byte
  }
  return false
}
