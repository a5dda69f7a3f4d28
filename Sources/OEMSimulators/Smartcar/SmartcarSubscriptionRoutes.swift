/// v3 management: webhooks and their subscriptions.
enum SmartcarSubscriptionRoutes {
  static func webhooks(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    guard simulation.isSmartcarApplication(call) else { return SmartcarConnectionRoutes.unauthorized(call) }
    return Answer(200, ["data": [["id": "webhook-1", "type": "webhook", "attributes": ["name": "Dealer"]]]])
  }

  static func list(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    guard simulation.isSmartcarApplication(call) else { return SmartcarConnectionRoutes.unauthorized(call) }
    guard let page = SmartcarPage(call, simulation: simulation, standard: 25) else {
      return SmartcarProblem.answer(400, "VALIDATION", "INVALID_INPUT_FORMAT", call)
    }
    let found = subscriptions(simulation, call)
    let items = page.places(of: found.count).map { resource(found[$0].0, found[$0].1) }
    return Answer(
      200, ["data": .array(items), "meta": page.meta(count: found.count), "links": page.links(found.count)])
  }

  static func read(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    guard simulation.isSmartcarApplication(call) else { return SmartcarConnectionRoutes.unauthorized(call) }
    guard let (vehicle, index) = find(simulation, call) else { return missing(call) }
    let car = simulation.smartcar.vehicles[vehicle]
    guard car.subscriptions[index].presence.isShown(by: call.replica, at: simulation.clock.now) else {
      return missing(call)
    }
    return Answer(200, ["data": resource(car.subscriptions[index], car.id)])
  }

  static func delete(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    guard simulation.isSmartcarApplication(call) else { return SmartcarConnectionRoutes.unauthorized(call) }
    guard let (vehicle, index) = find(simulation, call),
      simulation.smartcar.vehicles[vehicle].subscriptions[index].presence.exists(at: simulation.clock.now)
    else { return missing(call) }
    simulation.endSubscription(vehicle, index)
    call.applied = true
    return Answer(empty: 204)
  }

  private static func find(_ simulation: Simulation, _ call: Call) -> (Int, Int)? {
    let id = call.parameter("subscription")
    guard let vehicle = simulation.smartcar.subscriptionVehicle[id],
      let index = simulation.smartcar.vehicles[vehicle].subscriptions.firstIndex(where: { $0.id == id })
    else { return nil }
    return (vehicle, index)
  }

  /// Shown subscriptions, filtered by vehicle, user and webhook. Without a vehicle filter every vehicle is asked: this
  /// route is the one whose cost grows with the world, and no adapter needs it unfiltered for a car.
  private static func subscriptions(_ simulation: Simulation, _ call: Call) -> [(SmartcarState.Subscription, String)] {
    let now = simulation.clock.now
    let cars: [SmartcarState.Vehicle]
    if let id = call.item("filter[vehicleId]") {
      cars = simulation.smartcar.vehicle(id: id).map { [simulation.smartcar.vehicles[$0]] } ?? []
    } else {
      cars = simulation.smartcar.vehicles
    }
    let user = call.item("filter[userId]")
    let webhook = call.item("filter[webhookId]")
    return cars.flatMap { car in
      car.subscriptions.filter {
        $0.presence.isShown(by: call.replica, at: now) && (user == nil || $0.userID == user)
          && (webhook == nil || $0.webhookID == webhook)
      }.map { ($0, car.id) }
    }
  }

  private static func resource(_ subscription: SmartcarState.Subscription, _ vehicleID: String) -> JSON {
    [
      "id": .string(subscription.id), "type": "subscription",
      "attributes": [
        "webhookId": .string(subscription.webhookID), "userId": .string(subscription.userID),
        "vehicleId": .string(vehicleID),
      ],
    ]
  }

  private static func missing(_ call: Call) -> Answer {
    SmartcarProblem.answer(404, "RESOURCE_NOT_FOUND", "SUBSCRIPTION_NOT_FOUND", call, detail: "No such subscription.")
  }
}

extension Simulation {
  mutating func endSubscription(_ vehicle: Int, _ index: Int) {
    let now = clock.now
    let settling = settings.settling
    let plan = plan
    smartcar.update(vehicle) {
      $0.subscriptions[index].presence.end($0.subscriptions[index].id, at: now, plan: plan, settling: settling)
    }
  }
}
