import ArgumentParser
import Foundation
import Glibc

/// The programs under test, and a folder for everything that a scenario leaves.
struct ToolOptions: ParsableArguments {
  @Option(help: "The folder of built programs (swift build --show-bin-path).") var bin: String
  @Option(help: "The product under test, where it is another build than the one in --bin.") var handover: String?
  @Option(help: "Keep everything in this folder instead of a temporary one that is removed.") var keep: String?

  var product: String { handover ?? plain }
  /// The product that the fault-free runs are made with.
  var plain: String { bin + "/handover" }
  var simulators: String { bin + "/handover-simulators" }

  func validate() throws {
    for tool in [product, simulators] where access(tool, X_OK) != 0 {
      throw ValidationError("\(tool) is missing; run swift build first")
    }
  }

  /// Runs with a folder that is removed afterwards, unless it is to be kept.
  func withFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
    let folder = keep ?? "/tmp/handover-chaos-\(getpid())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { if keep == nil { try? FileManager.default.removeItem(atPath: folder) } }
    return try body(folder)
  }
}

/// A dealership's folder as `setup` makes it, made once and copied for every scenario.
func makeHome(_ tools: ToolOptions, in folder: String) throws -> String {
  let home = folder + "/template"
  let child = try Child(
    [
      tools.product, "setup", "--home", home, "--organisation", "Example Motors", "--rooftop", "North", "--issuer",
      "https://north.example-motors.example",
    ], output: folder + "/setup.out", talk: folder + "/setup.err")
  guard child.wait() == 0 else { throw ChaosProblem("setup failed: see \(folder)/setup.err") }
  return home
}

/// Writes a file that only its owner can read.
func write(_ text: String, to path: String) throws {
  guard FileManager.default.createFile(atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
  else { throw ChaosProblem("\(path) cannot be written") }
}

/// Reads numbers in a repeatable order: SplitMix64 (Steele, Lea and Flood, 2014).
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
