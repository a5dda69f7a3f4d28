import FoundationEssentials
import Glibc

/// Where the programs are that a bench runs: our own release builds, and the peers'.
struct Tools {
  var handover: String
  var simulators: String
  var verifier: String
  /// The Python of a virtual environment that has the peers' packages.
  var python: String
  /// The folder of the peers' scripts.
  var peers: String

  /// - Parameter builds: the folder of the release builds.
  init(builds: String, python: String, peers: String) throws {
    handover = builds + "/handover"
    simulators = builds + "/handover-simulators"
    verifier = builds + "/handover-verify"
    self.python = python
    self.peers = peers
    for program in [handover, simulators, verifier, python] where access(program, X_OK) != 0 {
      throw BenchProblem("\(program) is missing; Tests/Bench/run.sh makes everything that is needed")
    }
  }

  func script(_ name: String) -> String { "\(peers)/\(name).py" }
}

/// What a dealership has after `handover setup`, in a folder that goes away with it.
final class Dealership {
  let folder: String

  /// - Parameter place: the parent folder; `/dev/shm` has no disk behind it, so that fsync costs nothing there.
  init(_ tools: Tools, in place: String = "/tmp") throws {
    folder = "\(place)/handover-bench-\(getpid())-home-\(UInt32.random(in: 0 ... .max))"
    _ = try Child.run([
      tools.handover, "setup", "--home", folder, "--organisation", "Example Motors", "--rooftop", "North", "--issuer",
      "https://north.example-motors.example",
    ])
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  var trustList: String { folder + "/trust/list.jws" }
  var signerCertificate: String { folder + "/chain/terminal.der" }
}

/// One `handover batch` over a lot of the simulators.
struct BatchCall {
  var tools: Tools
  var simulators: Simulators
  var home: Dealership
  var lot: Simulators.Lot
  var apply = true
  /// Calls in flight per provider; nil leaves what the adapters declare.
  var concurrency: Int?
  var extra: [String] = []
  /// Another file than the simulators' own, where two of them serve.
  var ready: String?

  var command: [String] {
    var words = [
      tools.handover, "batch", simulators.lot(lot), "--home", home.folder, "--simulators",
      ready ?? simulators.readyFile,
      "--settling", "0", "--gap", "0.05", "--json",
    ]
    if lot != .skoda { words += ["--smartcar", simulators.application] }
    if lot != .smartcar { words += ["--unofficial", "skoda", "--sessions", simulators.sessions] }
    if apply { words += ["--apply", "--endings", "\(simulators.endings(lot))"] }
    if let concurrency { words += ["--concurrency", "\(concurrency)"] }
    return words + extra
  }

  /// Runs it to its end. A simulated car is never clear, so 8 (something is left for a person) is what is expected.
  func run(output: String? = nil) throws -> Usage {
    try Child.run(command, output: output, expecting: [8])
  }
}

extension Simulators {
  /// Puts the world back to its start, so that the next run finds the same work.
  func reset() throws {
    _ = try Child.run(["curl", "-sf", "-X", "POST", smartcarOrigin + "/_sim/reset"])
  }
}
