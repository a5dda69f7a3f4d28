/// What people do while a run goes on, outside every route.
package enum HumanAct: String, CaseIterable, Sendable {
  /// A guest is removed in the app: `vin`, `id`.
  case removeGuest = "remove_guest"
  /// A Plug & Charge certificate is removed: `vin`, `id`.
  case removeCertificate = "remove_certificate"
  /// An owner revokes one application at Smartcar: `id` of the connection.
  case removeConnection = "remove_connection"
  /// The seller revokes every Smartcar application, of whoever (mySmartcar): `vin`.
  case revokeAllApps = "revoke_all_apps"
  /// The seller removes the car from the account in the app: `vin`.
  case removeCar = "remove_car"
  /// The seller deletes the API keys in the app: `vin`.
  case deleteAPIKeys = "delete_api_keys"
  /// Somebody restores factory settings in the car: in-car users and what lives in the car itself: `vin`.
  case inCarReset = "in_car_reset"
  /// Somebody ends the hidden access of a layer by hand: `vin`, `layer`.
  case endHidden = "end_hidden"
  /// The owner links the car again: `vin`.
  case relink
  /// A new guest appears: `vin`.
  case newGuest = "new_guest"
  /// A new connection with our application appears: `vin`.
  case newConnection = "new_connection"
  /// The car goes to somebody else's account: `vin`.
  case moveVehicle = "move_vehicle"
}

extension Simulation {
  /// Does an act; throws where it names nothing that exists.
  package mutating func act(_ act: HumanAct, vin: String?, id: String?, layer: String?) throws(SimulatorFailure) {
    switch act {
    case .removeConnection: try removeConnection(id)
    case .newGuest: addGuest(try skodaCar(vin), id: nil)
    case .newConnection: addConnection(try smartcarCar(vin))
    case .moveVehicle: moveVehicle(try known(vin))
    case .relink: try relink(known(vin))
    default:
      try change(act, known(vin), id, layer)
      noteAct(act.rawValue, vin: vin, access: id ?? layer)
    }
  }

  private mutating func change(
    _ act: HumanAct, _ vin: String, _ id: String?, _ layer: String?
  ) throws(SimulatorFailure) {
    switch act {
    case .removeGuest:
      guard endGuest(id ?? "", vehicle: try skodaCar(vin)) else { throw SimulatorFailure("no such guest") }
    case .removeCertificate:
      guard endCertificate(id ?? "", vehicle: try skodaCar(vin)) else { throw SimulatorFailure("no such certificate") }
    case .removeCar: try removeCar(vin)
    case .revokeAllApps:
      let vehicle = try smartcarCar(vin)
      for index in smartcar.vehicles[vehicle].connections where smartcar.exists(index, at: clock.now) {
        endConnection(index)
      }
      smartcar.update(vehicle) { $0.otherConnections = [] }
    case .deleteAPIKeys: skoda.update(try skodaCar(vin)) { $0.apiKeys = [] }
    case .inCarReset:
      hidden[vin]?.removeAll { LayerCodes.endedByReset.contains($0) }
      if let vehicle = skoda.vehicle(vin: vin) { skoda.update(vehicle) { $0.carUsers = [] } }
    case .endHidden: hidden[vin]?.removeAll { $0 == layer }
    default: throw SimulatorFailure("\(act.rawValue) is not done here")
    }
  }

  private mutating func removeConnection(_ id: String?) throws(SimulatorFailure) {
    guard let id, let index = smartcar.connection(id: id), smartcar.exists(index, at: clock.now) else {
      throw SimulatorFailure("no such connection")
    }
    endConnection(index)
    noteAct("remove_connection", vin: smartcar.vehicles[smartcar.connections[index].vehicle].vin, access: id)
  }

  private mutating func removeCar(_ vin: String) throws(SimulatorFailure) {
    let vehicle = try skodaCar(vin)
    let account = skoda.vehicles[vehicle].account
    guard let tie = skoda.tie(account, vehicle, at: clock.now) else { throw SimulatorFailure("not in the garage") }
    let isGuest = skoda.accounts[account].ties[tie].state == "GUEST_USER"
    giveUp(SkodaAccess(account: account, vehicle: vehicle, tie: tie, isGuest: isGuest))
  }

  /// At Škoda the car is in the seller's garage again; at Smartcar the last connection that ended is there again.
  private mutating func relink(_ vin: String) throws(SimulatorFailure) {
    let now = clock.now
    if let vehicle = skoda.vehicle(vin: vin), skoda.tie(skoda.vehicles[vehicle].account, vehicle, at: now) == nil {
      skoda.link(skoda.vehicles[vehicle].account, vehicle)
      skoda.update(vehicle) { $0.primaryPresence.restore() }
      noteAct("relink", vin: vin, access: skoda.accounts[skoda.vehicles[vehicle].account].userID)
      return
    }
    guard let vehicle = smartcar.vehicle(vin: vin),
      let index = smartcar.vehicles[vehicle].connections.last(where: { !smartcar.exists($0, at: now) })
    else { throw SimulatorFailure("nothing of this car has ended") }
    smartcar.restore(index)
    noteAct("relink", vin: vin, access: smartcar.connections[index].id)
  }

  private func known(_ vin: String?) throws(SimulatorFailure) -> String {
    guard let vin, hidden[vin] != nil else { throw SimulatorFailure("vin: no such vehicle in this world") }
    return vin
  }

  private func skodaCar(_ vin: String?) throws(SimulatorFailure) -> Int {
    guard let vehicle = skoda.vehicle(vin: try known(vin)) else { throw SimulatorFailure("vin: not a Škoda car") }
    return vehicle
  }

  private func smartcarCar(_ vin: String?) throws(SimulatorFailure) -> Int {
    guard let vehicle = smartcar.vehicle(vin: try known(vin)) else { throw SimulatorFailure("vin: not a Smartcar car") }
    return vehicle
  }
}
