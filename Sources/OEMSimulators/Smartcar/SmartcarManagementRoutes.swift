/// v2.0 management: connections by cursor, deletion by filter, webhook calls; with the application's static token.
enum SmartcarManagementRoutes {
  static func list(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    guard simulation.smartcar.tokens.isManagement(call) else { return SmartcarOwnerRoutes.unauthorized(call) }
    guard let limit = Int(call.item("limit") ?? "10"), (1...100).contains(limit) else {
      return badParameter("limit", call)
    }
    let cursor = call.item("cursor") ?? "c0"
    guard cursor.hasPrefix("c"), let start = Int(cursor.dropFirst()), start >= 0 else {
      return badParameter("cursor", call)
    }
    let form = call.contentFault?.fault == .badPaging ? call.contentFault.map { $0.form % 3 } : nil
    if form == 0, start > 0 { return badParameter("cursor", call) }
    let found = simulation.managed(call)
    let size = simulation.pageSize(asked: limit)
    let first = min(form == 1 ? max(0, start - size) : start, found.count)
    let shown = found[first..<min(found.count, first + size)].map(\.index)
    call.listed = shown
    let items = shown.map { entry($0, simulation, whole: true) }
    let next: String? = form == 2 ? "c\(start)" : start + size < found.count ? "c\(start + size)" : nil
    return answer(["connections": .array(items), "paging": ["cursor": .optional(next)]])
  }

  /// Ends what the filter names and answers what that was. Without a filter: 400 (what Smartcar does then is not confirmed).
  static func delete(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    guard simulation.smartcar.tokens.isManagement(call) else { return SmartcarOwnerRoutes.unauthorized(call) }
    let vehicleID = call.item("vehicle_id")
    let user = call.item("user_id")
    guard vehicleID != nil || user != nil else { return badParameter("vehicle_id", call) }
    let now = simulation.clock.now
    let named = vehicleID.map { id in
      simulation.smartcar.vehicle(id: id).map { simulation.smartcar.vehicles[$0].connections } ?? []
    }
    let ended = (named ?? simulation.smartcar.connections(ofUser: user ?? "")).filter {
      (user == nil || simulation.smartcar.connections[$0].userID == user) && simulation.smartcar.exists($0, at: now)
    }
    let items = ended.map { entry($0, simulation, whole: false) }
    for index in ended { simulation.endConnection(index) }
    call.access = ended.map { simulation.smartcar.connections[$0].id }.joined(separator: " ")
    call.applied = !ended.isEmpty
    return answer(["connections": .array(items)])
  }

  static func unsubscribe(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    guard simulation.smartcar.tokens.isManagementBearer(call) else { return SmartcarOwnerRoutes.unauthorized(call) }
    guard let vehicle = simulation.smartcar.vehicle(id: call.parameter("vehicle")) else {
      return badParameter("id", call)
    }
    let now = simulation.clock.now
    let webhook = call.parameter("webhook")
    let subscriptions = simulation.smartcar.vehicles[vehicle].subscriptions
    let ended = subscriptions.indices.filter {
      subscriptions[$0].webhookID == webhook && subscriptions[$0].presence.exists(at: now)
    }
    for index in ended { simulation.endSubscription(vehicle, index) }
    call.applied = !ended.isEmpty
    return answer(["status": "success"])
  }

  static func subscribe(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    switch SmartcarOwnerRoutes.grant(simulation, call) {
    case .failure(let refusal): return refusal.answer
    case .success:
      return answer(["webhookId": .string(call.parameter("webhook")), "vehicleId": .string(call.parameter("vehicle"))])
    }
  }

  static func compatibility(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    guard let basic = call.basic, simulation.smartcar.tokens.isClient(basic.user, basic.password) else {
      return SmartcarOwnerRoutes.unauthorized(call)
    }
    guard let vin = call.item("vin"), simulation.smartcar.vehicle(vin: vin) != nil else {
      return answer(["compatible": false, "reason": "VEHICLE_NOT_COMPATIBLE", "capabilities": []])
    }
    let capabilities = (call.item("scope") ?? "").split(separator: " ").map { scope -> JSON in
      let capable = scope == "read_vin"
      return [
        "permission": .string(String(scope)), "endpoint": capable ? "/vin" : nil, "capable": .bool(capable),
        "reason": capable ? nil : "VEHICLE_NOT_COMPATIBLE",
      ]
    }
    return answer(["compatible": true, "reason": nil, "capabilities": .array(capabilities)])
  }

  private static func entry(_ index: Int, _ simulation: Simulation, whole: Bool) -> JSON {
    let connection = simulation.smartcar.connections[index]
    let ids: [JSON.Member] = [
      .init("vehicleId", .string(simulation.smartcar.vehicles[connection.vehicle].id)),
      .init("userId", .string(connection.userID)),
    ]
    let more: [JSON.Member] = [
      .init("connectedAt", .string(connection.createdAt.replacing("Z", with: ".000Z"))),
      .init("mode", .string(connection.mode)),
    ]
    return .object(whole ? ids + more : ids)
  }

  private static func badParameter(_ name: String, _ call: Call) -> Answer {
    SmartcarProblem.answer(400, "VALIDATION", "PARAMETER", call, detail: "\(name) is missing or not valid.")
  }

  private static func answer(_ json: JSON) -> Answer {
    Answer(200, json, headers: [("sc-request-id", SmartcarProblem.requestID)])
  }
}

extension Simulation {
  /// The live (or asked-for) connections of a management listing, as the call's replica sees them.
  mutating func managed(_ call: Call) -> [SmartcarOrder.Key] {
    var narrowed = Call(provider: .smartcar, method: "GET", target: "/")
    narrowed.replica = call.replica
    narrowed.userHeader = call.item("user_id")
    narrowed.vehicleFilter = call.item("vehicle_id")
    return listing(narrowed, mode: call.item("mode") ?? "live")
  }
}
