import FoundationEssentials
import HandoverFlow
import HandoverModel
import StrictFormats

/// What an earlier certificate left open, for a person: who said so and when, then what is known about it, one line each.
struct TakenOverText {
  var earlier: TakenOver
  var open: [TakenOver.Item]
  var odds: [String]

  init(_ earlier: TakenOver, open: [TakenOver.Item], odds: [String]) {
    self.earlier = earlier
    self.open = open
    self.odds = odds
  }

  var lines: [String] {
    [headline] + grouped.map { "left open: \($0)" } + odds.map { "note: \($0)" }
  }

  private var headline: String {
    let practice = earlier.isPractice ? "specimen " : ""
    let settled = open.isEmpty ? "; everything it left open is settled here" : ""
    let rest = earlier.items.isEmpty ? "; it left nothing open, which is no look of ours" : settled
    return "\(practice)certificate of \(PlainText.shown(earlier.signer)), \(UTC.day(earlier.issuedAt)), "
      + "\(earlier.verdict.title)\(rest)"
  }

  private var grouped: [String] {
    let groups = Dictionary(grouping: open, by: \.group).sorted { $0.value.count > $1.value.count }
    return groups.map { group, items in "\(groupWords(group)): \(items.map(words).joined(separator: ", "))" }
  }

  private func words(_ item: TakenOver.Item) -> String {
    layerWords(item.layer) + (item.due.map { " (by \(UTC.hour($0)))" } ?? "")
  }
}

/// What was taken over, for programs.
func takenOverJSON(_ earlier: TakenOver, open: [TakenOver.Item]) -> JSONValue {
  [
    "jti": .string(earlier.id), "sha256": .string(earlier.sha256), "issuer": .string(earlier.issuer),
    "signer": .string(PlainText.shown(earlier.signer)), "issued_at": .string(UTC.instant(earlier.issuedAt)),
    "verdict": .string(earlier.verdict.rawValue), "specimen": .bool(earlier.isPractice),
    "open": .array(
      open.map { item in
        [
          "layer": .string(item.layer.rawValue), "group": .string(item.group.rawValue),
          "due_at": item.due.map { .string(UTC.instant($0)) } ?? .null,
        ]
      }),
  ]
}
