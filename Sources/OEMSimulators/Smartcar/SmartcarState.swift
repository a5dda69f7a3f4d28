/// Smartcar's side of a run: what exists, what each replica shows, and whose tokens work.
struct SmartcarState: Sendable {
  struct Vehicle: Sendable {
    let id: String
    let vin: String
    let make: String
    let model: String
    let year: Int
    /// Connections of our application, and how many another application has; no route shows those.
    var connections: [Int] = []
    var otherConnections: [SmartcarConnection]
    var subscriptions: [Subscription] = []
    /// The seller has taken the car out of the OEM account (D4): reads fail, connections stay.
    var moved = false
    var newAccessCame = false
    var calls = 0
  }

  struct Connection: Sendable {
    var id: String
    let userID: String
    let vehicle: Int
    let permissions: [String]
    let createdAt: String
    var updatedAt: String
    let mode: String
    var presence = Presence()
    /// Whether a listing has shown it; from then on its id may change (C5).
    var wasListed = false
  }

  struct Subscription: Sendable {
    let id: String
    let webhookID: String
    let userID: String
    var presence = Presence()
  }

  let application: SmartcarApplication
  private(set) var vehicles: [Vehicle] = []
  private(set) var connections: [Connection] = []
  private var vehicleIndex: [String: Int] = [:]
  private var vinIndex: [String: Int] = [:]
  private var connectionIndex: [String: Int] = [:]
  private var userIndex: [String: [Int]] = [:]
  var subscriptionVehicle: [String: Int] = [:]
  var tokens: SmartcarTokens
  /// Newest first, as listings go: by mode and replica.
  var orders: [String: [SmartcarOrder]]

  init(_ world: SimulatedWorld) {
    application = world.smartcar
    tokens = SmartcarTokens(world)
    orders = ["live": [SmartcarOrder(), SmartcarOrder()], "simulated": [SmartcarOrder(), SmartcarOrder()]]
    for vehicle in world.vehicles {
      if let car = vehicle.smartcar { add(vehicle, car) }
    }
    for mode in ["live", "simulated"] {
      let order = connections.indices.filter { connections[$0].mode == mode }.map(key).sorted(by: >)
      orders[mode] = [SmartcarOrder(order), SmartcarOrder(order)]
    }
  }

  private mutating func add(_ vehicle: SimulatedVehicle, _ car: SmartcarVehicle) {
    let index = vehicles.count
    vehicleIndex[car.vehicleID] = index
    vinIndex[vehicle.vin] = index
    vehicles.append(
      Vehicle(
        id: car.vehicleID, vin: vehicle.vin, make: vehicle.make, model: vehicle.model, year: vehicle.year,
        otherConnections: car.otherConnections))
    for connection in car.connections { store(connection, vehicle: index) }
    for subscription in car.subscriptions {
      subscriptionVehicle[subscription.id] = index
      vehicles[index].subscriptions.append(
        Subscription(id: subscription.id, webhookID: subscription.webhookID, userID: subscription.userID))
    }
  }

  @discardableResult
  private mutating func store(_ connection: SmartcarConnection, vehicle: Int) -> Int {
    let index = connections.count
    connections.append(
      Connection(
        id: connection.id, userID: connection.userID, vehicle: vehicle, permissions: connection.permissions,
        createdAt: connection.createdAt, updatedAt: connection.createdAt, mode: connection.mode))
    connectionIndex[connection.id] = index
    userIndex[connection.userID, default: []].append(index)
    vehicles[vehicle].connections.append(index)
    return index
  }

  /// The place of a connection in a listing: newest first, the later one first where the times are equal.
  func key(_ index: Int) -> SmartcarOrder.Key { .init(createdAt: connections[index].createdAt, index: index) }
}

// What routes and the world do with it.
extension SmartcarState {
  func vehicle(id: String) -> Int? { vehicleIndex[id] }
  func vehicle(vin: String) -> Int? { vinIndex[vin] }
  func connection(id: String) -> Int? { connectionIndex[id] }
  func connections(ofUser user: String) -> [Int] { userIndex[user] ?? [] }

  /// A new connection of our application, made now.
  mutating func connect(_ connection: SmartcarConnection, vehicle: Int) {
    let index = store(connection, vehicle: vehicle)
    let key = key(index)
    for replica in 0...1 { orders[connection.mode]?[replica].insert(key) }
  }

  /// Ends a connection; the listings learn of it when their replica does.
  mutating func end(_ index: Int, at now: Int64, plan: FaultPlan, settling: Int64) {
    connections[index].presence.end(connections[index].id, at: now, plan: plan, settling: settling)
    let presence = connections[index].presence
    let mode = connections[index].mode
    let key = key(index)
    for (replica, due) in [presence.hiddenFrom.0, presence.hiddenFrom.1].enumerated() {
      orders[mode]?[replica].remove(key, at: due, now: now)
      if let returns = presence.returns { orders[mode]?[replica].insertLater(key, at: returns) }
    }
  }

  /// An ended connection comes back.
  mutating func restore(_ index: Int) {
    connections[index].presence.restore()
    let (key, mode) = (key(index), connections[index].mode)
    for replica in 0...1 { orders[mode]?[replica].insert(key) }
  }

  /// The owner re-authorised: same user, same car, another connection id.
  mutating func renewID(_ index: Int, _ id: String) {
    connectionIndex[connections[index].id] = nil
    connections[index].id = id
    connectionIndex[id] = index
  }

  mutating func markListed(_ index: Int) { connections[index].wasListed = true }

  mutating func update(_ vehicle: Int, _ change: (inout Vehicle) -> Void) { change(&vehicles[vehicle]) }

  func isShown(_ index: Int, by replica: Int, at now: Int64) -> Bool {
    connections[index].presence.isShown(by: replica, at: now)
  }

  func exists(_ index: Int, at now: Int64) -> Bool { connections[index].presence.exists(at: now) }

  /// The connection of a user with a car, if it exists.
  func connection(user: String, vehicle: Int, at now: Int64) -> Int? {
    vehicles[vehicle].connections.first { connections[$0].userID == user && exists($0, at: now) }
  }

  /// Whether our application has any connection with a car.
  func isConnected(_ vehicle: Int, at now: Int64) -> Bool {
    vehicles[vehicle].connections.contains { exists($0, at: now) }
  }

  /// Fills in which car and access a call is about.
  func note(_ call: inout Call) {
    let vehicleID = call.parameters["vehicle"] ?? call.item("filter[vehicleId]") ?? call.item("vehicle_id")
    var vehicle = vehicleID.flatMap { vehicleIndex[$0] }
    if let connection = call.parameters["connection"] {
      call.access = connection
      vehicle = connectionIndex[connection].map { connections[$0].vehicle }
    } else if let subscription = call.parameters["subscription"] {
      call.access = subscription
      vehicle = subscriptionVehicle[subscription]
    } else if let webhook = call.parameters["webhook"] {
      call.access = webhook
    }
    call.vin = vehicle.map { vehicles[$0].vin }
  }

  /// B4: ends the token of a call, whichever world it is of. Static application secrets do not expire.
  mutating func expireToken(of call: Call) {
    if let bearer = call.bearer { tokens.expire(bearer) }
  }
}
