/// v3 connections: list, read, delete. All need the application's own machine-to-machine token, and show and end only
/// connections of that application.
enum SmartcarConnectionRoutes {
  static func list(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    guard simulation.isSmartcarApplication(call) else { return unauthorized(call) }
    guard let page = SmartcarPage(call, simulation: simulation) else {
      return SmartcarProblem.answer(
        400, "VALIDATION", "INVALID_INPUT_FORMAT", call,
        detail: "page[number] from 1 and page[size] from 1 to 100 expected.")
    }
    let mode = call.item("filter[vehicle.mode]") ?? "live"
    let found = simulation.listing(call, mode: mode)
    if page.isExpired {
      return SmartcarProblem.answer(400, "VALIDATION", "BAD_REQUEST", call, detail: "This page can no longer be read.")
    }
    let shown = page.places(of: found.count).map { found[$0].index }
    let items = shown.map { simulation.resource(simulation.smartcar.connections[$0], call) }
    call.listed = shown
    return Answer(
      200, ["data": .array(items), "meta": page.meta(count: found.count), "links": page.links(found.count)])
  }

  static func read(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    guard simulation.isSmartcarApplication(call) else { return unauthorized(call) }
    let id = call.parameter("connection")
    guard let index = simulation.smartcar.connection(id: id),
      simulation.smartcar.isShown(index, by: call.replica, at: simulation.clock.now)
    else { return missing(call) }
    return Answer(200, ["data": simulation.resource(simulation.smartcar.connections[index], call)])
  }

  static func delete(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    guard simulation.isSmartcarApplication(call) else { return unauthorized(call) }
    guard let index = simulation.smartcar.connection(id: call.parameter("connection")),
      simulation.smartcar.exists(index, at: simulation.clock.now)
    else { return missing(call) }
    simulation.endConnection(index)
    call.applied = true
    return Answer(empty: 204)
  }

  static func unauthorized(_ call: Call) -> Answer {
    SmartcarProblem.answer(
      401, "AUTHENTICATION", "UNAUTHORIZED", call, detail: "The token is missing or does not work here.")
  }

  private static func missing(_ call: Call) -> Answer {
    SmartcarProblem.answer(404, "RESOURCE_NOT_FOUND", "CONNECTION_NOT_FOUND", call, detail: "No such connection.")
  }
}

extension Simulation {
  func isSmartcarApplication(_ call: Call) -> Bool {
    smartcar.tokens.isApplication(call.bearer, at: clock.now)
  }

  /// The connections that a listing has, in order, as the call's replica sees them.
  mutating func listing(_ call: Call, mode: String) -> [SmartcarOrder.Key] {
    let now = clock.now
    let user = call.item("filter[userId]") ?? call.userHeader
    var found: [Int]
    if let vehicleID = call.vehicleFilter ?? call.item("filter[vehicleId]") {
      let all = smartcar.vehicle(id: vehicleID).map { smartcar.vehicles[$0].connections } ?? []
      found = all.filter { user == nil || smartcar.connections[$0].userID == user }
    } else if let user {
      found = smartcar.connections(ofUser: user)
    } else {
      smartcar.orders[mode]?[call.replica].advance(to: now)
      return smartcar.orders[mode]?[call.replica].keys ?? []
    }
    found = found.filter { smartcar.connections[$0].mode == mode && smartcar.isShown($0, by: call.replica, at: now) }
    return found.map(smartcar.key).sorted(by: >)
  }

  mutating func endConnection(_ index: Int) {
    smartcar.end(index, at: clock.now, plan: plan, settling: settings.settling)
  }

  /// A connection as v3 shows it.
  func resource(_ connection: SmartcarState.Connection, _ call: Call) -> JSON {
    var vehicle = smartcar.vehicles[connection.vehicle]
    if call.contentFault?.fault == .otherVehicle {
      vehicle = smartcar.vehicles[(connection.vehicle + 1) % smartcar.vehicles.count]
    }
    let model = HostileNames.name(vehicle.model, of: connection.id, plan: plan)
    return [
      "id": .string(connection.id), "type": "connection",
      "attributes": [
        "permissions": .array(connection.permissions.map { .string($0) }),
        "vehicle": [
          "make": .string(vehicle.make), "model": .string(model), "year": .int(vehicle.year),
          "mode": .string(connection.mode), "powertrainType": "BEV",
        ],
      ],
      "relationships": [
        "vehicle": [
          "data": ["id": .string(vehicle.id), "type": "vehicle"],
          "links": ["related": .string("/v3/vehicles/\(vehicle.id)")],
        ],
        "user": ["data": ["id": .string(connection.userID), "type": "user"]],
      ],
      "meta": ["createdAt": .string(connection.createdAt), "updatedAt": .string(connection.updatedAt)],
      "links": ["self": .string("/v3/connections/\(connection.id)")],
    ]
  }
}
