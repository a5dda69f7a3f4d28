import Enumeration
import FoundationEssentials
import HandoverLedger
import HandoverModel
import OEMAdapterKit
import Planning
import Revocation
import Verification

extension HandoverPipeline {
  /// Ends stage by stage. Everything of a stage is sent and looked at before the next begins, because a later stage ends
  /// the authority that the looks of an earlier one need. Then a session that was lent is given back.
  func end(_ work: inout CarWork) async throws {
    try await refreshIfOld(&work)
    guard work.holds.isEmpty, let plan = work.plan else { return }
    for stage in plan.stages {
      try await lookBeforeRepeating(stage, &work)
      for end in stage where !environment.isDraining() && !work.history.wasSentAndIsNotShown(end.access.key) {
        guard !work.waitsForEarlierStage(end, of: plan) else { continue }
        try await send(end, listing: plan.listing, &work)
      }
      try await lookAgain(after: stage, &work)
      guard !environment.isDraining() else {
        work.interrupted = true
        return
      }
    }
    try await lookAgainAtEarlierEndings(&work)
    try await giveBack(&work)
  }

  /// A look that is too old is made again before anything is ended, because the world moves while a long lot is worked.
  private func refreshIfOld(_ work: inout CarWork) async throws {
    guard let lookedAt = work.lookedAt, environment.now().timeIntervalSince(lookedAt) > environment.patience.lookAge,
      work.plan.map({ !$0.ends.isEmpty }) ?? false
    else { return }
    work = try await look(work.facts)
  }

  private func send(_ end: PlannedEnd, listing: String, _ work: inout CarWork) async throws {
    guard let source = work.sources.first(where: { $0.descriptor.id == end.access.key.provider }),
      case .automatic(let route)? = source.descriptor.kind(end.access.key.kind)?.capability,
      let grant = ScopeGrant(provider: source.descriptor.id, vin: work.vin, route: route, access: end.access.key)
    else { return }
    let step = RevokeStep(
      id: end.id, vin: work.vin, access: end.access, listing: listing, sendsBefore: work.history.sends(of: end.id))
    let handover = work.handover
    let attempt = try await environment.places.with(source.descriptor.id, of: source.places) { [environment] in
      try await revoke(
        step, through: source.adapter, over: environment.guarded(source, for: step.vin, grant: grant),
        journal: LedgerJournal(environment.ledger, handover: handover, now: environment.now),
        patience: environment.patience.revoke, pause: environment.pause, now: environment.now)
    }
    work.history.apply(
      .intent(Intent(step: end.id, access: end.access.key, number: attempt.number, listing: listing)),
      at: attempt.startedAt)
    work.history.apply(.attempt(attempt), at: attempt.endedAt)
    if attempt.report.certainty != .notDone { work.sent.insert(attempt.access) }
  }

  /// Looks again, in each provider of the stage, at what was sent with any effect.
  private func lookAgain(after stage: [PlannedEnd], _ work: inout CarWork) async throws {
    let sent = stage.map(\.access.key).filter { work.history.needsSecondLook(for: $0) }
    try await lookAgain(at: sent, &work)
  }

  /// Endings of an earlier run whose second look is still missing, and which this run's plan no longer holds.
  private func lookAgainAtEarlierEndings(_ work: inout CarWork) async throws {
    let waiting = Set(work.history.attempts.map(\.access)).filter { work.history.needsSecondLook(for: $0) }
    try await lookAgain(at: waiting.sorted(), &work)
  }

  /// - Parameter deadline: seconds after the settling time; nil for the run's own patience.
  func lookAgain(at keys: [AccessKey], deadline: Double? = nil, _ work: inout CarWork) async throws {
    for (provider, keys) in Dictionary(grouping: keys, by: \.provider).sorted(by: { $0.key < $1.key }) {
      guard let source = work.sources.first(where: { $0.descriptor.id == provider }) else { continue }
      let settling = keys.compactMap { source.descriptor.kind($0.kind)?.settling }.max() ?? 0
      let seen = Collected()
      let handover = work.handover
      try await Verification.lookAgain(
        at: work.vin, in: source, for: keys, known: work.history.keys(at: provider),
        patience: LookPatience(
          settling: settling, gap: environment.patience.gap, deadline: deadline ?? environment.patience.deadline),
        through: environment.guarded(source, for: work.vin), pause: environment.pause, now: environment.now
      ) { [environment] sighting in
        try environment.ledger.enqueue([FlowEvent.sighting(sighting).entry(in: handover, at: environment.now())])
        seen.add(sighting)
      }
      for sighting in seen.all { work.history.apply(.sighting(sighting), at: sighting.endedAt) }
    }
  }

  /// A lent session ends with the visit: it is given back once nothing is left that needs it, and once what it has shown is
  /// durable, because nothing can be looked at without it.
  private func giveBack(_ work: inout CarWork) async throws {
    if work.sources.contains(where: { $0.descriptor.authority == .sellerSession }) {
      try await environment.ledger.flush()
    }
    for source in work.sources where source.descriptor.authority == .sellerSession {
      guard !work.stillNeeds(source) else { continue }
      if environment.takeUpSince != nil, work.history.wasGivenBack(to: source.descriptor.id) { continue }
      guard let report = await source.adapter.giveBack(through: environment.guarded(source, for: work.vin)) else {
        continue
      }
      let note = SessionReturn(provider: source.descriptor.id, certainty: report.certainty, code: report.code)
      try work.record([.sessionReturned(note)], in: environment)
    }
  }
}
