import Enumeration
import FoundationEssentials
import HandoverLedger
import HandoverModel
import OEMAdapterKit
import Planning

extension HandoverPipeline {
  /// Takes a car up again from the ledger after it was looked at: the same looks, the same plan, nothing asked anew.
  func resume(_ facts: CarFacts, planChanged: Bool) async throws -> CarWork {
    try await resume(try await open(facts), planChanged: planChanged)
  }

  /// The same for a car that was just opened.
  func resume(_ opened: CarWork, planChanged: Bool) async throws -> CarWork {
    var work = opened
    guard !work.isOver else { return work }
    work.looks = work.sources.compactMap { source in
      work.history.sightings.last { $0.provider == source.descriptor.id && $0.pass == .first }
    }
    guard work.looks.count == work.sources.count, let plan = work.history.plans.last else {
      return try await look(at: work)
    }
    work.lookedAt = work.looks.map(\.startedAt).min() ?? environment.now()
    work.plan = plan
    work.holds = work.standingHolds(at: environment.now())
    if planChanged { work.holds.append(.planChanged) }
    return work
  }
}

extension HandoverPipeline {
  /// Judges and certifies what the ledger knows, without asking anybody.
  package func certifyKnown(_ facts: CarFacts) async throws -> CarReport {
    var work = try await open(facts)
    work.asksNobody = true
    guard !work.isOver else { return try await report(work) }
    work.plan = work.history.plans.last
    work.holds = work.standingHolds(at: environment.now())
    return try await report(work)
  }
}
