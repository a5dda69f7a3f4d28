package import FoundationEssentials
package import HandoverModel
package import Inventory
package import Judgement
package import TransferRules

/// What the dealer says about one car and its change of hands: a row of the lot file, or the options of a command.
package struct CarFacts: Codable, Hashable, Sendable {
  package var vehicle: Vehicle
  /// What of the vehicle nobody said; nil where everything was said, and in what earlier versions wrote.
  package var guesses: VINGuesses?
  package var gates: Gates
  package var answers: [Answer]
  /// As far as somebody said.
  package var keys: LotKeys?
  package var odometer: Odometer?
  /// As far as somebody said: what nobody looked at is no finding.
  package var protected: ProtectedFindings?
  /// When the protected functions were looked at.
  package var protectedAt: Date?

  package init(
    vehicle: Vehicle, guesses: VINGuesses? = nil, gates: Gates, answers: [Answer] = [], keys: LotKeys? = nil,
    odometer: Odometer? = nil, protected: ProtectedFindings? = nil, protectedAt: Date? = nil
  ) {
    self.vehicle = vehicle
    self.guesses = guesses
    self.gates = gates
    self.answers = answers
    self.keys = keys
    self.odometer = odometer
    self.protected = protected
    self.protectedAt = protectedAt
  }
}

/// One person's word about one layer, with the digest of the evidence that is kept.
package struct Answer: Codable, Hashable, Sendable {
  package var layer: Layer
  package var kind: Statement.Kind
  /// The sheet's step it was given for; nil when it was given for the layer as a whole.
  package var step: String?
  package var by: String
  package var at: Date
  package var evidence: EvidenceRecord?

  package init(
    layer: Layer, kind: Statement.Kind, step: String? = nil, by: String, at: Date, evidence: EvidenceRecord? = nil
  ) {
    self.layer = layer
    self.kind = kind
    self.step = step
    self.by = by
    self.at = at
    self.evidence = evidence
  }
}

/// A file that supports an answer: its name, and what it was when it was named.
package struct EvidenceRecord: Codable, Hashable, Sendable {
  package var name: String
  /// SHA-256, base64url.
  package var sha256: String

  package init(name: String, sha256: String) {
    self.name = name
    self.sha256 = sha256
  }
}
