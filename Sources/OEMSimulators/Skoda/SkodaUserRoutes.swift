/// `…/users`: the session's own user, the main user, the guests, and ending one guest.
enum SkodaUserRoutes {
  /// Whose session it is, whatever is in the garage.
  static func own(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    guard let account = simulation.skoda.account(of: call) else { return SkodaProblem.answer(401, "UNAUTHORIZED") }
    let seller = simulation.skoda.accounts[account]
    return Answer(
      200, ["id": .string(seller.userID), "email": .string(seller.email), "firstName": "Seller", "lastName": "Of Car"])
  }

  static func primary(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    switch simulation.access(call) {
    case .failure(let refusal): return refusal.answer
    case .success(let access):
      let car = simulation.skoda.vehicles[access.vehicle]
      guard let person = car.primary, car.primaryPresence.isShown(by: call.replica, at: simulation.clock.now) else {
        return SkodaProblem.answer(404, "NOT_FOUND")
      }
      return Answer(200, user(person, id: person.id, simulation))
    }
  }

  static func guests(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    switch simulation.access(call, mainUserOnly: true) {
    case .failure(let refusal): return refusal.answer
    case .success(let access):
      let users = shown(simulation, access, call).map { user($0.person, id: $0.id, simulation) }
      return Answer(200, ["users": .array(users)])
    }
  }

  static func count(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    switch simulation.access(call, mainUserOnly: true) {
    case .failure(let refusal): return refusal.answer
    case .success(let access):
      let wrong = call.contentFault?.fault == .wrongTotal ? 1 : 0
      return Answer(200, ["count": .int(shown(simulation, access, call).count + wrong)])
    }
  }

  static func delete(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    switch simulation.access(call, mainUserOnly: true) {
    case .failure(let refusal): return refusal.answer
    case .success(let access):
      guard simulation.endGuest(call.parameter("guest"), vehicle: access.vehicle) else {
        return SkodaProblem.answer(404, "NOT_FOUND")
      }
      call.applied = true
      return Answer(empty: 204)
    }
  }

  private static func shown(_ simulation: Simulation, _ access: SkodaAccess, _ call: Call) -> [SkodaState.Guest] {
    let now = simulation.clock.now
    return simulation.skoda.vehicles[access.vehicle].guests.filter { $0.presence.isShown(by: call.replica, at: now) }
  }

  private static func user(_ person: SkodaPerson, id: String, _ simulation: Simulation) -> JSON {
    let firstName = HostileNames.name(person.firstName, of: id, plan: simulation.plan)
    return [
      "id": .string(id), "firstName": .string(firstName), "lastName": .string(person.lastName),
      "nickname": .optional(person.nickname), "email": .string(person.email), "profilePictureUrl": nil,
      "knownToVehicle": .bool(person.knownToVehicle), "hasConsent": true,
    ]
  }
}

extension Simulation {
  /// Ends the first existing guest of that id; false where there is none.
  mutating func endGuest(_ id: String, vehicle: Int) -> Bool {
    let now = clock.now
    let (plan, settling) = (plan, settings.settling)
    guard
      let index = skoda.vehicles[vehicle].guests.firstIndex(where: { $0.id == id && $0.presence.exists(at: now) })
    else { return false }
    skoda.update(vehicle) { $0.guests[index].presence.end(id, at: now, plan: plan, settling: settling) }
    // C5: the id is given, once, to another person.
    let isFirst = skoda.vehicles[vehicle].guests.filter { $0.id == id }.count == 1
    if isFirst, plan.happens(.unstableID, to: "given again " + id) { addGuest(vehicle, id: id, fault: .unstableID) }
    return true
  }
}
