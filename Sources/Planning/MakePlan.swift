package import FoundationEssentials
package import HandoverModel
package import OEMAdapterKit

/// Makes the plan for one car from what a look showed, what the adapters can do, and what the sheet asks of a person.
///
/// Pure: no clock, no request. Nothing wider than this car ever becomes an ending, and an account's own tie goes last.
package func makePlan(
  for vin: VIN, seen sightings: [Sighting], adapters: [AdapterDescriptor], tasks: [PlannedTask], madeAt: Date
) -> Plan {
  let known = Dictionary(adapters.map { ($0.id, $0) }) { first, _ in first }
  var ends: [PlannedEnd] = []
  var left: [PlannedLeft] = []
  for access in distinct(sightings.flatMap(\.accesses)) {
    guard let adapter = known[access.key.provider], let kind = adapter.kind(access.key.kind) else {
      left.append(PlannedLeft(access: access, reason: "no adapter for it in this run"))
      continue
    }
    if let reason = reasonToLeave(access, of: kind) {
      left.append(PlannedLeft(access: access, reason: reason))
    } else {
      let id = stepID(ending: access.key)
      ends.append(
        PlannedEnd(id: id, access: access, stage: kind.order, unofficial: adapter.standing == .unofficial))
    }
  }
  return Plan(
    vin: vin, madeAt: madeAt, listing: listingDigest(sightings),
    ends: ends.sorted { ($0.stage, $0.id) < ($1.stage, $1.id) }, left: left, tasks: tasks,
    unseen: unseen(in: sightings, adapters: known))
}

private func reasonToLeave(_ access: Access, of kind: ObjectKind) -> String? {
  if access.layer == .protectedFunctions { return "a protected function is never a target" }
  if access.scope != .vehicle { return "ending it would reach beyond this car" }
  switch kind.capability {
  case .automatic: return nil
  case .byHand(let reason), .impossible(let reason): return reason
  }
}

private func distinct(_ accesses: [Access]) -> [Access] {
  var byKey: [AccessKey: Access] = [:]
  for access in accesses { byKey[access.key] = access }
  return byKey.values.sorted { $0.key < $1.key }
}

private func unseen(in sightings: [Sighting], adapters: [ProviderID: AdapterDescriptor]) -> [UnseenKind] {
  sightings.flatMap { sighting in
    sighting.kinds.compactMap { kind -> UnseenKind? in
      guard kind.sight != .complete else { return nil }
      let declared = adapters[sighting.provider]?.kind(kind.kind)?.sightReason
      let reason = kind.failure?.reason ?? declared ?? "could not be listed"
      return UnseenKind(provider: sighting.provider, kind: kind.kind, layer: kind.layer, reason: reason)
    }
  }
}
