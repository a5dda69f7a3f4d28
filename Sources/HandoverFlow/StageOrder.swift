import Enumeration
import HandoverModel
import OEMAdapterKit
import Planning

extension CarWork {
  /// Whether an ending has to wait for one of an earlier stage at the same provider: one that was sent and is still shown,
  /// was not looked at since, or failed for a passing reason. Ending this one takes away the authority to end that one. What
  /// the provider refuses for good holds up nothing: it is a person's to do.
  func waitsForEarlierStage(_ end: PlannedEnd, of plan: Plan) -> Bool {
    plan.ends.contains { earlier in
      earlier.stage < end.stage && earlier.access.key.provider == end.access.key.provider
        && history.isUnsettled(earlier.access.key)
    }
  }

  /// Whether a later run needs this source's authority to finish: a kind that can be ended could not be looked at, or an
  /// ending is not settled. Whoever gives a seller's session back too early has to ask the seller for another.
  func stillNeeds(_ source: LookSource) -> Bool {
    let id = source.descriptor.id
    let notSeen = looks.filter { $0.provider == id }.flatMap(\.kinds).contains { seen in
      guard seen.failure != nil, case .automatic? = source.descriptor.kind(seen.kind)?.capability else { return false }
      return true
    }
    guard !notSeen, let plan else { return notSeen }
    return plan.ends.contains { end in
      end.access.key.provider == id
        && (history.isUnsettled(end.access.key) || waitsForEarlierStage(end, of: plan))
    }
  }
}

extension CaseHistory {
  /// Whether what was sent to an access has neither shown in a later look nor been refused for good.
  func isUnsettled(_ key: AccessKey) -> Bool {
    let sent = attempts.filter { $0.access == key }
    if let last = sent.last, last.report.certainty == .notDone { return last.report.retryAfter != nil }
    guard let effect = sent.map(\.endedAt).max() else { return false }
    let later = sightings.filter { $0.provider == key.provider && $0.startedAt >= effect }
    let looks = later.compactMap { sighting in
      sighting.kinds.first { $0.kind == key.kind && $0.failure == nil && $0.sight != .cannotList }
    }
    return looks.last.map { $0.accesses.contains { $0.key == key } } ?? true
  }
}
