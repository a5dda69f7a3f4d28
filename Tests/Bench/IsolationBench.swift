import FoundationEssentials
import Glibc

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
