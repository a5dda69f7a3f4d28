/// v2.0 reads and the disconnect, with an owner's Bearer token.
enum SmartcarOwnerRoutes {
  static func user(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    guard let user = simulation.smartcar.tokens.user(of: call.bearer) else { return unauthorized(call) }
    return answer(["id": .string(user)])
  }

  static func vehicles(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    guard let user = simulation.smartcar.tokens.user(of: call.bearer) else { return unauthorized(call) }
    guard let (limit, offset) = paging(call, standard: 10, most: 50) else { return badPaging(call) }
    let now = simulation.clock.now
    let ids = simulation.smartcar.connections(ofUser: user).filter { simulation.smartcar.exists($0, at: now) }.map {
      JSON.string(simulation.smartcar.vehicles[simulation.smartcar.connections[$0].vehicle].id)
    }
    return answer(["vehicles": .array(slice(ids, limit, offset)), "paging": page(ids, offset)])
  }

  static func attributes(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    switch grant(simulation, call) {
    case .failure(let refusal): return refusal.answer
    case .success(let grant): return answer(body(of: "", grant, simulation) ?? nil)
    }
  }

  static func vin(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    switch grant(simulation, call) {
    case .failure(let refusal): return refusal.answer
    case .success(let grant):
      if let refusal = refusal("/vin", grant, simulation, call) { return refusal }
      return answer(body(of: "/vin", grant, simulation) ?? nil)
    }
  }

  static func permissions(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    switch grant(simulation, call) {
    case .failure(let refusal): return refusal.answer
    case .success(let grant):
      guard let (limit, offset) = paging(call, standard: 25, most: 25) else { return badPaging(call) }
      let all = simulation.smartcar.connections[grant].permissions.map { JSON.string($0) }
      return answer(["permissions": .array(slice(all, limit, offset)), "paging": page(all, offset)])
    }
  }

  /// Each item has a code of its own.
  static func batch(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    switch grant(simulation, call) {
    case .failure(let refusal): return refusal.answer
    case .success(let grant):
      guard let requests = JSON.read(call.body)?["requests"]?.items else {
        return SmartcarProblem.answer(400, "VALIDATION", nil, call, detail: "requests expected.")
      }
      let responses = requests.map { request -> JSON in
        let path = request["path"]?.text ?? ""
        let refused = refusal(path, grant, simulation, call)
        let body = refused.flatMap { $0.json } ?? body(of: path, grant, simulation) ?? nil
        return [
          "path": .string(path), "code": .int(refused?.status ?? 200), "body": body,
          "headers": ["sc-unit-system": "metric"],
        ]
      }
      return answer(["responses": .array(responses)])
    }
  }

  /// `DELETE …/application`: this application's access of this owner to this car. The token dies for the car.
  static func disconnect(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    switch grant(simulation, call) {
    case .failure(let refusal): return refusal.answer
    case .success(let grant):
      call.access = simulation.smartcar.connections[grant].id
      simulation.endConnection(grant)
      call.applied = true
      return answer(["status": "success"])
    }
  }

  /// Every other read and command of v2.0: this car cannot do it. Nobody's position or habits are simulated.
  static func notCapable(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    switch grant(simulation, call) {
    case .failure(let refusal): return refusal.answer
    case .success: return SmartcarProblem.answer(501, "COMPATIBILITY", "VEHICLE_NOT_CAPABLE", call)
    }
  }

  static func unauthorized(_ call: Call) -> Answer {
    SmartcarProblem.answer(
      401, "AUTHENTICATION", nil, call, detail: "The authorization header is missing or malformed.")
  }
}

// What the routes share.
extension SmartcarOwnerRoutes {
  /// A refusal as an error, so that a route reads from top to bottom.
  struct Refusal: Error { let answer: Answer }

  /// The connection that the token and the path name. An unknown vehicle id is 400, not 404.
  static func grant(_ simulation: Simulation, _ call: Call) -> Result<Int, Refusal> {
    guard let user = simulation.smartcar.tokens.user(of: call.bearer) else {
      return .failure(Refusal(answer: unauthorized(call)))
    }
    guard let vehicle = simulation.smartcar.vehicle(id: call.parameter("vehicle")) else {
      return .failure(
        Refusal(answer: SmartcarProblem.answer(400, "VALIDATION", "PARAMETER", call, detail: "No such vehicle.")))
    }
    guard let index = simulation.smartcar.connection(user: user, vehicle: vehicle, at: simulation.clock.now) else {
      return .failure(Refusal(answer: unauthorized(call)))
    }
    return .success(index)
  }

  private static func refusal(_ path: String, _ grant: Int, _ simulation: Simulation, _ call: Call) -> Answer? {
    let connection = simulation.smartcar.connections[grant]
    guard body(of: path, grant, simulation) != nil else {
      return SmartcarProblem.answer(501, "COMPATIBILITY", "VEHICLE_NOT_CAPABLE", call)
    }
    if path == "/vin", !connection.permissions.contains("read_vin") {
      return SmartcarProblem.answer(403, "PERMISSION", nil, call, detail: "read_vin was not granted.")
    }
    if path == "/vin", simulation.smartcar.vehicles[connection.vehicle].moved {
      return SmartcarProblem.answer(400, "CONNECTED_SERVICES_ACCOUNT", "VEHICLE_MISSING", call)
    }
    return nil
  }

  private static func body(of path: String, _ grant: Int, _ simulation: Simulation) -> JSON? {
    let car = simulation.smartcar.vehicles[simulation.smartcar.connections[grant].vehicle]
    return switch path {
    case "", "/":
      ["id": .string(car.id), "make": .string(car.make), "model": .string(car.model), "year": .int(car.year)]
    case "/vin": ["vin": .string(car.vin)]
    default: nil
    }
  }

  private static func answer(_ json: JSON) -> Answer {
    let headers = [
      ("sc-request-id", SmartcarProblem.requestID), ("sc-data-age", "2026-11-22T00:00:00.000Z"),
      ("sc-fetched-at", "2026-11-22T00:00:00.000Z"), ("sc-unit-system", "metric"),
    ]
    return Answer(200, json, headers: headers.map { (name: $0.0, value: $0.1) })
  }

  private static func paging(_ call: Call, standard: Int, most: Int) -> (limit: Int, offset: Int)? {
    guard let limit = Int(call.item("limit") ?? String(standard)), (1...most).contains(limit),
      let offset = Int(call.item("offset") ?? "0"), offset >= 0
    else { return nil }
    return (limit, offset)
  }

  private static func badPaging(_ call: Call) -> Answer {
    SmartcarProblem.answer(400, "VALIDATION", "PARAMETER", call, detail: "limit or offset is out of range.")
  }

  private static func slice(_ items: [JSON], _ limit: Int, _ offset: Int) -> [JSON] {
    Array(items.dropFirst(offset).prefix(limit))
  }

  private static func page(_ items: [JSON], _ offset: Int) -> JSON {
    ["count": .int(items.count), "offset": .int(offset)]
  }
}

extension Answer {
  /// The body where it is JSON.
  var json: JSON? {
    if case .json(let json) = body { json } else { nil }
  }
}
