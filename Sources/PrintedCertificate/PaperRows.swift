import BuyerWords
import FoundationEssentials
import HandoverModel
import TransferRules

/// The tables of the page: a label, a text, and a tone that a sign repeats.
struct PaperRows {
  typealias Row = [String: String]

  let handover: HandoverClaims
  let table: RuleTable
  let language: Language

  private var time: PaperTime { PaperTime(language: language) }

  /// Every layer, by who looked or said so; what may hurt comes first.
  var layers: [Row] {
    let groups = BuyerGroup.readingOrder + [.notKnown, .nonePossible]
    return groups.compactMap { group in
      let layers = Layer.allCases.filter { handover.layers[$0] == group && $0 != .protectedFunctions }
      if layers.isEmpty {
        return group == .notKnown ? row(group.word, Word.nothingRequired(language), tone: "none") : nil
      }
      return row(group.word, layers.map { worded($0, group) }.joined(separator: ", "), tone: tone(of: group))
    }
  }

  private func worded(_ layer: Layer, _ group: BuyerGroup) -> String {
    if let due = handover.due[layer] {
      return Word.dueBy(language, ["what": layer.word(language), "when": time.minute(due)])
    }
    let isRequired = table.rule(for: layer, on: handover.platform)?.required ?? true
    if group == .notKnown && !isRequired { return Word.notRequired(language, ["what": layer.word(language)]) }
    return layer.word(language)
  }

  private func tone(of group: BuyerGroup) -> String {
    switch group {
    case .noneRemaining, .protectedOK: "good"
    case .statedByTwo, .statedWithEvidence, .endedWithAccount: "people"
    case .endsBy, .keptDisclosed, .notKnown, .statedByOne, .statedByProvider: "warn"
    case .overdue, .open, .protectedFault: "bad"
    case .nonePossible: "none"
    }
  }

  /// What was found on the functions that protect people.
  var protected: [Row] {
    let found = handover.protected
    return [
      row(.labelEmergencyCall, found.ecall112.word(language), tone: found.ecall112 == .fault ? "bad" : "none"),
      row(
        .labelPrivateEmergency, found.privateEmergency.word(language),
        tone: found.privateEmergency == .fault ? "bad" : "none"),
      row(.labelRecalls, found.recallChannel.word(language), tone: "none"),
      row(.labelTheft, found.theftRecovery.word(language), tone: "none"),
    ]
  }

  /// Keys, and what is still to come.
  var left: [Row] {
    let keys = handover.keys.map {
      Word.keysHanded(language, ["count": String($0.handedOver), "accepted": $0.acceptedWords(language)])
    }
    let due = handover.due.sorted { $0.key < $1.key }.map {
      Word.dueBy(language, ["what": $0.key.word(language), "when": time.minute($0.value)])
    }
    return [
      row(.labelKeys, keys ?? Word.keysNotCounted(language), tone: "none"),
      row(.labelDue, due.isEmpty ? Word.dueNothing(language) : due.joined(separator: ", "), tone: "none"),
    ]
  }

  private func row(_ label: Word, _ text: String, tone: String) -> Row {
    ["how": label(language), "what": text, "tone": tone]
  }
}

extension ProtectedClaims.PrivateEmergency {
  var word: Word {
    switch self {
    case .activeForBuyer: .privateEmergencyActive
    case .ended112Ready: .privateEmergencyEnded
    case .fault: .privateEmergencyFault
    case .notApplicable: .privateEmergencyNone
    }
  }
}

extension ProtectedClaims.RecallChannel {
  var word: Word {
    switch self {
    case .present: .recallPresent
    case .absent: .recallAbsent
    case .notApplicable: .recallNone
    case .notKnown: .recallNotKnown
    }
  }
}

extension ProtectedClaims.TheftRecovery {
  var word: Word {
    switch self {
    case .buyersContract: .theftBuyers
    case .inactive: .theftInactive
    case .notFitted: .theftNotFitted
    case .notKnown: .theftNotKnown
    }
  }
}
