// Faults D2 to D5 and C5: what the world does of itself. Each is decided by the name of the car or the access, so it happens
// in every run of the same seed.
extension Simulation {
  /// Before a call is served: the car may have gone to another account (D4), some calls after it was first asked about.
  mutating func worldMoves(before call: Call) {
    guard plan.rate(.movedVehicle) > 0, let vin = call.vin, plan.happens(.movedVehicle, to: vin) else { return }
    let patience = 3 + Int(plan.chance.number("moved after", vin) % 4)
    switch call.provider {
    case .smartcar:
      guard let vehicle = smartcar.vehicle(vin: vin) else { return }
      smartcar.update(vehicle) { $0.calls += 1 }
      if smartcar.vehicles[vehicle].calls == patience { moveVehicle(vin, fault: .movedVehicle) }
    case .skoda:
      guard let vehicle = skoda.vehicle(vin: vin) else { return }
      skoda.update(vehicle) { $0.calls += 1 }
      if skoda.vehicles[vehicle].calls == patience { moveVehicle(vin, fault: .movedVehicle) }
    }
  }

  /// After a listing was answered: ids change (C5), new accesses come (D3). The next listing shows it.
  mutating func worldMoves(after call: Call) {
    for index in call.listed { moveConnection(index) }
    guard call.provider == .skoda, let vin = call.vin, let vehicle = skoda.vehicle(vin: vin),
      call.segments.last == "guests"
    else { return }
    moveGuests(vehicle, vin)
  }

  private mutating func moveConnection(_ index: Int) {
    let connection = smartcar.connections[index]
    let vin = smartcar.vehicles[connection.vehicle].vin
    if !connection.wasListed {
      smartcar.markListed(index)
      if plan.happens(.unstableID, to: connection.id), smartcar.exists(index, at: clock.now) {
        smartcar.renewID(index, plan.chance.uuid("renewed", connection.id))
        noteAct("owner re-authorised: another connection id", vin: vin, access: connection.id, fault: .unstableID)
      }
    }
    if !smartcar.vehicles[connection.vehicle].newAccessCame, plan.happens(.newAccess, to: vin) {
      smartcar.update(connection.vehicle) { $0.newAccessCame = true }
      addConnection(connection.vehicle, fault: .newAccess)
    }
  }

  private mutating func moveGuests(_ vehicle: Int, _ vin: String) {
    let now = clock.now
    for index in skoda.vehicles[vehicle].guests.indices where !skoda.vehicles[vehicle].guests[index].wasListed {
      let id = skoda.vehicles[vehicle].guests[index].id
      skoda.update(vehicle) { $0.guests[index].wasListed = true }
      guard plan.happens(.unstableID, to: id), skoda.vehicles[vehicle].guests[index].presence.exists(at: now) else {
        continue
      }
      if plan.chance.share("id", id) < 0.5 {
        let renewed = plan.chance.uuid("renewed", id)
        skoda.update(vehicle) { $0.guests[index].id = renewed }
        noteAct("another id for the same guest", vin: vin, access: id, fault: .unstableID)
      } else {
        addGuest(vehicle, id: id, fault: .unstableID)
      }
    }
    if !skoda.vehicles[vehicle].newAccessCame, plan.happens(.newAccess, to: vin) {
      skoda.update(vehicle) { $0.newAccessCame = true }
      addGuest(vehicle, id: nil, fault: .newAccess)
    }
  }

  /// D5: a person ends by hand what the call is about, just before the call.
  mutating func endByHand(_ call: Call) {
    let now = clock.now
    var done = false
    if let id = call.parameters["connection"], let index = smartcar.connection(id: id), smartcar.exists(index, at: now)
    {
      endConnection(index)
      done = true
    } else if let guest = call.parameters["guest"], let vehicle = call.vin.flatMap({ skoda.vehicle(vin: $0) }) {
      done = endGuest(guest, vehicle: vehicle)
    } else if let id = call.parameters["certificate"], let vehicle = call.vin.flatMap({ skoda.vehicle(vin: $0) }) {
      done = endCertificate(id, vehicle: vehicle)
    } else if let vehicleID = call.item("vehicle_id"), let vehicle = smartcar.vehicle(id: vehicleID) {
      for index in smartcar.vehicles[vehicle].connections where smartcar.exists(index, at: now) {
        endConnection(index)
        done = true
      }
    } else if call.provider == .skoda, call.parameters["vin"] != nil, case .success(let access) = access(call) {
      giveUp(access)
      done = true
    }
    if done { noteAct("ended by hand", vin: call.vin, access: call.access, fault: .endedByHand) }
  }
}

// Additions and moves that faults and people share.
extension Simulation {
  /// A new user connects the car with our application.
  mutating func addConnection(_ vehicle: Int, fault: Fault? = nil) {
    let car = smartcar.vehicles[vehicle]
    let number = car.connections.count
    let connection = SmartcarConnection(
      id: plan.chance.uuid("new connection", car.id, at: number),
      userID: plan.chance.uuid("new user", car.id, at: number),
      permissions: ["read_vin", "read_location"], createdAt: String(WallClock.text().prefix(19)) + "Z")
    smartcar.connect(connection, vehicle: vehicle)
    noteAct("new connection", vin: car.vin, access: connection.id, fault: fault)
  }

  /// A guest appears; with a given id, another person under an id that is already in use.
  mutating func addGuest(_ vehicle: Int, id: String?, fault: Fault? = nil) {
    let car = skoda.vehicles[vehicle]
    let guestID = id ?? plan.chance.uuid("new guest", car.vin, at: car.guests.count)
    let person = SkodaPerson(id: guestID, firstName: "New", lastName: "Guest", email: "new@example.test")
    skoda.update(vehicle) { $0.guests.append(SkodaState.Guest(id: guestID, person: person, wasListed: true)) }
    noteAct("new guest", vin: car.vin, access: guestID, fault: fault)
  }

  /// The car goes to the account of a new owner. At Smartcar the connection stays and the reads fail; at Škoda the seller's
  /// session no longer sees the car, and what the new owner has is no access of the seller's.
  mutating func moveVehicle(_ vin: String, fault: Fault? = nil) {
    let now = clock.now
    if let vehicle = smartcar.vehicle(vin: vin) { smartcar.update(vehicle) { $0.moved = true } }
    if let vehicle = skoda.vehicle(vin: vin) {
      let account = skoda.vehicles[vehicle].account
      if let tie = skoda.tie(account, vehicle, at: now) {
        let kind = FaultPlan(seed: 0, profile: .kind)
        skoda.updateTie(account, tie) { $0.presence.end("moved", at: now, plan: kind, settling: 0) }
        skoda.update(vehicle) { car in
          car.primaryPresence.end("moved", at: now, plan: kind, settling: 0)
          for index in car.guests.indices where car.guests[index].presence.exists(at: now) {
            car.guests[index].presence.end("moved", at: now, plan: kind, settling: 0)
          }
        }
      }
      skoda.update(vehicle) { $0.newOwner = "new owner" }
    }
    noteAct("vehicle moved to another account", vin: vin, access: nil, fault: fault)
  }
}
