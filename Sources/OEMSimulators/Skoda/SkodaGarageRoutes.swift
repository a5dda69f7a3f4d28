/// `/api/v2/garage`: the caller's cars, one car, and giving a car up.
enum SkodaGarageRoutes {
  static func list(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    guard let account = simulation.skoda.account(of: call) else { return SkodaProblem.answer(401, "UNAUTHORIZED") }
    let now = simulation.clock.now
    let ties = simulation.skoda.accounts[account].ties.filter { $0.presence.isShown(by: call.replica, at: now) }
    let cars = ties.enumerated().map { entry($0.element, $0.offset, simulation, call) }
    return Answer(200, ["vehicles": .array(cars), "errors": []])
  }

  static func read(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    switch simulation.access(call) {
    case .failure(let refusal): return refusal.answer
    case .success(let access):
      let car = simulation.skoda.vehicles[access.vehicle]
      let tie = simulation.skoda.accounts[access.account].ties[access.tie]
      var members = details(car, state: tie.state, vin: shownVIN(access.vehicle, simulation, call))
      if access.isGuest { members = members.filter { $0.name != "licensePlate" } }
      return Answer(200, .object(members))
    }
  }

  /// Gives the car up. As the manuals have it, ending the main user ends the shared users with him, and the user in the car.
  static func delete(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    switch simulation.access(call) {
    case .failure(let refusal): return refusal.answer
    case .success(let access):
      simulation.giveUp(access)
      call.applied = true
      return Answer(empty: 204)
    }
  }

  static func fleet(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    switch simulation.access(call) {
    case .failure(let refusal): refusal.answer
    case .success(let access):
      Answer(200, ["partOfFleet": .bool(simulation.skoda.vehicles[access.vehicle].partOfFleet)])
    }
  }

  /// The VIN that an answer is about; under C7 another car's.
  private static func shownVIN(_ vehicle: Int, _ simulation: Simulation, _ call: Call) -> String {
    let cars = simulation.skoda.vehicles
    return cars[call.contentFault?.fault == .otherVehicle ? (vehicle + 1) % cars.count : vehicle].vin
  }

  private static func entry(_ tie: SkodaState.Tie, _ place: Int, _ simulation: Simulation, _ call: Call) -> JSON {
    let car = simulation.skoda.vehicles[tie.vehicle]
    let name = HostileNames.name("My \(car.model)", of: car.vin, plan: simulation.plan)
    return [
      "vin": .string(shownVIN(tie.vehicle, simulation, call)), "name": .string(name), "state": .string(tie.state),
      "title": .string("Škoda \(car.model)"), "devicePlatform": .string(car.platform), "priority": .int(place + 1),
      "systemModelId": "NX34RZ", "renders": [], "compositeRenders": [],
    ]
  }

  private static func details(_ car: SkodaState.Vehicle, state: String, vin: String) -> [JSON.Member] {
    let ids = ["GUEST_USER_MANAGEMENT", "PLUG_AND_CHARGE", "VEHICLE_SERVICES_BACKUPS", "ACCESS", "PARKING_POSITION"]
    let rights: JSON = state == "GUEST_USER" ? ["INSUFFICIENT_RIGHTS"] : []
    let capabilities = ids.map { id -> JSON in
      ["id": .string(id), "statuses": id == "GUEST_USER_MANAGEMENT" ? rights : []]
    }
    let specification: JSON = [
      "body": "Combi", "engine": ["powerInKW": 110, "type": "iV"], "model": .string(car.model),
      "title": .string("Škoda \(car.model)"), "manufacturingDate": .string("\(car.year)-03-01"),
      "modelYear": .string(String(car.year)), "systemCode": "UNKNOWN", "systemModelId": "NX34RZ",
    ]
    return [
      .init("vin", .string(vin)), .init("name", .string("My \(car.model)")), .init("state", .string(state)),
      .init("devicePlatform", .string(car.platform)), .init("licensePlate", "AB 123"),
      .init("specification", specification),
      .init("capabilities", ["capabilities": .array(capabilities), "errors": []]),
      .init("workshopModeEnabled", false), .init("renders", []), .init("compositeRenders", []), .init("errors", []),
    ]
  }
}
