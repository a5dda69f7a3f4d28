import FoundationEssentials

/// P1 and P8: how near a run over a lot comes to what the same simulators can serve at all, and what the durable ledger
/// costs of it.
///
/// The lot has one provider's cars only, so that one lane with C calls in flight faces `wrk` with C connections; each run
/// makes its home, its ledger and a certificate per car. P8 compares the ledger on the disk with one on `/dev/shm`, where
/// a commit writes the same bytes and fsync costs nothing: a run without a ledger is no mode of the product.
struct MakespanBench {
  var tools: Tools
  var cars: Int
  var rounds: Int
  static let latency = 20
  static let inFlight = 16

  func figures() throws -> [Figure] {
    // Every other car of a generated world is a Škoda.
    let simulators = try Simulators(tools, cars: cars * 2, latency: Self.latency, history: true)
    defer { simulators.stop() }
    var walls: [Double] = []
    var memoryWalls: [Double] = []
    let medians = try interleaved(
      rounds,
      [
        { try ceiling(simulators) },
        {
          let (rate, wall) = try batch(simulators, in: "/tmp")
          walls.append(wall)
          return rate
        },
        {
          let (rate, wall) = try batch(simulators, in: "/dev/shm")
          memoryWalls.append(wall)
          return rate
        },
      ])
    let (disk, memory) = (median(walls), median(memoryWalls))
    return [
      Figure(
        id: "P1", what: "makespan, L = 20 ms, C = 16, \(cars) Škoda", ours: "batch \(digits(medians[1])) calls/s",
        peer: "wrk -c16 \(digits(medians[0])) calls/s", ratio: medians[1] / medians[0], floor: 0.90, goal: 0.96,
        better: .higher),
      Figure(
        id: "P8", what: "ledger tax of the same runs", ours: "disk \(digits(disk)) s",
        peer: "/dev/shm \(digits(memory)) s", ratio: max(0, (disk - memory) / disk), floor: 0.05, goal: 0.02,
        better: .lower),
    ]
  }

  private func batch(_ simulators: Simulators, in place: String) throws -> (rate: Double, wall: Double) {
    try simulators.reset()
    let home = try Dealership(tools, in: place)
    let before = try simulators.served()
    let usage = try BatchCall(
      tools: tools, simulators: simulators, home: home, lot: .skoda, concurrency: Self.inFlight
    ).run()
    return (Double(try simulators.served() - before) / usage.wall, usage.wall)
  }

  /// Calls per second of `wrk` with as many connections as the batch may have calls in flight.
  private func ceiling(_ simulators: Simulators) throws -> Double {
    try simulators.reset()
    let output = temporary("wrk")
    defer { try? FileManager.default.removeItem(atPath: output) }
    _ = try Child.run(
      [
        "wrk", "-t1", "-c\(Self.inFlight)", "-d4s", "-H", "Authorization: Bearer \(try simulators.aSession)",
        simulators.skodaBase + "/v2/garage",
      ], output: output)
    let text = try String(contentsOfFile: output, encoding: .utf8)
    guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("Requests/sec:") }),
      let rate = Double(line.split(separator: " ").last.map(String.init) ?? "")
    else { throw BenchProblem("wrk printed no rate") }
    return rate
  }
}
