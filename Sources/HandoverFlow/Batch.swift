import Enumeration
import HandoverLedger
package import HandoverModel
import OEMAdapterKit
import Synchronization

/// Works a whole lot: many cars at once, bounded; one car's failure never stops another.
///
/// A run that ends something goes over the rows twice. The first time it looks and plans, so that a person can see how many
/// endings there are; the second time it acts. Nothing but counters is kept between the two for a long lot, so memory stays
/// flat; a short lot's cars are kept to save reading them again.
package struct Batch: Sendable {
  package var pipeline: HandoverPipeline
  /// Cars in work at once that are asked at the same providers. Calls in flight are bounded by each provider's own limit.
  package var window: Int
  /// Cars kept in memory between the two times: each is about nine kilobytes, and taking one up again from the ledger
  /// instead costs a tenth of what is done for it (measured, November 2026).
  package static let kept = 256

  package init(_ pipeline: HandoverPipeline, window: Int = 64) {
    self.pipeline = pipeline
    self.window = window
  }

  /// What the first time over the rows gives.
  package struct Preview: Sendable {
    package var cars = 0
    package var endings = 0
    package var failures = 0
    /// What there is to do at each provider.
    package var loads: [ProviderID: Load] = [:]
    var works: [VIN: CarWork] = [:]
    var changed: Set<VIN> = []
  }

  /// How one car ended.
  package enum Ending: Sendable {
    case done(CarReport)
    case failed(VIN, any Error)
  }

  /// Looks at every car and plans; ends nothing.
  ///
  /// - Throws: what `rows` throws, and a ledger that failed, after which nothing goes on.
  package func preview(
    rows: () throws -> CarFacts?, each: (Ending?) -> Void
  ) async throws -> Preview {
    var preview = Preview()
    let pipeline = self.pipeline
    try await bounded(rows) { facts -> Result<CarWork, any Error> in
      do { return .success(try await pipeline.lookOrTakeUp(facts)) } catch { return .failure(error) }
    } done: { facts, result in
      preview.cars += 1
      switch result {
      case .success(let work):
        preview.count(work)
        if work.holds.contains(.planChanged) { preview.changed.insert(work.vin) }
        if preview.works.count < Self.kept { preview.works[work.vin] = work }
        each(nil)
      case .failure(let error):
        preview.failures += 1
        each(.failed(facts.vehicle.vin, error))
      }
    }
    try await pipeline.environment.ledger.flush()
    return preview
  }

  /// Looks at every car and reports; ends nothing and issues nothing.
  package func look(rows: () throws -> CarFacts?, each: (CarFacts, Ending) -> Void) async throws {
    let pipeline = self.pipeline
    try await bounded(rows) { facts -> Ending in
      do {
        return .done(try await pipeline.finish(try await pipeline.look(facts), apply: false))
      } catch { return .failed(facts.vehicle.vin, error) }
    } done: {
      each($0, $1)
    }
    try await pipeline.environment.ledger.flush()
  }

  /// Ends what the plans of `preview` hold, looks again, judges and certifies.
  package func apply(
    _ preview: Preview, rows: () throws -> CarFacts?, each: (CarFacts, Ending) -> Void
  ) async throws {
    let pipeline = self.pipeline
    try await bounded(rows) { facts -> Ending in
      do {
        let vin = facts.vehicle.vin
        let work: CarWork
        if let kept = preview.works[vin] {
          work = kept
        } else {
          work = try await pipeline.resume(facts, planChanged: preview.changed.contains(vin))
        }
        return .done(try await pipeline.finish(work, apply: true))
      } catch { return .failed(facts.vehicle.vin, error) }
    } done: {
      each($0, $1)
    }
    try await pipeline.environment.ledger.flush()
  }

  /// Runs `work` for every row, at most `window` at once for each set of providers, and hands the results over one at a
  /// time. When a person asked to stop, no further row is begun.
  private func bounded<Outcome: Sendable>(
    _ rows: () throws -> CarFacts?, work: @escaping @Sendable (CarFacts) async -> Outcome,
    done: (CarFacts, Outcome) -> Void
  ) async throws {
    let environment = pipeline.environment
    var cars = FairWindow(width: window)
    try await withThrowingTaskGroup(of: (CarFacts, FairWindow.Group, Outcome).self) { group in
      var running = 0
      while true {
        while !environment.isDraining(), let (facts, providers) = try cars.next(rows, group: providersAsked) {
          group.addTask { (facts, providers, await work(facts)) }
          running += 1
        }
        guard running > 0, let (facts, providers, outcome) = try await group.next() else { return }
        running -= 1
        cars.ended(providers)
        done(facts, outcome)
      }
    }
  }

  private func providersAsked(about facts: CarFacts) -> FairWindow.Group {
    pipeline.environment.sources(facts.vehicle).map(\.descriptor.id)
  }
}
