package import Enumeration
package import FoundationEssentials
package import HandoverModel
package import OEMAdapterKit

/// How patiently a second look waits for an ending to show.
package struct LookPatience: Hashable, Sendable {
  /// Seconds after the effect before a look may speak about it.
  package var settling: Double
  /// Seconds between two looks at first; each further gap is twice the one before.
  package var gap: Double
  /// Seconds after the settling time at which the looking ends, whatever it shows.
  package var deadline: Double

  package init(settling: Double, gap: Double = 1, deadline: Double = 60) {
    self.settling = settling
    self.gap = gap
    self.deadline = deadline
  }
}

/// Looks again at one car in one source after something was ended, until two looks agree that it is gone or the time is up.
///
/// It knows nothing of what a revocation was told. Every sighting is recorded as it is made, so that a run that dies
/// between two looks has lost neither. The pauses hold no place in any queue.
///
/// - Parameters:
///   - known: every access this source ever showed of the car, so that none is overlooked while others are looked for.
///   - record: makes a sighting durable; what it throws ends the looking.
package func lookAgain(
  at vin: VIN, in source: LookSource, for ended: [AccessKey], known: [AccessKey] = [], patience: LookPatience,
  through transport: any HTTPTransport, pause: @Sendable (Double) async -> Void, now: @Sendable () -> Date,
  record: @Sendable (Sighting) async throws -> Void
) async throws {
  var agreeing = 0
  var gap = patience.gap
  var waited = 0.0
  await pause(patience.settling)
  while !Task.isCancelled {
    let sighting = await look(
      at: vin, in: source, pass: .second, confirming: ended, known: known, through: transport, now: now)
    try await record(sighting)
    agreeing = sighting.lacks(all: ended) ? agreeing + 1 : 0
    let needed = patience.settling > 0 ? 2 : 1
    if agreeing >= needed || waited >= patience.deadline || !sighting.mayChange(for: ended) { return }
    await pause(gap)
    waited += gap
    if agreeing == 0 { gap *= 2 }
  }
}

extension Sighting {
  /// Whether every kind of these accesses was looked at, with a control, and none of them was shown.
  func lacks(all keys: [AccessKey]) -> Bool {
    keys.allSatisfy { key in
      kinds.contains { kind in
        guard kind.kind == key.kind, kind.failure == nil, kind.sight != .cannotList else { return false }
        guard case .seen = kind.control else { return false }
        return !kind.accesses.contains { $0.key == key }
      }
    }
  }

  /// Whether another look may show something else: an access is still shown, one look agrees and a second is wanted, or
  /// the look failed for a passing reason. A lasting refusal, or a look without a control, will not change by waiting.
  func mayChange(for keys: [AccessKey]) -> Bool {
    if lacks(all: keys) { return true }
    return kinds.contains { kind in
      keys.contains { $0.kind == kind.kind }
        && (kind.failure?.passing == true || kind.accesses.contains { keys.contains($0.key) })
    }
  }
}
