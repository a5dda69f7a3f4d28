package import FoundationEssentials
package import HandoverLedger
package import HandoverModel
package import Planning
import Revocation

/// One handover as its events tell it, folded in order. Pure: the same events always give the same history.
package struct CaseHistory: Sendable {
  package private(set) var facts: CarFacts?
  /// The facts of every source ever used here, as last recorded.
  package private(set) var sources: [ProviderID: SourceFacts] = [:]
  package private(set) var sightings: [Sighting] = []
  package private(set) var attempts: [Attempt] = []
  package private(set) var plans: [Plan] = []
  package private(set) var judged: [JudgedNote] = []
  package private(set) var certified: [CertifiedNote] = []
  package private(set) var takenOver: [TakenOver] = []
  package private(set) var statusNotes: [StatusNote] = []
  package private(set) var sessionReturns: [SessionReturn] = []
  private var intents: [(intent: Intent, at: Date)] = []
  private var issues: [String: Issue] = [:]

  /// When a certificate was issued, and what people had answered by then.
  private struct Issue {
    var at: Date
    var answers: [Answer]
  }

  package init() {}

  package init(_ events: [LedgerEvent]) throws {
    for stored in events {
      guard let event = try FlowEvent(stored) else { continue }
      apply(event, at: stored.at)
    }
  }

  /// Folds only what tells how the certificates stand, which leaves most of a long history unread.
  package init(certificatesIn events: [LedgerEvent]) throws {
    let kinds: Set<String> = ["certified", "certificate-status"]
    try self.init(events.filter { kinds.contains($0.kind) })
  }

  /// Adds what was just recorded.
  package mutating func apply(_ event: FlowEvent, at moment: Date) {
    switch event {
    case .facts(let facts): self.facts = facts
    case .source(let source): sources[source.provider] = source
    case .sighting(let sighting): sightings.append(sighting)
    case .planned(let plan): plans.append(plan)
    case .intent(let intent): intents.append((intent, moment))
    case .attempt(let attempt): attempts.append(attempt)
    case .sessionReturned(let note): sessionReturns.append(note)
    case .judged(let note): judged.append(note)
    case .certified(let note):
      certified.append(note)
      issues[note.id] = Issue(at: moment, answers: facts?.answers ?? [])
    case .takenOver(let earlier): takenOver.append(earlier)
    case .certificateStatus(let note): statusNotes.append(note)
    }
  }

  /// Intents without a result, as what they are: something that may have been done. The effect is dated at the present
  /// moment at the latest, so that only a look begun from now on can speak about it.
  package func unresolved(at moment: Date) -> [Attempt] {
    intents.filter { entry in
      !attempts.contains { $0.step == entry.intent.step && $0.number == entry.intent.number }
    }.map { entry in
      Attempt(
        step: entry.intent.step, access: entry.intent.access, number: entry.intent.number, startedAt: entry.at,
        endedAt: moment,
        report: AttemptReport(
          .mayHaveBeenDone, code: "interrupted", reason: "the run ended between sending and hearing the answer"))
    }
  }

  /// Every access that a provider ever showed.
  package func keys(at provider: ProviderID) -> [AccessKey] {
    let shown = sightings.filter { $0.provider == provider }.flatMap(\.accesses).map(\.key)
    return Set(shown).sorted()
  }

  /// Each provider's latest first look that showed anything: what it said about stopping holds until it says otherwise.
  package var latestFirstLooks: [Sighting] {
    let usable = sightings.filter { sighting in
      sighting.pass == .first && sighting.isUsable
    }
    let latest = Dictionary(usable.map { ($0.provider, $0) }) { $0.startedAt > $1.startedAt ? $0 : $1 }
    return latest.values.sorted { $0.provider < $1.provider }
  }

  /// Whether a provider was looked at, or a person looked, after this certificate was issued. A person's look may be known
  /// by its day alone, so one on the day of issue counts where the certificate did not know of it.
  package func wasLookedAtAgain(since id: String) -> Bool {
    guard let issue = issues[id] else { return false }
    let day = Date(timeIntervalSince1970: (issue.at.timeIntervalSince1970 / 86_400).rounded(.down) * 86_400)
    return sightings.contains { $0.startedAt > issue.at && $0.isUsable }
      || (facts?.answers ?? []).contains { $0.at >= day && !issue.answers.contains($0) }
  }

  /// How often a step was sent.
  package func sends(of step: StepID) -> Int {
    intents.map(\.intent).filter { $0.step == step }.map(\.number).max() ?? 0
  }

  /// Whether an access may still need a second look: it was ended with some effect, and no usable look was begun since.
  package func needsSecondLook(for key: AccessKey) -> Bool {
    let settling = sources[key.provider]?.settling[key.kind] ?? 0
    let effects = attempts.filter { $0.access == key && $0.report.certainty != .notDone }
    guard let effect = effects.map(\.endedAt).max() else { return false }
    let speaking = sightings.filter { sighting in
      sighting.provider == key.provider && sighting.startedAt >= effect.addingTimeInterval(settling)
        && sighting.kinds.contains { $0.kind == key.kind && $0.failure == nil && $0.sight != .cannotList }
    }
    return speaking.count < (settling > 0 ? 2 : 1)
  }
}

extension Sighting {
  /// Whether it could look at anything.
  fileprivate var isUsable: Bool { kinds.contains { $0.failure == nil && $0.sight != .cannotList } }
}
