import FoundationEssentials
import Glibc
import StrictFormats

/// P16: when a provider's cars are finished beside a provider that hardly answers, against when they are finished alone.
///
/// Two simulators of one world: Smartcar answers in 20 ms, Škoda in `stall`. The fast cars are those that only Smartcar
/// knows; among them stand more stalled ones than a run works at once. The moment of the last fast car's line on stdout is
/// taken, and the run is killed then. This is a look: with --apply nothing may be ended before every car of the lot was
/// looked at, because a person agrees to the number of endings first.
struct IsolationBench {
  var tools: Tools
  /// Cars that only the fast provider knows.
  var cars: Int
  var rounds: Int
  static let stall = 3_000
  /// More than the cars that a run works at once for one set of providers.
  static let stalledCars = 80

  func figures() throws -> [Figure] {
    let fast = try Simulators(tools, cars: cars * 2, latency: MakespanBench.latency)
    let slow = try Simulators(tools, cars: cars * 2, latency: Self.stall)
    defer {
      fast.stop()
      slow.stop()
    }
    let both = fast.folder + "/both.json"
    try Self.join(fast, slow, into: both)
    try fast.keepFirst(Self.stalledCars, of: .all)
    let medians = try interleaved(
      rounds,
      [
        { try look(BatchCall(tools: tools, simulators: fast, home: Dealership(tools), lot: .smartcar)) },
        { try look(BatchCall(tools: tools, simulators: fast, home: Dealership(tools), lot: .all, ready: both)) },
      ])
    return [
      Figure(
        id: "P16", what: "\(cars) cars' look beside \(Self.stalledCars) that stall",
        ours: "beside \(digits(medians[1])) s", peer: "alone \(digits(medians[0])) s", ratio: medians[1] / medians[0],
        floor: 1.3, goal: 1.05, better: .lower)
    ]
  }

  private func look(_ call: BatchCall) throws -> Double {
    var call = call
    call.apply = false
    let output = temporary("look")
    defer { unlink(output) }
    let started = clock(CLOCK_MONOTONIC)
    let child = try Child(call.command, output: output)
    defer {
      child.signal(SIGKILL)
      _ = child.wait()
    }
    var reader = GrowingFile(output)
    var done = 0
    while done < cars {
      guard clock(CLOCK_MONOTONIC) - started < 300 else { throw BenchProblem("the fast cars were not finished") }
      done += reader.newLines().count { $0.contains("\"vin\":") && !$0.contains("Škoda") }
      usleep(2_000)
    }
    return clock(CLOCK_MONOTONIC) - started
  }

  /// The file that says where the simulators are, with one provider from each.
  private static func join(_ fast: Simulators, _ slow: Simulators, into path: String) throws {
    let iam = fast.smartcarOrigin
    let smartcar = #"{"iam":"\#(iam)","vehicle":"\#(fast.smartcarBase)","management":"\#(fast.smartcarBase)"}"#
    try write(#"{"smartcar":\#(smartcar),"skoda":{"api":"\#(slow.skodaBase)"}}"#, to: path)
  }
}

/// P20: a run is killed with -9 in the middle of ending accesses and the same command is given again. How many calls were
/// made more than in a run that nobody disturbed, for each call that was in flight at the kill?
///
/// In flight is what the adapters allow themselves at each provider that was asked in the last tenth of a second: a run that
/// has work keeps every one of those places busy.
struct ResumeBench {
  var tools: Tools
  var cars: Int
  /// Where to kill, as shares of the calls of an undisturbed run.
  var moments: [Double]

  func figures() throws -> [Figure] {
    let simulators = try Simulators(tools, cars: cars, latency: MakespanBench.latency, history: true)
    defer { simulators.stop() }
    let whole = try calls(simulators) { try call(simulators, Dealership(tools)).run() }
    var ratios: [Double] = []
    var extras: [Double] = []
    for moment in moments {
      try simulators.reset()
      let home = try Dealership(tools)
      var inFlight = 1
      let made = try calls(simulators) {
        inFlight = try kill(call(simulators, home), simulators, after: Int(Double(whole) * moment))
        // The servers finish what they had received.
        usleep(100_000)
        return try call(simulators, home).run()
      }
      extras.append(Double(made - whole))
      ratios.append(max(0, Double(made - whole)) / Double(inFlight))
      say(
        "      killed after \(digits(moment * 100)) % of \(whole) calls, \(inFlight) in flight: "
          + "\(made - whole) calls more than undisturbed")
    }
    return [
      Figure(
        id: "P20", what: "resume after kill -9, \(cars) cars, \(moments.count) kills",
        ours: "\(digits(median(extras))) calls more", peer: "calls in flight at the kill", ratio: median(ratios),
        floor: 3, goal: 1.5, better: .lower)
    ]
  }

  private func call(_ simulators: Simulators, _ home: Dealership) -> BatchCall {
    BatchCall(tools: tools, simulators: simulators, home: home, lot: .all)
  }

  private func calls(_ simulators: Simulators, _ body: () throws -> Usage) throws -> Int {
    let before = try simulators.served()
    _ = try body()
    return try simulators.served() - before
  }

  private func kill(_ call: BatchCall, _ simulators: Simulators, after calls: Int) throws -> Int {
    let target = try simulators.served() + calls
    let child = try Child(call.command)
    while try simulators.served() < target {
      guard Glibc.kill(child.pid, 0) == 0 else { throw BenchProblem("the run ended before it was to be killed") }
      usleep(5_000)
    }
    child.signal(SIGKILL)
    _ = child.wait()
    return max(1, try simulators.callsInFlight())
  }
}

extension Simulators {
  /// What the adapters declare as calls in flight (November 2026).
  private static let concurrency = ["skoda": 4, "smartcar": 8]

  /// The places at the providers that are being asked.
  func callsInFlight() throws -> Int {
    let text = try String(contentsOfFile: folder + "/history.jsonl", encoding: .utf8)
    let calls = text.split(separator: "\n").suffix(200).compactMap { line -> (at: Int64, provider: String)? in
      guard let call = try? StrictJSON.parse(Array(line.utf8)), let at = call["mono_ns"]?.integer,
        let provider = call["provider"]?.string
      else { return nil }
      return (at, provider)
    }
    let last = calls.last?.at ?? 0
    let asked = Set(calls.filter { last - $0.at <= 100_000_000 }.map(\.provider))
    return asked.reduce(0) { $0 + (Self.concurrency[$1] ?? 0) }
  }
}

/// The lines that come to stand in a file while somebody writes it.
struct GrowingFile {
  private let path: String
  private var descriptor: Int32 = -1
  private var rest: [UInt8] = []

  init(_ path: String) { self.path = path }

  mutating func newLines() -> [String] {
    if descriptor < 0 { descriptor = open(path, O_RDONLY | O_CLOEXEC) }
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &block, block.count)
      guard count > 0 else { break }
      rest += block[..<count]
    }
    guard let end = rest.lastIndex(of: 0x0A) else { return [] }
    let lines = String(decoding: rest[..<end], as: UTF8.self).split(separator: "\n").map(String.init)
    rest.removeSubrange(...end)
    return lines
  }
}
