/// v3 reads of one vehicle, and the webhook subscriptions of v3 management.
enum SmartcarVehicleRoutes {
  static func read(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    guard simulation.isSmartcarApplication(call) else { return SmartcarConnectionRoutes.unauthorized(call) }
    guard let vehicle = simulation.connectedVehicle(call) else { return missing(call) }
    return Answer(200, ["data": resource(simulation.smartcar.vehicles[vehicle])])
  }

  /// All signals this simulator has: the VIN only. Positions and habits are nobody's business at a handover.
  static func signals(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    if let refusal = refusal(simulation, call) { return refusal }
    guard let vehicle = simulation.connectedVehicle(call) else { return missing(call) }
    let car = simulation.smartcar.vehicles[vehicle]
    let signals: [JSON] = [vinSignal(car.vin)]
    return Answer(
      200,
      [
        "data": .array(signals), "meta": ["totalCount": .int(signals.count), "pageNumber": 1, "pageSize": 10],
        "included": ["vehicle": resource(car)],
      ])
  }

  static func signal(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    if let refusal = refusal(simulation, call) { return refusal }
    guard let vehicle = simulation.connectedVehicle(call) else { return missing(call) }
    guard call.parameter("signal") == "vehicleidentification-vin" else {
      return SmartcarProblem.answer(404, "RESOURCE_NOT_FOUND", "SIGNAL_NOT_FOUND", call)
    }
    let cars = simulation.smartcar.vehicles
    let car = cars[call.contentFault?.fault == .otherVehicle ? (vehicle + 1) % cars.count : vehicle]
    return Answer(200, ["data": vinSignal(car.vin), "included": ["vehicle": resource(car)]])
  }

  private static func vinSignal(_ vin: String) -> JSON {
    [
      "id": "vehicleidentification-vin", "type": "signal",
      "attributes": [
        "code": "vehicleidentification-vin", "name": "VIN", "group": "VehicleIdentification",
        "status": ["value": "SUCCESS"], "body": ["value": .string(vin)],
      ],
      "meta": ["retrievedAt": "2026-11-22T00:00:00Z", "oemUpdatedAt": "2026-11-22T00:00:00Z"],
    ]
  }

  private static func resource(_ car: SmartcarState.Vehicle) -> JSON {
    [
      "id": .string(car.id), "type": "vehicle",
      "attributes": [
        "make": .string(car.make), "model": .string(car.model), "year": .int(car.year), "powertrainType": "BEV",
      ],
      "links": ["self": .string("/v3/vehicles/\(car.id)")],
    ]
  }

  private static func missing(_ call: Call) -> Answer {
    SmartcarProblem.answer(404, "RESOURCE_NOT_FOUND", "VEHICLE_NOT_FOUND", call, detail: "No such vehicle.")
  }

  /// Why a signal is not given: token, user header, permission, or the car is no longer in the owner's OEM account.
  private static func refusal(_ simulation: Simulation, _ call: Call) -> Answer? {
    guard simulation.isSmartcarApplication(call) else { return SmartcarConnectionRoutes.unauthorized(call) }
    guard let user = call.userHeader, !user.isEmpty else {
      return SmartcarProblem.answer(
        400, "VALIDATION", "BAD_REQUEST", call, detail: "The user id is missing: send the sc-user-id header.")
    }
    guard let vehicle = simulation.smartcar.vehicle(id: call.parameter("vehicle")) else { return nil }
    guard let index = simulation.smartcar.connection(user: user, vehicle: vehicle, at: simulation.clock.now),
      simulation.smartcar.connections[index].permissions.contains("read_vin")
    else {
      return SmartcarProblem.answer(
        403, "AUTHENTICATION", "ACCESS_DENIED", call, detail: "This user gave no such permission for this vehicle.")
    }
    guard !simulation.smartcar.vehicles[vehicle].moved else {
      return SmartcarProblem.answer(400, "CONNECTED_SERVICES_ACCOUNT", "VEHICLE_MISSING", call)
    }
    return nil
  }
}

extension Simulation {
  /// The vehicle of a call, if our application is connected with it.
  func connectedVehicle(_ call: Call) -> Int? {
    guard let vehicle = smartcar.vehicle(id: call.parameter("vehicle")), smartcar.isConnected(vehicle, at: clock.now)
    else { return nil }
    return vehicle
  }
}
