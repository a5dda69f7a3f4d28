package import ChecklistFormat
package import Enumeration
package import FoundationEssentials
package import HandoverLedger
package import HandoverModel
import Inventory
package import Planning
import TransferRules

/// One car in work: its handover, everything recorded about it, and what this run has seen and planned.
package struct CarWork: Sendable {
  package var handover: HandoverID
  /// Everything the dealer has said about the car so far.
  package var facts: CarFacts
  package var sheet: Sheet
  package var sources: [LookSource]
  package var history: CaseHistory
  /// This run's first looks.
  package var looks: [Sighting] = []
  package var lookedAt: Date?
  package var plan: Plan?
  package var holds: [Hold] = []
  /// The handover is delivered or closed: nothing is looked at for ending, and nothing is recorded.
  package var isOver = false
  /// What this run sent with some effect.
  package var sent: Set<AccessKey> = []
  /// Steps were left undone because the run was asked to stop.
  package var interrupted = false

  package var vin: VIN { facts.vehicle.vin }

  /// Endings the plan holds and nothing speaks against.
  package var endings: Int { holds.isEmpty ? plan?.ends.count ?? 0 : 0 }

  /// Records events in order and adds them to the history. They are durable at the latest together with the next intent
  /// or certificate, so nothing outside is ever changed on the strength of something that could still be lost.
  mutating func record(_ events: [FlowEvent], in environment: FlowEnvironment) throws {
    guard !events.isEmpty else { return }
    let moment = environment.now()
    environment.ledger.enqueue(try events.map { try $0.entry(in: handover, at: moment) })
    for event in events { history.apply(event, at: moment) }
  }

  /// What speaks against ending anything, from everything on record: what this row is silent about still counts, and so
  /// does what a provider showed that cannot be asked in this run.
  func standingHolds(at moment: Date) -> [Hold] {
    HandoverFlow.holds(on: facts, seen: history.latestFirstLooks, delivered: isOver, at: moment)
  }

  /// The run's mode together with every sighting's ever recorded: what began as practice never turns into the real thing.
  func mode(of environment: FlowEnvironment) -> HandoverMode {
    let modes = Set(history.sightings.map(\.mode) + [environment.mode])
    return modes.count == 1 ? modes.first ?? .mixed : .mixed
  }
}

extension HandoverPipeline {
  /// Finds the open handover of this car, or opens one; records what the dealer says where that is new; and turns every
  /// intent without a result into "may have been done".
  ///
  /// - Parameter settle: what a person says is settled since, applied to everything known.
  package func open(
    _ facts: CarFacts, settle: @Sendable (CarFacts) -> CarFacts = { $0 }
  ) async throws -> CarWork {
    let now = environment.now()
    let opening = FlowEvent.facts(facts)
    let first = [(kind: opening.kind, body: try opening.body())]
    let latest = try await environment.ledger.latestOrOpened(for: facts.vehicle.vin, at: now, first: first)
    if latest.record.state != .open, !isTakenInAgain(facts, after: latest) {
      return try finished(latest, facts)
    }
    let current = try await handover(of: facts, after: latest, at: now, first: first)
    let history = try caseHistory(current, openedBy: opening, body: first[0].body)
    if let delivered = deliveryBefore(facts, on: history.facts, at: now) {
      _ = try await environment.ledger.mark(current.record.id, as: .delivered, at: delivered, body: Array("{}".utf8))
      return try await open(facts, settle: settle)
    }
    let known = settle(history.facts?.updated(by: facts) ?? facts)
    var work = CarWork(
      handover: current.record.id, facts: known, sheet: sheet(for: known), sources: environment.sources(known.vehicle),
      history: history)
    var news: [FlowEvent] = history.facts == known ? [] : [.facts(known)]
    news += work.sources.map { SourceFacts($0.descriptor) }.filter { history.sources[$0.provider] != $0 }
      .map(FlowEvent.source)
    news += history.unresolved(at: now).map(FlowEvent.attempt)
    try work.record(news, in: environment)
    return work
  }

  private func sheet(for facts: CarFacts) -> Sheet {
    environment.catalog.sheet(
      for: facts.vehicle.make, year: facts.vehicle.modelYear, hint: facts.vehicle.platformHint)
  }

  /// A car whose handover is over: nothing is to be done, and what is known is what it ended with.
  private func finished(_ over: HandoverHistory, _ facts: CarFacts) throws -> CarWork {
    guard !over.events.contains(where: \.isErased) else { throw FlowProblem.erased(over.record) }
    let history = try CaseHistory(over.events)
    let known = history.facts ?? facts
    return CarWork(
      handover: over.record.id, facts: known, sheet: sheet(for: known), sources: [], history: history,
      holds: [.delivered], isOver: true)
  }

  /// Whether the row says that the car was taken in after this handover of it ended.
  private func isTakenInAgain(_ facts: CarFacts, after over: HandoverHistory) -> Bool {
    let delivered = over.events.last { $0.kind == HandoverState.delivered.rawValue }
    let ended = (delivered ?? over.events.last { $0.kind == HandoverState.closed.rawValue })?.at
    guard let takenIn = facts.gates.takenIn, let ended else { return false }
    return takenIn > ended
  }

  /// The open handover of this car: the latest one, or a new one. One that was only delivered is closed for it.
  private func handover(
    of facts: CarFacts, after latest: HandoverHistory, at moment: Date, first: [(kind: String, body: [UInt8])]
  ) async throws -> HandoverHistory {
    let ledger = environment.ledger
    switch latest.record.state {
    case .open: return latest
    case .delivered: _ = try await ledger.mark(latest.record.id, as: .closed, at: moment, body: Array("{}".utf8))
    case .closed: break
    }
    return try await ledger.openHandover(for: facts.vehicle.vin, at: moment, first: first)
  }

  /// What a handover's events tell. The one event of a handover that was just opened is not read again.
  private func caseHistory(
    _ current: HandoverHistory, openedBy opening: FlowEvent, body: [UInt8]
  ) throws -> CaseHistory {
    guard current.events.count == 1, let event = current.events.first, event.kind == opening.kind, event.body == body
    else { return try CaseHistory(current.events) }
    var history = CaseHistory()
    history.apply(opening, at: event.at)
    return history
  }

  /// The day on which, by an earlier row, the car of this open handover was delivered, where the new row says that it was
  /// taken in again since: what came before is another handover.
  private func deliveryBefore(_ news: CarFacts, on known: CarFacts?, at moment: Date) -> Date? {
    guard let delivered = known?.gates.deliveredOn, delivered <= moment, let takenIn = news.gates.takenIn,
      takenIn > delivered
    else { return nil }
    return delivered
  }
}
