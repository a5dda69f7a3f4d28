import ChecklistFormat
import CurlTransport
import Enumeration
import Foundation
import HandoverFlow
import HandoverModel
import Inventory
import OEMAdapterKit
import OEMAdapters
import OEMSimulators

/// The in-process simulators, the real adapters over the real transport, and a dealership: one run's world for one test.
///
/// The flow's clock moves the simulators' clock, so that settling times pass without a wait.
struct SimulatedLot: Sendable {
  let simulators: RunningSimulators
  let transport: CurlTransport
  let place: FlowPlace
  let descriptors: [AdapterDescriptor]

  init(
    _ world: SimulatedWorld, profile: FaultProfile = .kind, changes: [Fault: Double] = [:], seed: UInt64 = 1
  ) async throws {
    var settings = SimulationSettings()
    settings.seed = seed
    settings.profile = profile
    settings.changes = changes
    settings.settlingMilliseconds = 500
    settings.slowBodyMilliseconds = 20
    let simulators = try await SimulatorServer.start(world, settings: settings)
    self.simulators = simulators
    place = try FlowPlace(
      clock: FlowClock { seconds in
        var call = Call(provider: .skoda, method: "POST", target: "/_sim/clock")
        call.body = Array(#"{"advance_ms":\#(Int(seconds * 1_000))}"#.utf8)
        _ = simulators.state.serve(call)
      })
    descriptors = adapterRegistry.map { Self.placed($0, simulators) }
    var options = TransportOptions()
    options.seed = seed
    options.retry = RetryPolicy(base: 0.005, cap: 0.02)
    options.throttlePause = RetryPolicy(base: 0.005, cap: 0.02)
    options.circuitPause = 0.02
    options.circuitLongestPause = 0.05
    transport = try CurlTransport(providers: descriptors.map(\.hosts), options: options)
  }

  /// No fault that asks for real seconds of patience: that is the transport's own matter.
  static let noWaiting: [Fault: Double] = [.rateLimited: 0, .commandQuota: 0, .busy: 0]

  /// Runs `body` against simulators that are stopped afterwards.
  static func with<Value: Sendable>(
    _ world: SimulatedWorld, profile: FaultProfile = .kind, changes: [Fault: Double] = [:], seed: UInt64 = 1,
    _ body: (SimulatedLot) async throws -> Value
  ) async throws -> Value {
    let lot = try await SimulatedLot(world, profile: profile, changes: changes, seed: seed)
    let result: Result<Value, any Error>
    do { result = .success(try await body(lot)) } catch { result = .failure(error) }
    lot.transport.shutDown()
    await lot.simulators.stop()
    return try result.get()
  }

  private static func placed(_ descriptor: AdapterDescriptor, _ simulators: RunningSimulators) -> AdapterDescriptor {
    var descriptor = descriptor
    for service in descriptor.hosts.services.keys {
      descriptor.hosts.overrides[service] =
        descriptor.id.rawValue == "skoda"
        ? simulators.skodaBase : service == "iam" ? simulators.smartcarOrigin : simulators.smartcarBase
    }
    descriptor.hosts.limits.callsPerSecond = nil
    return descriptor
  }

  /// What one run may ask: our Smartcar application, and the sessions of the sellers where `sessions` says so.
  func sources(sessions: Bool = true) -> @Sendable (Vehicle) -> [LookSource] {
    let application = AdapterCredentials.application(
      id: Secret(simulators.world.smartcar.clientID), secret: Secret(simulators.world.smartcar.clientSecret))
    var shared: [LookSource] = []
    var lent: [VIN: LookSource] = [:]
    for descriptor in descriptors {
      guard descriptor.authority == .sellerSession else {
        shared.append(source(descriptor, application))
        continue
      }
      for vehicle in simulators.world.vehicles where sessions {
        guard let seller = vehicle.skoda?.seller, let vin = VIN(strict: vehicle.vin) else { continue }
        let session = SellerSession(
          vin: vin, provider: descriptor.id, accessToken: Secret(seller.accessToken),
          refreshToken: Secret(seller.refreshToken))
        lent[vin] = source(descriptor, .sellerSession(session))
      }
    }
    return { [shared, lent] vehicle in shared + [lent[vehicle.vin]].compactMap(\.self) }
  }

  private func source(_ descriptor: AdapterDescriptor, _ credentials: AdapterCredentials) -> LookSource {
    let context = AdapterContext(credentials: credentials, sessionKeeper: NoSessionKeeper())
    return LookSource(descriptor: descriptor, adapter: descriptor.makeAdapter(context))
  }

  /// One run's pipeline.
  func pipeline(
    sessions: Bool = true, certify: Bool = true, over transport: (any HTTPTransport)? = nil,
    patience: FlowPatience = FlowPatience()
  ) -> HandoverPipeline {
    place.pipeline(
      sources(sessions: sessions), over: transport ?? self.transport, certify: certify, patience: patience)
  }

  /// The requests so far that asked for a change of who has access.
  var effectful: [HistoryEntry] {
    simulators.state.history.filter { $0.event == "request" && $0.effectful }
  }

  /// Lets a person do something outside every route.
  func act(_ act: HumanAct, vin: String, id: String? = nil, layer: String? = nil) throws {
    try simulators.state.change { (simulation: inout Simulation) throws in
      try simulation.act(act, vin: vin, id: id, layer: layer)
    }
  }

  /// Changes the faults of the running simulators.
  func setFaults(_ faults: [Fault: Double]) {
    let rates = faults.map { "\"\($0.key.rawValue)\":\($0.value)" }.joined(separator: ",")
    var call = Call(provider: .skoda, method: "POST", target: "/_sim/profile")
    call.body = Array(#"{"profile":"kind","faults":{\#(rates)}}"#.utf8)
    _ = simulators.state.serve(call)
  }
}

/// Cars for the simulators.
enum SimulatedCars {
  static func skoda(guests: Int = 2, hidden: [String] = [], serial: Int = 1) -> SimulatedVehicle {
    let vin = VINMaker.vin(prefix: "TMB", descriptor: "JB9NX", year: 2023, plant: "Y", serial: serial)
    var vehicle = SimulatedVehicle(vin: vin, make: "Škoda", model: "Octavia", year: 2023)
    var car = SkodaVehicle(
      seller: SkodaSeller(
        userID: "user-of-seller-\(serial)", email: "eva@example.test", accessToken: "access-token-\(serial)",
        refreshToken: "refresh-token-\(serial)"))
    car.guests = (0..<guests).map { number in
      SkodaPerson(
        id: "guest-\(serial)-\(1_000 + number)", firstName: "Jan", lastName: "Horak", email: "jan@example.test")
    }
    car.certificates = [SkodaCertificate(id: "certificate-\(serial)-1", issuer: "ELLI", state: "ORDERED")]
    vehicle.skoda = car
    vehicle.hidden = hidden
    return vehicle
  }

  /// A car that Smartcar knows, and another of the same application, which serves as the control of second looks.
  static func smartcar(
    _ make: String = "BMW", prefix: String = "WBY", connections: Int = 2, hidden: [String] = [], serial: Int = 1
  ) -> SimulatedVehicle {
    let vin = VINMaker.vin(prefix: prefix, descriptor: "73AW0", year: 2023, plant: "F", serial: serial)
    var vehicle = SimulatedVehicle(vin: vin, make: make, model: "Model", year: 2023)
    var car = SmartcarVehicle(vehicleID: "vehicle-\(prefix)-\(serial)")
    car.connections = (0..<connections).map { number in
      SmartcarConnection(
        id: "connection-\(prefix)-\(serial)-\(1_000 + number)", userID: "user-\(prefix)-\(serial)-\(number)",
        permissions: ["read_vin", "read_location"], createdAt: "2026-01-01T00:00:00Z")
    }
    car.subscriptions = [
      SmartcarSubscription(
        id: "subscription-\(prefix)-\(serial)-1", webhookID: "webhook-1", userID: "user-\(prefix)-\(serial)-0")
    ]
    vehicle.smartcar = car
    vehicle.hidden = hidden
    return vehicle
  }

  /// The facts of a simulated car, taken in and read from the car.
  static func facts(
    _ vehicle: SimulatedVehicle, except left: Set<Layer> = [], answered: Bool = true,
    gates: Gates = Gates(takenIn: FlowCars.takenIn, vinRead: .car)
  ) -> CarFacts {
    let sheet = FlowCars.sheet(vehicle.make, year: vehicle.year)
    return FlowCars.facts(
      VIN(strict: vehicle.vin)!, make: vehicle.make, year: vehicle.year,
      answers: answered ? FlowCars.everythingDone(sheet, except: left) : [], gates: gates)
  }
}
