import HandoverModel
import Yams

/// Reads a sheet. Everything that is not part of the format is refused: a misspelt key would silently drop a fact.
///
/// - Throws: every problem of the text, with its line.
package func readSheet(_ text: String) throws(SheetProblems) -> Sheet { try read(text, as: sheet) }

/// What a sheet is chosen by.
struct SheetHead: Hashable, Sendable {
  var id: String
  var makes: [SheetMake]
  var hints: [String]
}

/// Reads a sheet's head alone: its keys up to `buyer_step`, which stands behind them in every sheet this program carries (a
/// test holds the heads to the sheets).
func readSheetHead(_ text: String) throws(SheetProblems) -> SheetHead {
  let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  let head = lines.prefix { !$0.starts(with: "buyer_step:".utf8) }
  return try read(String(Substring(text.utf8[..<(head.last?.endIndex ?? text.startIndex)]))) { fields in
    SheetHead(
      id: identifier(fields, "id"), makes: fields.requiredItems("makes").compactMap { make($0, fields) },
      hints: hints(fields))
  }
}

/// Reads the one mapping of a text.
private func read<Value>(
  _ text: String, as value: (SheetFields) -> Value
) throws(SheetProblems) -> Value {
  let root: Node
  do {
    guard let node = try compose(yaml: text, .basic) else {
      throw SheetProblem(line: 1, path: "", reason: "the sheet is empty")
    }
    root = node
  } catch {
    throw SheetProblems(problems: [problem(from: error)])
  }
  let problems = ProblemList()
  let found = SheetFields(root, path: "", problems: problems).map(value)
  guard let found, problems.found.isEmpty else { throw SheetProblems(problems: problems.found) }
  return found
}

/// What the YAML parser could not read, with the line it names.
private func problem(from error: any Error) -> SheetProblem {
  switch error {
  case let problem as SheetProblem: problem
  case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
    YamlError.composer(_, let problem, let mark, _):
    SheetProblem(line: mark.line, path: "", reason: "not YAML: \(problem)")
  case YamlError.duplicatedKeysInMapping(let keys, let context):
    SheetProblem(
      line: context.mark.line, path: "", reason: "the key \(keys.sorted().joined(separator: ", ")) stands twice")
  default: SheetProblem(line: 1, path: "", reason: "not YAML")
  }
}

private func sheet(_ fields: SheetFields) -> Sheet {
  defer { fields.finish() }
  return Sheet(
    id: identifier(fields, "id"), title: fields.text("title", limit: titleLimit), version: version(fields),
    makes: fields.requiredItems("makes").compactMap { make($0, fields) },
    hints: hints(fields),
    buyerStep: fields.text("buyer_step", limit: 160), best: best(fields),
    traps: fields.items("traps").compactMap { trap($0, fields) },
    cannotHave: fields.items("cannot_have").compactMap { absence($0, fields) },
    ties: fields.items("dies_with").compactMap { tie($0, ends: true, fields) }
      + fields.items("outlives").compactMap { tie($0, ends: false, fields) },
    steps: fields.requiredItems("steps").compactMap { step($0, fields) })
}

/// `[a-z0-9][a-z0-9-]{1,31}`, as the rule table writes platforms (certificate profile).
func identifier(_ fields: SheetFields, _ key: String) -> String {
  guard let node = fields.require(key) else { return "" }
  let text = node.scalar?.string ?? ""
  let isPlain = text.utf8.allSatisfy { byte in
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || byte == UInt8(ascii: "-")
  }
  if !isPlain || !(2...32).contains(text.utf8.count) || text.hasPrefix("-") {
    fields.problems.add(node, fields.place(key), "must be 2 to 32 of a-z, 0-9 and -")
  }
  return text
}

private func version(_ fields: SheetFields) -> String {
  guard let node = fields.require("version") else { return "" }
  let text = node.scalar?.string ?? ""
  let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
  if !isMonth(parts.first ?? "") || (parts.count == 2 && Int(parts[1]) == nil) {
    fields.problems.add(node, fields.place("version"), "must be a month like 2026-11, or 2026-11.2")
  }
  return text
}

/// `2026-11`.
func isMonth(_ text: Substring) -> Bool {
  let parts = text.split(separator: "-", omittingEmptySubsequences: false)
  guard text.utf8.count == 7, parts.count == 2, parts[0].utf8.count == 4, let year = Int(parts[0]),
    let month = Int(parts[1])
  else { return false }
  return (2000...2099).contains(year) && (1...12).contains(month)
}

private func hints(_ fields: SheetFields) -> [String] {
  fields.items("hints").map { fields.line($0.node, at: $0.path, limit: titleLimit) }
}

private func make(_ item: (node: Node, path: String), _ sheet: SheetFields) -> SheetMake? {
  guard let fields = SheetFields(item.node, path: item.path, problems: sheet.problems) else { return nil }
  defer { fields.finish() }
  return SheetMake(
    name: fields.text("name", limit: titleLimit), from: fields.number("from", in: 1980...2099),
    to: fields.number("to", in: 1980...2099))
}

private func best(_ sheet: SheetFields) -> [SheetSituation: String] {
  guard let node = sheet.require("best"),
    let fields = SheetFields(node, path: sheet.place("best"), problems: sheet.problems)
  else { return [:] }
  defer { fields.finish() }
  return Dictionary(uniqueKeysWithValues: SheetSituation.allCases.map { ($0, fields.text($0.rawValue)) })
}
