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
    let ledger = environment.ledger
    if let over = try await deliveredHandover(of: facts, at: now) {
      let history = try CaseHistory(await ledger.events(of: over.id))
      let known = history.facts ?? facts
      return CarWork(
        handover: over.id, facts: known, sheet: sheet(for: known), sources: [], history: history, holds: [.delivered],
        isOver: true)
    }
    let first = FlowEvent.facts(facts)
    let record = try await ledger.openHandover(
      for: facts.vehicle.vin, at: now, first: [(kind: first.kind, body: try first.body())])
    let history = try CaseHistory(await ledger.events(of: record.id))
    if let delivered = deliveryBefore(facts, on: history.facts, at: now) {
      _ = try await ledger.mark(record.id, as: .delivered, at: delivered, body: Array("{}".utf8))
      return try await open(facts, settle: settle)
    }
    let known = settle(history.facts?.updated(by: facts) ?? facts)
    var work = CarWork(
      handover: record.id, facts: known, sheet: sheet(for: known), sources: environment.sources(known.vehicle),
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

  /// The latest handover of this car, when it is over and the row does not say that the car was taken in again since. Where
  /// it does, a handover that was only delivered is closed, so that a new one can begin.
  private func deliveredHandover(of facts: CarFacts, at moment: Date) async throws -> HandoverRecord? {
    guard let latest = try await environment.ledger.handover(vin: facts.vehicle.vin), latest.state != .open else {
      return nil
    }
    let events = try await environment.ledger.events(of: latest.id)
    let delivered = events.last { $0.kind == HandoverState.delivered.rawValue }
    let ended = (delivered ?? events.last { $0.kind == HandoverState.closed.rawValue })?.at
    guard let takenIn = facts.gates.takenIn, let ended, takenIn > ended else { return latest }
    if latest.state == .delivered {
      _ = try await environment.ledger.mark(latest.id, as: .closed, at: moment, body: Array("{}".utf8))
    }
    return nil
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
