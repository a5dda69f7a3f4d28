package import FoundationEssentials
package import HandoverModel

/// What a case file adds up to: every line, one row for each of the 21 layers, and the worst contribution of any row.
package struct Judgement: Hashable, Sendable {
  package var lines: [OutcomeLine]
  package var rows: [LayerRow]
  /// When the case was judged.
  package var decidedAt: Date

  /// The worst contribution, before the gates that are about the whole certificate (`TransferRules` applies them).
  package var worst: Verdict { rows.map(\.contribution).max() ?? .notClear }

  /// The layers that fixed it.
  package var drivers: [LayerRow] { rows.filter { $0.contribution == worst } }

  package func row(_ layer: Layer) -> LayerRow? { rows.first { $0.layer == layer } }
}

/// Judges a case. Pure: the same file and the same rules always give the same answer, in whatever order the file lists things.
package func judge(_ file: CaseFile, by rules: any RuleBook) -> Judgement {
  let histories = kindNames(in: file).map { AccessHistory($0, in: file) }
  let judged = Layer.allCases.map { layer in
    let judge = LayerJudge(layer: layer, file: file, histories: histories) { rules.contribution(of: $0, for: layer) }
    let lines = judge.lines()
    return (lines: lines, row: row(layer, of: lines, at: file.decidedAt, by: rules))
  }
  return Judgement(lines: judged.flatMap(\.lines), rows: judged.map(\.row), decidedAt: file.decidedAt)
}

private func kindNames(in file: CaseFile) -> [KindName] {
  let seen = file.sightings.flatMap { sighting in
    sighting.kinds.map { KindName(provider: sighting.provider, kind: $0.kind) }
  }
  return Set(seen).sorted { ($0.provider, $0.kind) < ($1.provider, $1.kind) }
}

/// The row of a layer is its worst line; equal lines are told apart by the order of the groups, so that the order in which
/// a file lists things never shows.
private func row(_ layer: Layer, of lines: [OutcomeLine], at moment: Date, by rules: any RuleBook) -> LayerRow {
  let ranked = lines.map { line in
    (
      line: line, group: line.group(at: moment),
      contribution: rules.contribution(of: line.group(at: moment), for: layer)
    )
  }
  let worst = ranked.max { one, other in
    (one.contribution, place(one.group), one.line.reason) < (other.contribution, place(other.group), other.line.reason)
  }
  let group = worst?.group ?? .notKnown
  let isDue = group == .endsBy || group == .overdue
  return LayerRow(
    layer: layer, group: group, contribution: worst?.contribution ?? rules.contribution(of: .notKnown, for: layer),
    required: rules.isRequired(layer), weight: rules.weight(of: layer), checkedAt: lines.compactMap(\.checkedAt).min(),
    dueAt: isDue ? lines.compactMap(\.dueAt).max() : nil, reason: worst?.line.reason ?? "could-not-look")
}

private func place(_ group: BuyerGroup) -> Int { BuyerGroup.allCases.firstIndex(of: group) ?? 0 }
