package import FoundationEssentials
package import HandoverModel

/// What a person answered about one car, in a lot file or an answers file.
package struct LayerAnswer: Hashable, Codable, Sendable {
  /// What it is about.
  package var target: AnswerTarget
  package var word: AnswerWord
  /// Who says so: a name or a staff number.
  package var by: String
  /// When it was done or seen. A day alone counts from its first second in UTC.
  package var at: Date
  /// A file that shows it, as a path beside the lot file.
  package var evidence: String?

  package init(target: AnswerTarget, word: AnswerWord, by: String, at: Date, evidence: String? = nil) {
    self.target = target
    self.word = word
    self.by = by
    self.at = at
    self.evidence = evidence
  }

  package init(layer: Layer, word: AnswerWord, by: String, at: Date, evidence: String? = nil) {
    self.init(target: .layer(layer), word: word, by: by, at: at, evidence: evidence)
  }

  /// The layer, where it is about one layer.
  package var layer: Layer? { if case .layer(let layer) = target { layer } else { nil } }
}

/// What an answer is about: one layer, or everything that one step of the car's sheet speaks about. A step says more
/// than its layers: the sheet may let a retailer's paper reach further than the seller's own word about the same
/// layer.
package enum AnswerTarget: Hashable, Codable, Sendable {
  case layer(Layer)
  /// The step's id, as `handover checklist show` prints it.
  case step(String)

  /// The layer's or step's name.
  package var name: String {
    switch self {
    case .layer(let layer): layer.rawValue
    case .step(let id): id
    }
  }

  /// Reads a layer's code, or else a step's id: small letters, digits and hyphens.
  static func read(_ text: String) throws(CellFault) -> AnswerTarget {
    if let layer = try? Words.choice(text, Layer.self) { return .layer(layer) }
    let isPlain: (UInt8) -> Bool = {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        || $0 == UInt8(ascii: "-")
    }
    guard (3...40).contains(text.utf8.count), text.utf8.allSatisfy(isPlain) else {
      throw CellFault(
        "answer.layer", "This is neither a layer nor a step of a sheet.",
        hint: "Write a layer's code such as home_link, or a step's id as 'handover checklist show' prints it.")
    }
    return .step(text)
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
