package import FoundationEssentials
package import HandoverModel

/// Everything that is known about one handover, as plain values in order of time. Judgement reads nothing else.
package struct CaseFile: Hashable, Sendable {
  package var sightings: [Sighting]
  package var attempts: [Attempt]
  package var statements: [Statement]
  package var diesWith: [DiesWithRule]
  /// Seconds an ended object of a kind may still be listed, or already be missing from one replica only.
  package var settling: [KindName: Double]
  package var protected: ProtectedCheck
  package var decidedAt: Date

  package init(
    sightings: [Sighting] = [], attempts: [Attempt] = [], statements: [Statement] = [], diesWith: [DiesWithRule] = [],
    settling: [KindName: Double] = [:], protected: ProtectedCheck = ProtectedCheck(), decidedAt: Date
  ) {
    self.sightings = sightings
    self.attempts = attempts
    self.statements = statements
    self.diesWith = diesWith
    self.settling = settling
    self.protected = protected
    self.decidedAt = decidedAt
  }
}

/// A provider's kind of object.
package struct KindName: Hashable, Codable, Sendable {
  package var provider: ProviderID
  package var kind: String

  package init(provider: ProviderID, kind: String) {
    self.provider = provider
    self.kind = kind
  }
}

/// What a person said about one layer, with the most that the sheet lets such an answer say.
package struct Statement: Hashable, Codable, Sendable {
  package enum Kind: String, Codable, Hashable, Sendable {
    /// Done, or looked at and nothing there.
    case done
    /// The car cannot have it.
    case notPossible = "not_possible"
    /// Kept on a named ground, and the buyer was told.
    case keptDisclosed = "kept_disclosed"
    /// The owner refused.
    case declined
    /// It was found to be still there.
    case stillThere = "still_there"
  }

  package var layer: Layer
  package var kind: Kind
  package var by: String
  package var at: Date
  package var evidence: String?
  /// A second person, confirmed under an own operator key. An answers file can never set it.
  package var confirmedBy: String?
  /// The best group the sheet lets this answer reach.
  package var reach: BuyerGroup

  package init(
    layer: Layer, kind: Kind, by: String, at: Date, evidence: String? = nil, confirmedBy: String? = nil,
    reach: BuyerGroup
  ) {
    self.layer = layer
    self.kind = kind
    self.by = by
    self.at = at
    self.evidence = evidence
    self.confirmedBy = confirmedBy
    self.reach = reach
  }
}

/// Design rule 12 as a fact: when every access of the parent is seen gone, the dependent layer ended with it, if the rule is confirmed.
package struct DiesWithRule: Hashable, Codable, Sendable {
  package var parent: KindName
  package var dependent: Layer
  package var confirmed: Bool

  package init(parent: KindName, dependent: Layer, confirmed: Bool) {
    self.parent = parent
    self.dependent = dependent
    self.confirmed = confirmed
  }
}

/// What was found on the protected functions. They are never targets; they are looked at before and after.
package struct ProtectedCheck: Hashable, Codable, Sendable {
  package enum State: String, Codable, Hashable, Sendable {
    /// Looked at, and everything the car has is in order.
    case inOrder = "in_order"
    /// At least one function shows a fault.
    case fault
    /// The car has none of them.
    case notFitted = "not_fitted"
    case notKnown = "not_known"
  }

  package var state: State
  package var checkedAt: Date?

  package init(_ state: State = .notKnown, checkedAt: Date? = nil) {
    self.state = state
    self.checkedAt = checkedAt
  }
}
