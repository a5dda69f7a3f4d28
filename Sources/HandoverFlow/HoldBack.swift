import HandoverModel
import OEMAdapterKit
import Planning

extension Plan {
  /// The same plan without the endings of a later stage, at every provider where a kind of an earlier stage could not be
  /// looked at: such an ending takes away the authority to look, and what the failed look would have shown is out of reach
  /// for good. They stay, with the reason, until a look shows everything that comes before them.
  func holdingBack(seen sightings: [Sighting], adapters: [AdapterDescriptor]) -> Plan {
    var plan = self
    plan.ends = ends.filter { end in
      guard let kind = kindNotSeen(before: end, sightings, adapters) else { return true }
      plan.left.append(
        PlannedLeft(
          access: end.access,
          reason: "ending it takes away the sight of every \(kind), and those could not be looked at this time"))
      return false
    }
    return plan
  }

  /// A kind that this run could end, of an earlier stage than `end`, whose look failed.
  private func kindNotSeen(
    before end: PlannedEnd, _ sightings: [Sighting], _ adapters: [AdapterDescriptor]
  ) -> String? {
    guard let adapter = adapters.first(where: { $0.id == end.access.key.provider }) else { return nil }
    let earlier = adapter.kinds.filter { kind in
      guard case .automatic = kind.capability else { return false }
      return kind.order < end.stage
    }
    return earlier.map(\.name).first { name in
      sightings.contains { sighting in
        sighting.provider == adapter.id && sighting.kinds.contains { $0.kind == name && $0.failure != nil }
      }
    }
  }
}
