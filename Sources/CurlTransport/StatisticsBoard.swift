import Synchronization

/// Statistics that the loop's thread writes and anyone reads.
final class StatisticsBoard: Sendable {
  private let lanes: Mutex<[ProviderStatistics]>

  init(lanes count: Int) { lanes = Mutex(Array(repeating: ProviderStatistics(), count: count)) }

  func note(_ lane: Int, _ change: (inout ProviderStatistics) -> Void) {
    lanes.withLock { change(&$0[lane]) }
  }

  var all: [ProviderStatistics] { lanes.withLock { $0 } }
}
