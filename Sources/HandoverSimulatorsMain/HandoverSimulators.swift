import ArgumentParser
import OEMSimulators

/// The command.
@main
struct HandoverSimulators: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "handover-simulators",
    abstract: "Serves simulated car makers' APIs on loopback, less kind than the real ones.",
    discussion: """
      Prints one JSON line that says where each simulated provider is, then serves until it is told to stop. What happened is
      at /_sim/history on either port, what is really still there at /_sim/truth.

      Examples:
        handover-simulators --generate 20 --seed 7 --lot lot.csv --sessions sessions.jsonl
        handover-simulators --world world.json --profile kind
        handover-simulators --generate 3 --profile kind --fault A2=1 --settling 0.5
      """)

  @Option(help: ArgumentHelp("A world file to serve.", valueName: "file"))
  var world: String?
  @Option(help: ArgumentHelp("Serve a made-up world of so many cars.", valueName: "cars"))
  var generate: Int?
  @Option(help: ArgumentHelp("How many accesses that can be ended each made-up car has.", valueName: "number"))
  var accesses = 2
  @Option(help: "The seed of the made-up world and of every fault.")
  var seed: UInt64?
  @Option(help: "Which faults happen: kind, unkind or cruel.")
  var profile: FaultProfile = .unkind
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("The rate of one fault, such as A2=0.1; may be given again.", valueName: "code=rate"))
  var fault: [FaultRate] = []
  @Option(help: ArgumentHelp("The longest time an ended access may still be shown.", valueName: "seconds"))
  var settling = 1.0
  @Option(name: .customLong("latency-ms"), help: ArgumentHelp("A time that every call takes.", valueName: "ms"))
  var latency = 0
  @Option(name: .customLong("page-limit"), help: ArgumentHelp("The largest page of any listing.", valueName: "items"))
  var pageLimit: Int?
  @Option(
    name: .customLong("slow-ms"), help: ArgumentHelp("How long a slow body lasts before it is cut.", valueName: "ms"))
  var slow = 1500
  @Option(help: ArgumentHelp("Append every request to this file.", valueName: "file"))
  var history: String?
  @Option(help: ArgumentHelp("Write the JSON line to this file once all ports serve.", valueName: "file"))
  var ready: String?
  @Option(name: .customLong("write-world"), help: ArgumentHelp("Write the world to this file.", valueName: "file"))
  var writeWorld: String?
  @Option(help: ArgumentHelp("Write a lot file of the world's cars to this file.", valueName: "file"))
  var lot: String?
  @Option(help: ArgumentHelp("Write the sellers' sessions to this file, for its owner only.", valueName: "file"))
  var sessions: String?
  @Option(name: .customLong("exit-with"), help: ArgumentHelp("Stop when this process is gone.", valueName: "pid"))
  var exitWith: Int32?

  func validate() throws {
    if (world == nil) == (generate == nil) { throw ValidationError("Give either --world or --generate.") }
    if let generate, generate < 1 { throw ValidationError("--generate needs at least one car.") }
    if settling < 0 || latency < 0 || accesses < 0 { throw ValidationError("Times and numbers cannot be negative.") }
  }

  func run() async throws {
    let seed = seed ?? UInt64.random(in: 1...999_999_999)
    let loaded = try loadedWorld(seed)
    try writeFiles(of: loaded)
    let stop = StopSignals()
    let running = try await SimulatorServer.start(loaded, settings: settings(seed))
    let line = running.ready(pid: OwnProcess.id).line
    if let ready { try SmallFile.replace(ready, with: Array((line + "\n").utf8)) }
    SmallFile.say(line)
    await stop.wait(orGone: exitWith)
    await running.stop()
  }

  private func loadedWorld(_ seed: UInt64) throws -> SimulatedWorld {
    guard let world else {
      return .generated(vehicles: generate ?? 1, seed: seed, accessesPerVehicle: accesses)
    }
    return try SimulatedWorld.read(SmallFile.contents(of: world))
  }

  private func writeFiles(of world: SimulatedWorld) throws {
    if let writeWorld { try SmallFile.replace(writeWorld, with: world.file()) }
    if let lot { try SmallFile.replace(lot, with: Array(world.lotFile().utf8)) }
    if let sessions { try SmallFile.replace(sessions, with: Array(world.sessionsFile().utf8)) }
  }

  private func settings(_ seed: UInt64) -> SimulationSettings {
    var settings = SimulationSettings()
    settings.seed = seed
    settings.profile = profile
    settings.changes = Dictionary(fault.map { ($0.fault, $0.rate) }) { $1 }
    settings.settlingMilliseconds = Int(settling * 1000)
    settings.latencyMilliseconds = latency
    settings.pageLimit = pageLimit
    settings.slowBodyMilliseconds = slow
    settings.historyFile = history
    return settings
  }
}

extension FaultProfile: ExpressibleByArgument {}

/// `A2=0.1`.
struct FaultRate: ExpressibleByArgument {
  let fault: Fault
  let rate: Double

  init?(argument: String) {
    let halves = argument.split(separator: "=")
    guard halves.count == 2, let fault = Fault(rawValue: String(halves[0])), let rate = Double(halves[1]),
      (0...1).contains(rate)
    else { return nil }
    self.fault = fault
    self.rate = rate
  }
}
