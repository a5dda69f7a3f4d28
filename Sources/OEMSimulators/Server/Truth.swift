// The oracle: what is really there, whatever the routes show.
extension Simulation {
  /// Every access that exists on a car, as JSON: `{"vin":…,"accesses":[{"kind":…,"layer":…,"provider":…,"id":…,"shown_by":…}]}`.
  /// `shown_by` names the listing that shows it, and is null where none does. Nil for an unknown VIN.
  package func truth(vin: String) -> JSON? {
    guard hidden[vin] != nil else { return nil }
    var accesses = smartcarTruth(vin) + skodaTruth(vin)
    for layer in hidden[vin] ?? [] {
      accesses.append(access("hidden", layer, nil, "hidden-\(layer)", nil))
    }
    var members: [JSON.Member] = [.init("vin", .string(vin)), .init("accesses", .array(accesses))]
    if let owner = skoda.vehicle(vin: vin).flatMap({ skoda.vehicles[$0].newOwner }) {
      members.append(.init("new_owner", .string(owner)))
    }
    if let vehicle = smartcar.vehicle(vin: vin) {
      members.append(.init("moved", .bool(smartcar.vehicles[vehicle].moved)))
      members.append(.init("vehicle_id", .string(smartcar.vehicles[vehicle].id)))
    }
    return .object(members)
  }

  private func smartcarTruth(_ vin: String) -> [JSON] {
    guard let index = smartcar.vehicle(vin: vin) else { return [] }
    let car = smartcar.vehicles[index]
    let now = clock.now
    let connections = car.connections.filter { smartcar.exists($0, at: now) }.map {
      access("connection", "app_grants", "smartcar", smartcar.connections[$0].id, "smartcar.v3.connections.list")
    }
    let others = car.otherConnections.map { access("other_application", "app_grants", "smartcar", $0.id, nil) }
    let subscriptions = car.subscriptions.filter { $0.presence.exists(at: now) }.map {
      access("subscription", "telemetry_streams", "smartcar", $0.id, "smartcar.v3.subscriptions.list")
    }
    return connections + others + subscriptions
  }

  private func skodaTruth(_ vin: String) -> [JSON] {
    guard let index = skoda.vehicle(vin: vin) else { return [] }
    let car = skoda.vehicles[index]
    let now = clock.now
    var accesses: [JSON] = []
    let account = skoda.accounts[car.account]
    let isTied = skoda.tie(car.account, index, at: now) != nil
    if isTied { accesses.append(access("tie", "owner_account", "skoda", account.userID, "skoda.garage.list")) }
    if let primary = car.primary, primary.id != account.userID, car.primaryPresence.exists(at: now) {
      accesses.append(access("primary", "owner_account", "skoda", primary.id, "skoda.primary.get"))
    }
    accesses += car.guests.filter { $0.presence.exists(at: now) }.map {
      access("guest", "secondary_users", "skoda", $0.id, isTied ? "skoda.guests.list" : nil)
    }
    accesses += car.certificates.filter { $0.presence.exists(at: now) }.map {
      access(
        "certificate", "payment_and_charging", "skoda", $0.certificate.id, isTied ? "skoda.certificates.list" : nil)
    }
    accesses += car.apiKeys.map { access("api_key", "app_grants", "skoda", $0, nil) }
    accesses += car.carUsers.map { access("car_user", "in_car_profiles", "skoda", $0, nil) }
    return accesses
  }

  private func access(_ kind: String, _ layer: String, _ provider: String?, _ id: String, _ listing: String?) -> JSON {
    [
      "kind": .string(kind), "layer": .string(layer), "provider": .optional(provider), "id": .string(id),
      "shown_by": .optional(listing),
    ]
  }
}
