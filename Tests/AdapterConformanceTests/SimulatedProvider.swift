import CurlTransport
import Enumeration
import Foundation
import HandoverModel
import OEMAdapterKit
import OEMAdapters
import OEMSimulators
import Testing

/// How a provider's simulator is met. A new adapter adds its line to `simulated`.
struct Simulated: Sendable {
  /// The loopback base of each service.
  var overrides: @Sendable (RunningSimulators) -> [String: String]
  /// What the adapter acts on for this car; nil when the car is not this provider's.
  var credentials: @Sendable (SimulatedWorld, SimulatedVehicle) -> AdapterCredentials?
  /// What a look must find, as `kind/id`.
  var planted: @Sendable (SimulatedVehicle) -> Set<String>
  /// The adapter's name of a kind that the simulator's oracle names otherwise.
  var oracleKinds: [String: String] = [:]
}

let simulated: [ProviderID: Simulated] = [
  ProviderID("skoda"): Simulated(
    overrides: { ["api": $0.skodaBase] },
    credentials: { _, car in
      guard let skoda = car.skoda, let vin = VIN(strict: car.vin) else { return nil }
      return .sellerSession(
        SellerSession(
          vin: vin, provider: ProviderID("skoda"), accessToken: Secret(skoda.seller.accessToken),
          refreshToken: Secret(skoda.seller.refreshToken)))
    },
    planted: { car in
      let guests = car.skoda?.guests.map { "guest/\($0.id)" } ?? []
      let certificates = car.skoda?.certificates.map { "certificate/\($0.id)" } ?? []
      return Set(guests + certificates + ["ownership/\(car.vin)"])
    },
    oracleKinds: ["ownership": "tie"]),
  ProviderID("smartcar"): Simulated(
    overrides: { ["iam": $0.smartcarOrigin, "vehicle": $0.smartcarBase, "management": $0.smartcarBase] },
    credentials: { world, car in
      guard car.smartcar != nil else { return nil }
      return .application(id: Secret(world.smartcar.clientID), secret: Secret(world.smartcar.clientSecret))
    },
    planted: { car in
      let connections = car.smartcar?.connections.map { "connection/\($0.id)" } ?? []
      let subscriptions = car.smartcar?.subscriptions.map { "subscription/\($0.id)" } ?? []
      return Set(connections + subscriptions)
    }),
]

/// The simulators of one run, one adapter's real way to them, and the oracle.
final class SimulatedRun: Sendable {
  let descriptor: AdapterDescriptor
  let meeting: Simulated
  let world: SimulatedWorld
  let simulators: RunningSimulators
  let transport: CurlTransport
  /// An application's adapter serves every car; a session's only its own.
  private let shared: (any OEMAdapter)?

  init(_ descriptor: AdapterDescriptor, _ world: SimulatedWorld, _ settings: SimulationSettings) async throws {
    self.descriptor = descriptor
    self.world = world
    let meeting = try #require(simulated[descriptor.id], "add \(descriptor.id) to SimulatedProvider.swift")
    self.meeting = meeting
    simulators = try await SimulatorServer.start(world, settings: settings)
    var hosts = descriptor.hosts
    hosts.overrides = meeting.overrides(simulators)
    var options = TransportOptions()
    options.retry = RetryPolicy(base: 0.001, cap: 0.01)
    options.throttlePause = RetryPolicy(base: 0.001, cap: 0.01)
    options.deadline = 120
    options.circuitPause = 0.01
    options.circuitLongestPause = 0.02
    options.retryMinimum = 1000
    options.seed = settings.seed
    transport = try CurlTransport(providers: [hosts], options: options)
    let credentials = world.vehicles.compactMap { meeting.credentials(world, $0) }.first
    shared =
      descriptor.authority == .ownApplication
      ? credentials.map { descriptor.makeAdapter(AdapterContext(credentials: $0, sessionKeeper: NoSessionKeeper())) }
      : nil
  }

  func stop() async {
    transport.shutDown()
    await simulators.stop()
  }

  /// This provider's cars, each with its adapter.
  func cars() throws -> [SimulatedCar] {
    try world.vehicles.compactMap { car in
      guard let credentials = meeting.credentials(world, car) else { return nil }
      let adapter =
        shared ?? descriptor.makeAdapter(AdapterContext(credentials: credentials, sessionKeeper: NoSessionKeeper()))
      return SimulatedCar(run: self, car: car, vin: try #require(VIN(strict: car.vin)), adapter: adapter)
    }
  }

  /// Lets the simulators' time pass.
  func pass(milliseconds: Int) {
    var call = Call(provider: .skoda, method: "POST", target: "/_sim/clock")
    call.contentType = "application/json"
    call.body = JSON.object([.init("advance_ms", .int(milliseconds))]).bytes
    _ = simulators.state.serve(call)
  }
}

/// One car at a simulator.
struct SimulatedCar: Sendable {
  let run: SimulatedRun
  let car: SimulatedVehicle
  let vin: VIN
  let adapter: any OEMAdapter

  var planted: Set<String> { run.meeting.planted(car) }

  func look(_ pass: LookPass = .first, confirming absent: [AccessKey] = []) async -> Sighting {
    let guarded = GuardedTransport(
      run.transport, provider: run.descriptor.id, sessionRoutes: run.descriptor.sessionRoutes, vin: vin)
    return await Enumeration.look(
      at: vin, in: LookSource(descriptor: run.descriptor, adapter: adapter), pass: pass, confirming: absent,
      through: guarded, now: { Date() })
  }

  /// Sends an ending until it was, or may have been, done: as the engine does, twelve times at most.
  func end(_ access: Access) async throws -> AttemptReport {
    guard case .automatic(let route)? = run.descriptor.kind(access.key.kind)?.capability else {
      throw Examination.NotAutomatic()
    }
    let grant = try #require(
      ScopeGrant(provider: run.descriptor.id, vin: vin, route: route, access: access.key))
    let guarded = GuardedTransport(
      run.transport, provider: run.descriptor.id, sessionRoutes: run.descriptor.sessionRoutes, vin: vin,
      grant: grant)
    var report = await adapter.revoke(access, of: vin, through: guarded)
    for _ in 0..<11 where report.certainty == .notDone && report.retryAfter != nil {
      report = await adapter.revoke(access, of: vin, through: guarded)
    }
    return report
  }

  /// What the oracle says is really there of one of the adapter's kinds, whatever a route shows.
  func really(_ kind: String) -> [String] {
    let name = run.meeting.oracleKinds[kind] ?? kind
    let accesses = run.simulators.state.truth(vin: car.vin)?["accesses"]?.items ?? []
    return accesses.filter { $0["kind"]?.text == name }.compactMap { $0["id"]?.text }
  }
}
