extension SimulatedWorld {
  /// A world of `vehicles` cars, every other one a Škoda, the rest Smartcar cars of several makes. Beside the seller's own tie
  /// each car has `accessesPerVehicle` accesses that can be listed and ended, and one that no route shows, in the layers by
  /// turns. The same numbers give the same world.
  package static func generated(vehicles: Int, seed: UInt64, accessesPerVehicle: Int = 2) -> SimulatedWorld {
    let maker = WorldMaker(chance: Chance(seed: seed), accesses: accessesPerVehicle)
    return SimulatedWorld(vehicles: (0..<vehicles).map { $0.isMultiple(of: 2) ? maker.skoda($0) : maker.smartcar($0) })
  }
}

/// Makes the cars of a generated world.
struct WorldMaker {
  let chance: Chance
  let accesses: Int

  private static let firstNames = ["Eva", "Jan", "Ayşe", "Zoë", "Mats", "Łucja", "Renée", "Ivo", "José", "Mia"]
  private static let lastNames = ["Horak", "Lindqvist", "Öztürk", "Müller", "Nováková", "O'Neill", "García", "Weiß"]
  private static let makes = [
    ("WBY", "73AW0", "BMW", "i4"), ("5YJ", "3E1EA", "Tesla", "Model 3"), ("KMH", "K281A", "Hyundai", "Kona Electric"),
    ("1FT", "VW1EL", "Ford", "F-150 Lightning"), ("YV1", "XZK9V", "Volvo", "XC40"),
  ]
  private static let permissions = [
    "read_vin", "read_vehicle_info", "read_location", "control_security", "read_odometer", "control_charge",
  ]

  func skoda(_ index: Int) -> SimulatedVehicle {
    let year = 2021 + index / 2 % 4
    let model = chance.pick(["Octavia", "Enyaq", "Superb", "Kodiaq"], "model", at: index)
    let vin = VINMaker.vin(prefix: "TMB", descriptor: "JB9NX", year: year, plant: "Y", serial: index + 1)
    var vehicle = SimulatedVehicle(vin: vin, make: "Škoda", model: model, year: year)
    let user = chance.uuid("seller", at: index)
    var seller = SkodaSeller(
      userID: user, email: "seller\(index)@example.test",
      accessToken: Token.minted(subject: user, kind: "access", number: chance.number("at", at: index)),
      refreshToken: Token.minted(subject: user, kind: "refresh", number: chance.number("rt", at: index)))
    seller.code = "code-" + chance.uuid("code", at: index)
    var car = SkodaVehicle(seller: seller)
    car.platform = model == "Enyaq" ? "WCAR" : "MBB"
    let guests = accesses >= 2 ? accesses - 1 : accesses
    car.guests = (0..<guests).map { person(index * 1000 + $0) }
    if accesses >= 2 {
      car.certificates = [SkodaCertificate(id: chance.uuid("cert", at: index), issuer: "ELLI", state: "ORDERED")]
    }
    car.apiKeys = index.isMultiple(of: 6) ? [chance.uuid("apikey", at: index)] : []
    car.carUsers = index.isMultiple(of: 10) ? [chance.uuid("caruser", at: index)] : []
    car.stores = [
      "backups": index % 3, "favourites": index % 4, "parking": 0, "profiles": index % 2, "history": index % 5,
    ]
    vehicle.skoda = car
    vehicle.hidden = hidden(index)
    return vehicle
  }

  func smartcar(_ index: Int) -> SimulatedVehicle {
    let year = 2021 + index / 2 % 4
    let make = Self.makes[index / 2 % Self.makes.count]
    let vin = VINMaker.vin(prefix: make.0, descriptor: make.1, year: year, plant: "F", serial: index + 1)
    var vehicle = SimulatedVehicle(vin: vin, make: make.2, model: make.3, year: year)
    var car = SmartcarVehicle(vehicleID: chance.uuid("vehicle", at: index))
    let subscriptions = accesses >= 2 ? 1 : 0
    car.connections = (0..<(accesses - subscriptions)).map { connection(index * 1000 + $0, "connection") }
    car.subscriptions = (0..<subscriptions).map {
      SmartcarSubscription(
        id: chance.uuid("subscription", at: index * 1000 + $0), webhookID: "webhook-1",
        userID: car.connections.first?.userID ?? chance.uuid("user", at: index * 1000))
    }
    if index % 6 == 1 { car.otherConnections = [connection(index, "other application")] }
    vehicle.smartcar = car
    vehicle.hidden = hidden(index)
    return vehicle
  }

  private func hidden(_ index: Int) -> [String] { [LayerCodes.all[index % LayerCodes.all.count]] }

  private func person(_ number: Int) -> SkodaPerson {
    SkodaPerson(
      id: chance.uuid("guest", at: number), firstName: chance.pick(Self.firstNames, "first", at: number),
      lastName: chance.pick(Self.lastNames, "last", at: number), email: "guest\(number)@example.test")
  }

  private func connection(_ number: Int, _ kind: String) -> SmartcarConnection {
    let user = chance.uuid("user", kind, at: number)
    var connection = SmartcarConnection(
      id: chance.uuid(kind, at: number), userID: user,
      permissions: ["read_vin"]
        + Self.permissions.dropFirst().filter { chance.share("permission", $0, at: number) < 0.5 },
      createdAt: WallClock.text(secondsSince1970: 1_767_225_600 + number * 60 % 20_000_000))
    if kind == "connection" {
      connection.owner = SmartcarOwner(
        code: "code-" + chance.uuid("v2 code", at: number), accessToken: chance.uuid("v2 access", at: number),
        refreshToken: chance.uuid("v2 refresh", at: number))
    }
    return connection
  }
}
