import HandoverModel
import Yams

/// The source every fact must have.
func source(_ parent: SheetFields) -> SheetSource {
  let missing = SheetSource(text: "", seen: "", confirmed: false)
  guard let node = parent.require("source"),
    let fields = SheetFields(node, path: parent.place("source"), problems: parent.problems)
  else { return missing }
  defer { fields.finish() }
  let seen = fields.text("seen", limit: 7)
  if !seen.isEmpty && !isMonth(seen[...]) {
    fields.problems.add(fields.node, fields.place("seen"), "must be a month like 2026-11")
  }
  return SheetSource(
    text: fields.text("text"), seen: seen, confirmed: fields.flag(fields.require("confirmed"), "confirmed"))
}

func trap(_ item: (node: Node, path: String), _ sheet: SheetFields) -> SheetTrap? {
  guard let fields = SheetFields(item.node, path: item.path, problems: sheet.problems) else { return nil }
  defer { fields.finish() }
  return SheetTrap(text: fields.text("text"), source: source(fields))
}

func absence(_ item: (node: Node, path: String), _ sheet: SheetFields) -> SheetAbsence? {
  guard let fields = SheetFields(item.node, path: item.path, problems: sheet.problems) else { return nil }
  defer { fields.finish() }
  let reason = fields.text("reason")
  let origin = source(fields)
  return fields.word("layer", as: Layer.self).map { SheetAbsence(layer: $0, reason: reason, source: origin) }
}

func tie(_ item: (node: Node, path: String), ends: Bool, _ sheet: SheetFields) -> SheetTie? {
  guard let fields = SheetFields(item.node, path: item.path, problems: sheet.problems) else { return nil }
  defer { fields.finish() }
  let kind = fields.take("kind").map { ($0, $0.scalar?.string.split(separator: "/").map(String.init) ?? []) }
  if let kind, kind.1.count != 2 { fields.problems.add(kind.0, fields.place("kind"), "must be provider/kind") }
  let parent = fields.word("parent", as: Layer.self)
  let dependent = fields.word("dependent", as: Layer.self)
  let reason = fields.text("reason")
  let origin = source(fields)
  guard let parent, let dependent else { return nil }
  return SheetTie(
    parent: parent, provider: (kind?.1.first).map { ProviderID($0) }, kind: kind?.1.last, dependent: dependent,
    ends: ends, reason: reason, source: origin)
}

func step(_ item: (node: Node, path: String), _ sheet: SheetFields) -> SheetStep? {
  guard let fields = SheetFields(item.node, path: item.path, problems: sheet.problems) else { return nil }
  defer { fields.finish() }
  let id = identifier(fields, "id")
  let when = fields.word("when", as: StepTime.self)
  let does = fields.word("does", as: StepDeed.self)
  let reach = reach(fields)
  let layers = fields.requiredItems("layers").compactMap { fields.word($0.node, at: $0.path) as Layer? }
  let needs = fields.items("needs").compactMap { fields.word($0.node, at: $0.path) as StepNeed? }
  let minutes = fields.number("minutes", in: 0...120)
  let step = SheetStep(
    id: id, when: when ?? .car, does: does ?? .look, title: fields.text("title", limit: titleLimit),
    place: fields.text("where"), placeByMake: placeByMake(fields), look: fields.text("look"),
    evidence: fields.text("evidence"), layers: layers, reach: reach,
    mayBeMissing: fields.flag(fields.take("may_be_missing"), "may_be_missing"),
    needs: Set(needs).union(when == .seller ? [.seller] : []), minutes: minutes ?? 0, source: source(fields),
    line: item.node.mark?.line ?? 1)
  if minutes == nil, !sheet.problems.found.contains(where: { $0.path == fields.place("minutes") }) {
    fields.problems.add(fields.node, fields.place("minutes"), "is missing")
  }
  return step
}

/// A person's answer reaches one of three groups and no other.
private func reach(_ fields: SheetFields) -> BuyerGroup {
  guard let node = fields.require("reach") else { return .statedByOne }
  if let group = node.scalar.flatMap({ BuyerGroup(rawValue: $0.string) }), sayable.contains(group) { return group }
  let allowed = sayable.map(\.rawValue).joined(separator: ", ")
  fields.problems.add(node, fields.place("reach"), "'\(node.scalar?.string ?? "?")' is none of: \(allowed)")
  return .statedByOne
}

private func placeByMake(_ step: SheetFields) -> [String: String] {
  guard let node = step.take("where_by_make") else { return [:] }
  let place = step.place("where_by_make")
  guard let mapping = node.mapping else {
    step.problems.add(node, place, "must be a mapping")
    return [:]
  }
  var result: [String: String] = [:]
  for (key, value) in mapping {
    let make = key.scalar?.string ?? "?"
    result[foldedName(make)] = step.line(value, at: "\(place).\(make)", limit: textLimit)
  }
  return result
}
