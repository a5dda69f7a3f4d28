import ChecklistFormat
package import FoundationEssentials
import HandoverModel
package import Judgement
import TransferRules

/// Gathers everything judgement may read about a car: what was seen and sent, what people said and how much the sheet lets
/// it say, which layers end with others, and what was found on the protected functions. Pure.
package func makeCaseFile(_ work: CarWork, at moment: Date) -> CaseFile {
  let sources = work.history.sources.values
  var settling: [KindName: Double] = [:]
  for source in sources {
    for (kind, seconds) in source.settling { settling[KindName(provider: source.provider, kind: kind)] = seconds }
  }
  return CaseFile(
    sightings: work.history.sightings, attempts: work.history.attempts,
    statements: work.facts.answers.compactMap { statement($0, by: work.sheet) }
      + absences(of: work.sheet, at: moment),
    diesWith: sources.flatMap(\.diesWith) + ties(of: work.sheet), settling: settling,
    protected: protectedCheck(work.facts, at: moment), decidedAt: moment)
}

/// A person's answer with the most that the sheet lets it reach; nil for "cannot have it" where the sheet does not allow
/// that answer, so that the layer stays unknown.
private func statement(_ answer: Answer, by sheet: Sheet) -> Statement? {
  let steps = sheet.steps(for: answer.layer).filter { answer.step == nil || $0.id == answer.step }
  if answer.kind == .notPossible {
    let allowed = steps.contains(where: \.mayBeMissing) || sheet.cannotHave.contains { $0.layer == answer.layer }
    guard allowed else { return nil }
  }
  return Statement(
    layer: answer.layer, kind: answer.kind, by: answer.by, at: answer.at, evidence: answer.evidence?.sha256,
    reach: reach(of: steps.map(\.reach)))
}

/// The poorest of the groups that the steps allow: an answer that names no step may be about any of them.
private func reach(of groups: [BuyerGroup]) -> BuyerGroup {
  let order: [BuyerGroup] = [.statedByOne, .statedWithEvidence, .statedByTwo]
  return order.first(where: groups.contains) ?? .statedByOne
}

/// What the platform cannot have at all, where that is confirmed.
private func absences(of sheet: Sheet, at moment: Date) -> [Statement] {
  sheet.cannotHave.filter(\.source.confirmed).map {
    Statement(
      layer: $0.layer, kind: .notPossible, by: "sheet \(sheet.id) \(sheet.version)", at: moment, reach: .statedByTwo)
  }
}

/// The sheet's ties to a parent that a provider's listing can show; a parent that only people speak about proves nothing.
private func ties(of sheet: Sheet) -> [DiesWithRule] {
  sheet.ties.compactMap { tie in
    guard tie.ends, let provider = tie.provider, let kind = tie.kind else { return nil }
    return DiesWithRule(
      parent: KindName(provider: provider, kind: kind), dependent: tie.dependent, confirmed: tie.source.confirmed)
  }
}

private func protectedCheck(_ facts: CarFacts, at moment: Date) -> ProtectedCheck {
  guard let protected = facts.protected.map({ ProtectedClaims($0) }) else { return ProtectedCheck() }
  let checkedAt = facts.protectedAt ?? moment
  if protected.hasFault { return ProtectedCheck(.fault, checkedAt: checkedAt) }
  switch protected.ecall112 {
  case .ready: return ProtectedCheck(.inOrder, checkedAt: checkedAt)
  case .notTestable, .fault: return ProtectedCheck(.notKnown, checkedAt: checkedAt)
  case .notFitted:
    let other = protected.privateEmergency == .activeForBuyer || protected.privateEmergency == .ended112Ready
    return ProtectedCheck(other ? .inOrder : .notFitted, checkedAt: checkedAt)
  }
}
