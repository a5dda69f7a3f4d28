/// Škoda's side of a run: accounts with their garages, sessions, cars with their users and certificates.
struct SkodaState: Sendable {
  /// An account's tie to one car.
  struct Tie: Sendable {
    let vehicle: Int
    let state: String
    var presence = Presence()
  }

  struct Account: Sendable {
    let userID: String
    let email: String
    var ties: [Tie] = []
  }

  struct Guest: Sendable {
    var id: String
    var person: SkodaPerson
    var presence = Presence()
    var wasListed = false
  }

  struct Certificate: Sendable {
    let certificate: SkodaCertificate
    var presence = Presence()
  }

  struct Vehicle: Sendable {
    let vin: String
    let model: String
    let year: Int
    let platform: String
    /// The account of the seller, and the main user where that is another person.
    let account: Int
    var primary: SkodaPerson?
    var primaryPresence = Presence()
    var guests: [Guest]
    var certificates: [Certificate]
    let partOfFleet: Bool
    var apiKeys: [String]
    var carUsers: [String]
    let stores: [String: Int]
    /// The car has gone to an account of somebody else (D4), whose accesses are not the seller's.
    var newOwner: String?
    var newAccessCame = false
    var calls = 0
  }

  private(set) var accounts: [Account] = []
  private(set) var vehicles: [Vehicle] = []
  private var accountIndex: [String: Int] = [:]
  private var vehicleIndex: [String: Int] = [:]
  var sessions: SkodaSessions

  init(_ world: SimulatedWorld) {
    sessions = SkodaSessions(chance: Chance(seed: UInt64(world.vehicles.count)))
    for vehicle in world.vehicles {
      if let car = vehicle.skoda { add(vehicle, car) }
    }
  }

  private mutating func add(_ vehicle: SimulatedVehicle, _ car: SkodaVehicle) {
    let account = account(of: car.seller)
    let index = vehicles.count
    vehicleIndex[vehicle.vin] = index
    accounts[account].ties.append(Tie(vehicle: index, state: car.state))
    let seller = SkodaPerson(id: car.seller.userID, firstName: "Seller", lastName: "Of Car", email: car.seller.email)
    let primary = car.primary ?? (car.state == "GUEST_USER" ? nil : seller)
    vehicles.append(
      Vehicle(
        vin: vehicle.vin, model: vehicle.model, year: vehicle.year, platform: car.platform, account: account,
        primary: primary, guests: car.guests.map { Guest(id: $0.id, person: $0) },
        certificates: car.certificates.map { Certificate(certificate: $0) }, partOfFleet: car.partOfFleet,
        apiKeys: car.apiKeys, carUsers: car.carUsers, stores: car.stores))
  }

  private mutating func account(of seller: SkodaSeller) -> Int {
    if let known = accountIndex[seller.userID] { return known }
    let index = accounts.count
    accounts.append(Account(userID: seller.userID, email: seller.email))
    accountIndex[seller.userID] = index
    sessions.open(seller, account: index)
    return index
  }
}

// What routes and the world do with it.
extension SkodaState {
  func vehicle(vin: String) -> Int? { vehicleIndex[vin] }

  /// The account that a call's session is of.
  func account(of call: Call) -> Int? { sessions.account(of: call.bearer) }

  /// The place of an account's tie to a car, if it exists.
  func tie(_ account: Int, _ vehicle: Int, at now: Int64) -> Int? {
    accounts[account].ties.firstIndex { $0.vehicle == vehicle && $0.presence.exists(at: now) }
  }

  mutating func update(_ vehicle: Int, _ change: (inout Vehicle) -> Void) { change(&vehicles[vehicle]) }
  mutating func updateTie(_ account: Int, _ tie: Int, _ change: (inout Tie) -> Void) {
    change(&accounts[account].ties[tie])
  }

  /// A tie that was not there before: the owner links the car again.
  mutating func link(_ account: Int, _ vehicle: Int) {
    accounts[account].ties.append(Tie(vehicle: vehicle, state: "ACTIVATED"))
  }

  /// Fills in which car and access a call is about.
  func note(_ call: inout Call) {
    call.vin = call.parameters["vin"]
    call.access = call.parameters["guest"] ?? call.parameters["certificate"]
    if call.access == nil, call.method == "DELETE", let vin = call.vin, let vehicle = vehicleIndex[vin] {
      call.access = accounts[vehicles[vehicle].account].userID
    }
  }

  /// The caller's account id, or nothing.
  func callerName(_ call: Call) -> String {
    account(of: call).map { accounts[$0].userID } ?? ""
  }

  /// B4: the access token ends before its time.
  mutating func expireToken(of call: Call) {
    if let bearer = call.bearer { sessions.expire(bearer) }
  }
}
