import FoundationEssentials

/// P3: processor time per car against the script that a dealer's engineer would write with the provider's own SDK, at the
/// same number of calls per car. Only the client's own time counts (wait4), so a slow simulator takes nothing from it.
struct CostBench {
  var tools: Tools
  var cars: Int
  var rounds: Int

  func figures() throws -> [Figure] {
    let simulators = try Simulators(
      tools, cars: cars * 2, latency: MakespanBench.latency, history: true)
    defer { simulators.stop() }
    let calls = try callsPerCar(simulators)
    let medians = try interleaved(
      rounds,
      [
        { try script(simulators, calls: Int(calls)).cpu / Double(cars) },
        { try batch(simulators).cpu / Double(cars) },
      ])
    return [
      Figure(
        id: "P3", what: "CPU per car, \(cars) Smartcar cars, \(Int(calls)) calls each",
        ours: "batch \(digits(medians[1] * 1e3)) ms", peer: "smartcar SDK \(digits(medians[0] * 1e3)) ms",
        ratio: medians[0] / medians[1], floor: 12, goal: 20, better: .higher)
    ]
  }

  /// Calls that our own run makes for a car, rounded down in the peer's favour.
  private func callsPerCar(_ simulators: Simulators) throws -> Double {
    let before = try simulators.served()
    _ = try batch(simulators)
    return (Double(try simulators.served() - before) / Double(cars)).rounded(.down)
  }

  private func batch(_ simulators: Simulators) throws -> Usage {
    try simulators.reset()
    let home = try Dealership(tools)
    return try BatchCall(
      tools: tools, simulators: simulators, home: home, lot: .smartcar, concurrency: MakespanBench.inFlight
    ).run()
  }

  private func script(_ simulators: Simulators, calls: Int) throws -> Usage {
    try simulators.reset()
    let ledger = temporary("peer-ledger")
    defer { for name in [ledger, ledger + "-journal"] { try? FileManager.default.removeItem(atPath: name) } }
    return try Child.run([
      tools.python, tools.script("smartcar_batch"), simulators.readyFile, simulators.worldFile, ledger, "--threads",
      "\(MakespanBench.inFlight)", "--calls", "\(calls)",
    ])
  }
}

/// Whether a car costs as much in a large lot as in a small one, and P10's first half: memory at 10,000 cars.
///
/// No latency: the figures are processor time and memory of the client alone.
struct ScaleBench {
  var tools: Tools
  var sizes: [Int]

  func figures() throws -> [Figure] {
    var costs: [(cars: Int, cpu: Double, wall: Double, peak: Int)] = []
    for cars in sizes {
      let simulators = try Simulators(tools, cars: cars, latency: 0)
      defer { simulators.stop() }
      let home = try Dealership(tools)
      let usage = try BatchCall(tools: tools, simulators: simulators, home: home, lot: .all).run()
      costs.append((cars, usage.cpu / Double(cars), usage.wall, usage.peakBytes))
      say(
        "      \(cars) cars, half Škoda half Smartcar: \(digits(usage.cpu / Double(cars) * 1e3)) ms CPU per car, "
          + "\(digits(usage.wall)) s, peak \(mebibytes(usage.peakBytes)) MiB")
    }
    guard let first = costs.first, let last = costs.last else { return [] }
    // The memory bar is for 10,000 cars; a quick run takes what is nearest.
    let memory = costs.min { abs($0.cars - 10_000) < abs($1.cars - 10_000) } ?? last
    return [
      Figure(
        id: "flat", what: "CPU per car, \(last.cars) cars against \(first.cars)",
        ours: "\(digits(last.cpu * 1e3)) ms", peer: "\(digits(first.cpu * 1e3)) ms", ratio: last.cpu / first.cpu,
        floor: 1.3, goal: 1.1, better: .lower),
      Figure(
        id: "P10a", what: "peak memory at \(memory.cars) cars, ended and certified",
        ours: "batch \(mebibytes(memory.peak)) MiB", peer: "limit",
        ratio: Double(memory.peak) / 1_048_576, floor: 64, goal: 40, better: .lower, unit: " MiB"),
    ]
  }
}

func mebibytes(_ bytes: Int) -> String { digits(Double(bytes) / 1_048_576) }
