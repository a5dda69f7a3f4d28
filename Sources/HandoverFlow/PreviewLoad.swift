import Enumeration
package import HandoverModel
package import OEMAdapterKit
import Planning

extension Batch {
  /// What a run that acts has to do at one provider.
  package struct Load: Hashable, Sendable {
    /// Cars that are asked about there.
    package var asked = 0
    /// Cars for which something is ended there.
    package var cars = 0
    package var endings = 0
    /// The longest chain of stages, each with its own wait and second look, and the seconds the provider needs to settle.
    package var stages = 0
    package var settling = 0.0
  }
}

extension Batch.Preview {
  /// Counts what one car's plan asks for.
  mutating func count(_ work: CarWork) {
    for source in work.sources { loads[source.descriptor.id, default: Batch.Load()].asked += 1 }
    guard work.holds.isEmpty, let plan = work.plan else { return }
    endings += plan.ends.count
    for (provider, ends) in Dictionary(grouping: plan.ends, by: \.access.key.provider) {
      let kinds = work.sources.first { $0.descriptor.id == provider }?.descriptor.kinds ?? []
      var load = loads[provider, default: Batch.Load()]
      load.cars += 1
      load.endings += ends.count
      load.stages = max(load.stages, Set(ends.map(\.stage)).count)
      load.settling = max(load.settling, kinds.map(\.settling).max() ?? 0)
      loads[provider] = load
    }
  }

  /// Seconds that acting on these plans takes at the very least: the slowest provider's ideal makespan, from what its calls
  /// took so far. A look again is counted twice where the provider needs time to settle, as two of them have to agree.
  ///
  /// - Parameter measured: calls made and seconds per call at each provider while looking.
  package func idealSeconds(
    limits: [ProviderID: ProviderLimits], measured: [ProviderID: (calls: Int, latency: Double)]
  ) -> Double {
    loads.map { provider, load -> Double in
      guard load.cars > 0, let limits = limits[provider], let seen = measured[provider] else { return 0 }
      let callsPerLook = Double(seen.calls) / Double(max(1, load.asked))
      let looks = Double(load.stages) * (load.settling > 0 ? 2 : 1)
      let perCar = Double(load.endings) / Double(load.cars) + looks * callsPerLook
      return idealMakespan(vehicles: load.cars, calls: perCar, latency: seen.latency, limits: limits)
        + Double(load.stages) * load.settling
    }.max() ?? 0
  }
}
