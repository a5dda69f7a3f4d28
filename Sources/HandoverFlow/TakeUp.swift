import Enumeration
import FoundationEssentials
import HandoverLedger
import HandoverModel
import OEMAdapterKit
import Planning

extension HandoverPipeline {
  /// Takes a car up where a run that was interrupted left it, when that run looked at it and the look is young enough to
  /// act upon; otherwise looks at it. What was sent is not sent again before a look has shown that it is still there.
  func lookOrTakeUp(_ facts: CarFacts) async throws -> CarWork {
    guard let since = environment.takeUpSince else { return try await look(facts) }
    let work = try await open(facts)
    guard !work.isOver, wasLookedAt(work, since: since) else { return try await look(at: work) }
    return try await resume(work, planChanged: false)
  }

  /// Whether every source was looked at since then without a passing trouble, lately, and a plan was made of it.
  private func wasLookedAt(_ work: CarWork, since: Date) -> Bool {
    let oldest = max(since, environment.now().addingTimeInterval(-environment.patience.lookAge))
    guard let plan = work.history.plans.last,
      plan.tasks == plannedTasks(work.sheet, answers: work.facts.answers, make: work.facts.vehicle.make)
    else { return false }
    return work.sources.allSatisfy { source in
      let look = work.history.sightings.last { $0.provider == source.descriptor.id && $0.pass == .first }
      guard let look, look.startedAt >= oldest else { return false }
      return look.kinds.allSatisfy { $0.failure?.passing != true }
    }
  }
}

// What an interrupted run has already sent.
extension HandoverPipeline {
  /// Looks once at every ending of this stage that may have been done and that nobody looked at since.
  func lookBeforeRepeating(_ stage: [PlannedEnd], _ work: inout CarWork) async throws {
    let uncertain = stage.map(\.access.key).filter { key in
      work.history.latestEffect(on: key)?.report.certainty == .mayHaveBeenDone && work.history.isShown(key) == nil
    }
    try await lookAgain(at: uncertain, deadline: 0, &work)
  }
}

extension CaseHistory {
  /// The latest send that had, or may have had, an effect on this access.
  func latestEffect(on key: AccessKey) -> Attempt? {
    attempts.filter { $0.access == key && $0.report.certainty != .notDone }.max { $0.endedAt < $1.endedAt }
  }

  /// Whether the latest usable look that was begun after that send shows the access; nil where there is none.
  func isShown(_ key: AccessKey) -> Bool? {
    guard let effect = latestEffect(on: key) else { return nil }
    let look = sightings.last { sighting in
      sighting.provider == key.provider && sighting.startedAt >= effect.endedAt && sighting.usable(key.kind) != nil
    }
    return look?.usable(key.kind)?.accesses.contains { $0.key == key }
  }

  /// Whether a lent session was taken back by the provider after everything that was sent there.
  func wasGivenBack(to provider: ProviderID) -> Bool {
    sessionReturns.last { $0.provider == provider }?.certainty == .done
  }

  /// Whether it was sent and no look since has shown it: sending it again would be a blind repetition.
  func wasSentAndIsNotShown(_ key: AccessKey) -> Bool { latestEffect(on: key) != nil && isShown(key) != true }
}

extension Sighting {
  /// What it says about a kind, where it could look at it.
  fileprivate func usable(_ kind: String) -> KindSighting? {
    kinds.first { $0.kind == kind && $0.failure == nil && $0.sight != .cannotList }
  }
}
