import HandoverModel
import Synchronization

/// Sightings handed over from inside a look that goes on.
final class Collected: Sendable {
  private let sightings = Mutex<[Sighting]>([])

  func add(_ sighting: Sighting) { sightings.withLock { $0.append(sighting) } }

  var all: [Sighting] { sightings.withLock { $0 } }
}
