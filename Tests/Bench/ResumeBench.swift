import FoundationEssentials
import Glibc
import StrictFormats

/// P20: a run is killed with -9 in the middle of ending accesses and the same command is given again. How many calls were
/// made more than in a run that nobody disturbed, for each call that was in flight at the kill?
///
/// In flight is what the simulators had received and not answered when the signal was sent. They note a call half of their
/// latency after they received it and answer as long after that, so those are the calls noted within half a latency of the
/// signal, before or after.
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
      var inFlight = 0
      let made = try calls(simulators) {
        let killedAt = try kill(call(simulators, home), simulators, after: Int(Double(whole) * moment))
        // The servers finish what they had received.
        usleep(100_000)
        inFlight = max(1, try simulators.calls(near: killedAt))
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

  /// Kills a run once it has made so many calls; the moment of it.
  private func kill(_ call: BatchCall, _ simulators: Simulators, after calls: Int) throws -> Date {
    let target = try simulators.served() + calls
    let child = try Child(call.command)
    while try simulators.served() < target {
      guard Glibc.kill(child.pid, 0) == 0 else { throw BenchProblem("the run ended before it was to be killed") }
      usleep(5_000)
    }
    let moment = Date()
    child.signal(SIGKILL)
    _ = child.wait()
    return moment
  }
}

extension Simulators {
  /// Calls that were noted within half a latency of this moment.
  fileprivate func calls(near moment: Date) throws -> Int {
    let half = Double(MakespanBench.latency) / 2_000
    let text = try String(contentsOfFile: folder + "/history.jsonl", encoding: .utf8)
    return try text.split(separator: "\n").suffix(200).count { line in
      guard let wall = try StrictJSON.parse(Array(line.utf8))["wall"]?.string,
        let noted = try? Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse(wall)
      else { throw BenchProblem("a line of the history has no time") }
      return abs(noted.timeIntervalSince(moment)) <= half
    }
  }
}
