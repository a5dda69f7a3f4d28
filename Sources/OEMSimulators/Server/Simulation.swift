/// What a run of the simulators is told.
package struct SimulationSettings: Sendable {
  package var seed: UInt64 = 1
  package var profile: FaultProfile = .unkind
  /// Single rates that differ from the profile's.
  package var changes: [Fault: Double] = [:]
  /// The longest time in which an ended access may still be shown (D1).
  package var settlingMilliseconds = 1000
  /// A fixed time that every provider call takes, half before and half after its effect.
  package var latencyMilliseconds = 0
  /// The largest page a listing gives, whatever is asked for; nil is 3 in an unkind profile (C2) and the provider's own limit
  /// in a kind one.
  package var pageLimit: Int?
  /// How long a slow or silent body lasts (A5) before the connection is cut.
  package var slowBodyMilliseconds = 1500
  /// How long a rotated v2.0 refresh token still works; Smartcar states 1 minute on one page and 10 on another.
  package var refreshGraceSeconds = 60
  /// A file that every history entry is appended to.
  package var historyFile: String?

  package init() {}

  var settling: Int64 { Int64(settlingMilliseconds) * 1_000_000 }
}

/// The whole state of a run. It is a value behind one lock: a call's effect, its answer and its line in the history are one
/// step, so the history's order is the order of effects.
package struct Simulation: Sendable {
  let world: SimulatedWorld
  private(set) var settings: SimulationSettings
  var plan: FaultPlan
  var clock = SimulatedClock()
  var history: History
  var smartcar: SmartcarState
  var skoda: SkodaState
  /// Layers with an access that no route shows, by VIN.
  var hidden: [String: [String]] = [:]
  /// Every VIN in the world's order.
  let vins: [String]

  /// A fresh run of a world.
  package init(_ world: SimulatedWorld, _ settings: SimulationSettings) throws(SimulatorFailure) {
    self.world = world
    self.settings = settings
    plan = FaultPlan(seed: settings.seed, profile: settings.profile, changes: settings.changes)
    history = try History(appendingTo: settings.historyFile)
    smartcar = SmartcarState(world)
    skoda = SkodaState(world)
    vins = world.vehicles.map(\.vin)
    hideAccesses()
  }

  /// Puts the world back to its start and forgets the history and all tokens.
  package mutating func reset() {
    plan = FaultPlan(seed: settings.seed, profile: settings.profile, changes: settings.changes)
    smartcar = SmartcarState(world)
    skoda = SkodaState(world)
    history.forget()
    hideAccesses()
  }

  /// Changes profile and rates without touching the world.
  mutating func setProfile(_ profile: FaultProfile, changes: [Fault: Double], seed: UInt64?) {
    let retired = plan.retiredEndpoints
    settings.profile = profile
    settings.changes = changes
    settings.seed = seed ?? settings.seed
    plan = FaultPlan(seed: settings.seed, profile: profile, changes: changes)
    plan.retiredEndpoints = retired
  }

  /// Changes the settling time.
  mutating func setSettling(milliseconds: Int) { settings.settlingMilliseconds = milliseconds }

  /// The size of a page: what was asked, but no more than this run gives.
  func pageSize(asked: Int) -> Int {
    let limit = settings.pageLimit ?? (plan.rate(.badPaging) > 0 ? 3 : Int.max)
    return max(1, min(asked, limit))
  }

  /// Adds a person's or the world's own act to the history.
  mutating func noteAct(_ name: String, vin: String?, access: String?, fault: Fault? = nil, applied: Bool = true) {
    var entry = HistoryEntry()
    entry.event = "act"
    entry.method = "ACT"
    entry.target = name
    entry.monotonic = clock.now
    entry.wall = WallClock.text()
    entry.vin = vin
    entry.access = access
    entry.effectful = true
    entry.applied = applied
    entry.fault = fault?.rawValue
    history.add(entry)
  }

  /// C6: at least one access that no route shows, on every car.
  private mutating func hideAccesses() {
    hidden = [:]
    for vehicle in world.vehicles {
      hidden[vehicle.vin] = vehicle.hidden
      if vehicle.hidden.isEmpty, plan.rate(.hiddenAccess) > 0 {
        hidden[vehicle.vin] = [plan.chance.pick(LayerCodes.all, "hidden", vehicle.vin)]
      }
    }
  }
}
