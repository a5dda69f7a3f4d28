package import FoundationEssentials
package import HandoverLedger
package import HandoverModel
package import Planning
package import Revocation
import TransferRules

/// Everything that can happen in a handover, as the ledger records it. The raw kind names are part of the ledger's format.
package enum FlowEvent: Sendable {
  /// What the lot file, or a person, says about the car. A later one replaces an earlier one.
  case facts(CarFacts)
  /// The facts of a source that is used from here on.
  case source(SourceFacts)
  case sighting(Sighting)
  case planned(Plan)
  /// Written before anything is sent.
  case intent(Intent)
  /// What came of it.
  case attempt(Attempt)
  /// A lent session was given back at the provider, or that was tried.
  case sessionReturned(SessionReturn)
  /// What the rows came to, written when it is not what they came to before.
  case judged(JudgedNote)
  /// A certificate was issued for the state reached.
  case certified(CertifiedNote)
  /// What an earlier certificate of the car left open.
  case takenOver(TakenOver)
  /// A dealer took a certificate back, put it on hold, or took it off hold.
  case certificateStatus(StatusNote)
}

/// That a seller's session was used in this handover and whether the provider took it back.
package struct SessionReturn: Codable, Hashable, Sendable {
  package var provider: ProviderID
  package var certainty: Certainty
  package var code: String
}

/// What the rows of a car came to at the end of a run.
package struct JudgedNote: Codable, Hashable, Sendable {
  /// What the rows give, whatever the mode.
  package var verdict: Verdict
  package var mode: HandoverMode
}

/// What a certificate that was issued says, for those who read the ledger without opening it.
package struct CertifiedNote: Codable, Hashable, Sendable {
  package var id: String
  package var sha256: String
  package var state: String
  package var verdict: Verdict
  package var specimenOf: Verdict?
  /// `handover`, `correction`, `supplement`, `withdrawal`; nil in what earlier versions wrote.
  package var kind: String?
  /// The digest of the rows it states, which a certificate of the same rows has too; nil where that is `state`.
  package var rows: String?
  /// The `jti` of the certificate it replaces or, when it is a withdrawal, takes back.
  package var supersedes: String?
  /// The `jti` of the certificate it adds to.
  package var supplements: String?

  static let withdrawal = HandoverClaims.Kind.withdrawal.rawValue

  package init(
    id: String, sha256: String, state: String, verdict: Verdict, specimenOf: Verdict?, kind: String? = nil,
    rows: String? = nil, supersedes: String? = nil, supplements: String? = nil
  ) {
    self.id = id
    self.sha256 = sha256
    self.state = state
    self.verdict = verdict
    self.specimenOf = specimenOf
    self.kind = kind
    self.rows = rows
    self.supersedes = supersedes
    self.supplements = supplements
  }
}

extension FlowEvent {
  /// The name in the ledger.
  package var kind: String {
    switch self {
    case .facts: "facts"
    case .source: "source"
    case .sighting: "sighting"
    case .planned: "planned"
    case .intent: "intent"
    case .attempt: "attempt"
    case .sessionReturned: "session-returned"
    case .judged: "judged"
    case .certified: "certified"
    case .takenOver: "taken-over"
    case .certificateStatus: "certificate-status"
    }
  }

  /// The event as the ledger stores it.
  package func entry(in handover: HandoverID, at moment: Date) throws -> NewEvent {
    NewEvent(handover: handover, kind: kind, at: moment, body: try body())
  }

  /// The event's content: JSON with sorted names.
  package func body() throws -> [UInt8] {
    switch self {
    case .facts(let value): try eventJSON(value)
    case .source(let value): try eventJSON(value)
    case .sighting(let value): try eventJSON(value)
    case .planned(let value): try eventJSON(value)
    case .intent(let value): try eventJSON(value)
    case .attempt(let value): try eventJSON(value)
    case .sessionReturned(let value): try eventJSON(value)
    case .judged(let value): try eventJSON(value)
    case .certified(let value): try eventJSON(value)
    case .takenOver(let value): try eventJSON(value)
    case .certificateStatus(let value): try eventJSON(value)
    }
  }

  /// Reads a stored event; nil for a kind that is the ledger's own (`delivered`, `closed`, `erased`), and for one whose
  /// body was erased.
  package init?(_ stored: LedgerEvent) throws {
    guard !stored.isErased else { return nil }
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .secondsSince1970
    let data = Data(stored.body)
    switch stored.kind {
    case "facts": self = .facts(try decoder.decode(CarFacts.self, from: data))
    case "source": self = .source(try decoder.decode(SourceFacts.self, from: data))
    case "sighting": self = .sighting(try decoder.decode(Sighting.self, from: data))
    case "planned": self = .planned(try decoder.decode(Plan.self, from: data))
    case "intent": self = .intent(try decoder.decode(Intent.self, from: data))
    case "attempt": self = .attempt(try decoder.decode(Attempt.self, from: data))
    case "session-returned": self = .sessionReturned(try decoder.decode(SessionReturn.self, from: data))
    case "judged": self = .judged(try decoder.decode(JudgedNote.self, from: data))
    case "certified": self = .certified(try decoder.decode(CertifiedNote.self, from: data))
    case "taken-over": self = .takenOver(try decoder.decode(TakenOver.self, from: data))
    case "certificate-status": self = .certificateStatus(try decoder.decode(StatusNote.self, from: data))
    default: return nil
    }
  }
}
