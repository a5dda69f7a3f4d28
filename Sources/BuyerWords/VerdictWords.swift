package import HandoverModel
package import TransferRules

extension Verdict {
  /// Its name. English is what every verifier prints.
  package var word: Word {
    switch self {
    case .clear: .verdictClear
    case .clearAttested: .verdictClearAttested
    case .conditional: .verdictConditional
    case .notClear: .verdictNotClear
    case .void: .verdictVoid
    }
  }

  /// What the verdict means for the one who buys: the end of a sentence that begins with its name.
  package func buyerMeaning(
    _ recomputed: RecomputedVerdict, groups: [Layer: BuyerGroup], in language: Language = .english
  ) -> String {
    switch self {
    case .clear, .clearAttested: Word.meaningClear(language)
    case .conditional: conditions(recomputed, groups).map { $0(language) }.joined(separator: "; ") + "."
    case .notClear: Word.meaningNotClear(language)
    case .void: Word.meaningVoid(language)
    }
  }

  private func conditions(_ recomputed: RecomputedVerdict, _ groups: [Layer: BuyerGroup]) -> [Word] {
    let drivers = Set(recomputed.drivers.compactMap { groups[$0] })
    var reasons: [Word] = []
    if recomputed.gates.contains("look-too-old") { reasons.append(.conditionLookTooOld) }
    if recomputed.gates.contains("protected-not-checked") { reasons.append(.conditionProtectedNotChecked) }
    guard reasons.isEmpty else { return reasons }
    if drivers.contains(.endsBy) || drivers.contains(.overdue) { reasons.append(.conditionEndsByDate) }
    if drivers.contains(.statedByOne) || drivers.contains(.statedByProvider) { reasons.append(.conditionOneWord) }
    if drivers.contains(.notKnown) { reasons.append(.conditionNotKnown) }
    if drivers.contains(.keptDisclosed) { reasons.append(.conditionKept) }
    if drivers.contains(.open) { reasons.append(.conditionCostsMoney) }
    return reasons.isEmpty ? [.conditionSeeBelow] : reasons
  }
}

/// On whose word a certificate stands, as one sentence; empty where nobody spoke.
package func voices(_ layers: [Layer: BuyerGroup], in language: Language = .english) -> String {
  let present = Set(layers.filter { $0.key != .protectedFunctions }.values)
  let voices = BuyerGroup.readingOrder.filter { present.contains($0) }.compactMap { $0.voice?(language) }
  guard let first = voices.first else { return "" }
  guard voices.count == 1 else {
    return Word.voicesSome(language, ["voices": voices.joined(separator: Word.voicesNext(language))])
  }
  let isWhole = present.allSatisfy { $0.voice != nil || $0 == .nonePossible }
  return (isWhole ? Word.voicesAll : .voicesDone)(language, ["voice": first])
}
