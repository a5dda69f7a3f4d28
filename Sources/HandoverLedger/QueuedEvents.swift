import HandoverModel
import Synchronization

/// Whose events wait to be written without anybody waiting for them.
final class QueuedEvents: Sendable {
  private let counts = Mutex<[HandoverID: Int]>([:])

  var handovers: Set<HandoverID> { counts.withLock { Set($0.keys) } }

  func add(_ events: [NewEvent]) {
    counts.withLock { counts in
      for event in events { counts[event.handover, default: 0] += 1 }
    }
  }

  func remove(_ events: [NewEvent]) {
    counts.withLock { counts in
      for event in events {
        let left = (counts[event.handover] ?? 1) - 1
        counts[event.handover] = left > 0 ? left : nil
      }
    }
  }
}
