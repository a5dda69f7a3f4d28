import OEMSimulators
import Testing

/// A run without sockets, and the calls that tests make.
struct Bench {
  let world: SimulatedWorld
  let state: SimulatorState

  /// A kind run of a made-up world, with single faults switched on.
  init(
    vehicles: Int = 12, accesses: Int = 3, seed: UInt64 = 7, profile: FaultProfile = .kind,
    faults: [Fault: Double] = [:],
    settlingMilliseconds: Int = 1000, pageLimit: Int? = nil
  ) throws {
    var settings = SimulationSettings()
    settings.seed = seed
    settings.profile = profile
    settings.changes = faults
    settings.settlingMilliseconds = settlingMilliseconds
    settings.pageLimit = pageLimit
    world = .generated(vehicles: vehicles, seed: seed, accessesPerVehicle: accesses)
    state = try SimulatorState(world, settings)
  }

  var smartcarCar: SimulatedVehicle { world.vehicles.first { $0.smartcar != nil }! }
  var skodaCar: SimulatedVehicle { world.vehicles.first { $0.skoda != nil }! }

  /// A call at Smartcar.
  func smartcar(_ method: String, _ target: String, bearer: String? = nil, user: String? = nil) -> Reply {
    var call = Call(provider: .smartcar, method: method, target: target)
    call.authorization = bearer.map { "Bearer " + $0 }
    call.userHeader = user
    return state.serve(call)
  }

  /// A call at Škoda with the car's seller's session.
  func skoda(_ method: String, _ target: String, bearer: String?) -> Reply {
    var call = Call(provider: .skoda, method: method, target: target)
    call.authorization = bearer.map { "Bearer " + $0 }
    return state.serve(call)
  }

  func post(_ provider: SimulatedProvider, _ target: String, _ body: JSON, authorization: String? = nil) -> Reply {
    var call = Call(provider: provider, method: "POST", target: target)
    call.contentType = "application/json"
    call.body = body.bytes
    call.authorization = authorization
    return state.serve(call)
  }

  /// A machine-to-machine token of our application.
  func machineToken() throws -> String {
    let body: JSON = [
      "grant_type": "client_credentials", "client_id": .string(world.smartcar.clientID),
      "client_secret": .string(world.smartcar.clientSecret),
    ]
    // Under faults the first answers may be none; every schedule is finite.
    for _ in 0..<6 {
      if let token = post(.smartcar, "/oauth2/token", body).json?["access_token"]?.text { return token }
    }
    throw SimulatorFailure("no token in six calls")
  }

  /// Lets time pass.
  func advance(milliseconds: Int) {
    _ = post(.smartcar, "/_sim/clock", ["advance_ms": .int(milliseconds)])
  }

  /// The ids that a listing shows.
  func ids(_ reply: Reply, _ member: String) -> [String] {
    (reply.json?[member]?.items ?? []).compactMap { $0["id"]?.text }
  }

  /// The ids that really exist on a car, of one kind.
  func truth(_ vin: String, _ kind: String) -> [String] {
    (state.truth(vin: vin)?["accesses"]?.items ?? []).filter { $0["kind"]?.text == kind }.compactMap { $0["id"]?.text }
  }
}

extension Reply {
  var status: Int { answer.status }
  var json: JSON? { JSON.read(answer.bytes) }
}
