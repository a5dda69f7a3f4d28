package import FoundationEssentials
package import HandoverModel

/// What a person answered about one layer of one car, in a lot file or an answers file.
package struct LayerAnswer: Hashable, Codable, Sendable {
  package var layer: Layer
  package var word: AnswerWord
  /// Who says so: a name or a staff number.
  package var by: String
  /// When it was done or seen. A day alone counts from its first second in UTC.
  package var at: Date
  /// A file that shows it, as a path beside the lot file.
  package var evidence: String?

  package init(layer: Layer, word: AnswerWord, by: String, at: Date, evidence: String? = nil) {
    self.layer = layer
    self.word = word
    self.by = by
    self.at = at
    self.evidence = evidence
  }
}

/// The answers a layer's column can hold.
package enum AnswerWord: String, CaseIterable, Codable, Hashable, Sendable {
  /// The step was done.
  case done
  /// Looked, and nothing was there.
  case none
  /// The car cannot have it.
  case notFitted = "not_fitted"
  /// Kept on a ground that the buyer was told.
  case kept
  /// The previous owner refused.
  case declined
  /// It was found to be still there.
  case stillThere = "still_there"

  /// The word a cell means, in the spellings met; `yes` and `no` are refused, because they say nothing about what was
  /// done.
  static func read(_ text: String) throws(CellFault) -> AnswerWord {
    guard let word = spellings[Fold.key(text)] else {
      throw CellFault(
        "answer.word", "This is none of the answers a layer can have.",
        hint: "Write one of: done, none, not fitted, kept, declined, still there; or leave it empty.")
    }
    return word
  }

  private static let spellings: [String: AnswerWord] = [
    "done": .done, "removed": .done, "deleted": .done, "erased": .done, "reset": .done, "ended": .done,
    "cleared": .done,
    "erledigt": .done, "geloescht": .done, "geloscht": .done,
    "none": .none, "nothing": .none, "nothingthere": .none, "nonefound": .none, "empty": .none, "keine": .none,
    "notfitted": .notFitted, "notequipped": .notFitted, "notpossible": .notFitted, "notapplicable": .notFitted,
    "na": .notFitted, "nichtvorhanden": .notFitted, "nichtverbaut": .notFitted,
    "kept": .kept, "keptdisclosed": .kept, "behalten": .kept,
    "declined": .declined, "refused": .declined, "abgelehnt": .declined,
    "stillthere": .stillThere, "present": .stillThere, "found": .stillThere, "nochda": .stillThere,
  ]
}
