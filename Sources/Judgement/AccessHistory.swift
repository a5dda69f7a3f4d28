import FoundationEssentials
import HandoverModel

/// Everything seen and sent about one kind of object of one provider, in order of time.
struct AccessHistory {
  var name: KindName
  var looks: [DatedLook]
  var attempts: [Attempt]
  var settling: Double

  /// One usable look: it was not refused, cut short or unable to list.
  struct DatedLook {
    var startedAt: Date
    var sighting: KindSighting

    var hasControl: Bool { if case .seen = sighting.control { true } else { false } }

    func shows(_ key: AccessKey) -> Bool { sighting.accesses.contains { $0.key == key } }
  }

  init(_ name: KindName, in file: CaseFile) {
    self.name = name
    settling = file.settling[name] ?? 0
    attempts = file.attempts.filter { $0.access.provider == name.provider && $0.access.kind == name.kind }
      .sorted { $0.endedAt < $1.endedAt }
    looks = file.sightings.filter { $0.provider == name.provider }
      .sorted { $0.startedAt < $1.startedAt }
      .flatMap { sighting in
        sighting.kinds
          .filter { $0.kind == name.kind && $0.failure == nil && $0.sight != .cannotList }
          .map { DatedLook(startedAt: sighting.startedAt, sighting: $0) }
      }
  }

  /// Every access ever seen, in a stable order.
  var accesses: [Access] {
    var seen: [AccessKey: Access] = [:]
    for access in looks.flatMap(\.sighting.accesses) { seen[access.key] = access }
    return seen.values.sorted { $0.key < $1.key }
  }

  func attempts(on key: AccessKey) -> [Attempt] { attempts.filter { $0.access == key } }

  /// When the last request that may have ended the access was answered or given up.
  func lastEffect(on key: AccessKey) -> Date? {
    attempts(on: key).filter { $0.report.certainty != .notDone }.map(\.endedAt).max()
  }

  /// The looks that may speak about the access: those begun after the effect and the time the provider needs to settle,
  /// or all of them when nothing was sent.
  func decisiveLooks(for key: AccessKey) -> [DatedLook] {
    guard let effect = lastEffect(on: key) else { return looks }
    return looks.filter { $0.startedAt >= effect.addingTimeInterval(settling) }
  }
}
