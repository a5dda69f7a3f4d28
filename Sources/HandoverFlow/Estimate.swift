package import OEMAdapterKit

/// The time a run cannot beat: the ideal makespan of section 4 of the performance notes, per provider.
///
/// - Parameters:
///   - vehicles: cars that have to do with the provider.
///   - calls: calls in sequence for each of them.
///   - latency: seconds per call, as measured.
package func idealMakespan(vehicles: Int, calls: Double, latency: Double, limits: ProviderLimits) -> Double {
  let work = Double(vehicles) * calls
  let byConcurrency = work * latency / Double(max(1, limits.concurrency))
  let byRate = limits.callsPerSecond.map { max(0, work - Double(limits.burst)) / $0 } ?? 0
  return max(calls * latency, byConcurrency, byRate)
}
