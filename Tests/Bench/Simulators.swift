import FoundationEssentials
import Glibc
import StrictFormats

/// The simulators as a process of their own, in the kind profile: no faults, so that only work is measured. The files they
/// write lie in a folder of their own.
final class Simulators {
  let folder: String
  let cars: Int
  private let accesses: Int
  private let child: Child
  private let ready: JSONValue

  /// - Parameters:
  ///   - latency: milliseconds that every call takes.
  ///   - accesses: accesses that can be ended, per car.
  init(_ tools: Tools, cars: Int, latency: Int, accesses: Int = 2, history: Bool = false) throws {
    self.cars = cars
    self.accesses = accesses
    folder = temporary("simulators")
    mkdir(folder, 0o700)
    var command = [
      tools.simulators, "--generate", "\(cars)", "--accesses", "\(accesses)", "--seed", "20261124", "--profile", "kind",
      "--settling", "0", "--latency-ms", "\(latency)", "--lot", folder + "/all.csv", "--sessions",
      folder + "/sessions.jsonl", "--ready", folder + "/ready.json", "--write-world", folder + "/world.json",
      "--exit-with", "\(getpid())",
    ]
    if history { command += ["--history", folder + "/history.jsonl"] }
    child = try Child(command, talk: folder + "/stderr")
    ready = try Self.waitUntilReady(folder + "/ready.json", child)
    let smartcar = ready["smartcar"]
    let application = #"{"client_id":"\#(smartcar?["client_id"]?.string ?? "")","client_secret":"#
    try write(
      application + #""\#(smartcar?["client_secret"]?.string ?? "")"}"#, to: folder + "/app.json")
    try writeLots()
  }

  deinit { stop() }

  private var isStopped = false

  func stop() {
    guard !isStopped else { return }
    isStopped = true
    child.signal(SIGTERM)
    _ = child.wait()
    try? FileManager.default.removeItem(atPath: folder)
  }

  var readyFile: String { folder + "/ready.json" }
  var worldFile: String { folder + "/world.json" }
  var application: String { folder + "/app.json" }
  var sessions: String { folder + "/sessions.jsonl" }
  var smartcarBase: String { ready["smartcar"]?["vehicle"]?.string ?? "" }
  var smartcarOrigin: String { ready["smartcar"]?["v2"]?.string ?? "" }
  var skodaBase: String { ready["skoda"]?["api"]?.string ?? "" }

  /// The whole lot, or one provider's cars of it.
  enum Lot: String {
    case all, skoda, smartcar
  }

  /// Endings that the plans over a lot hold: an account's tie to the car comes on top of a Škoda's accesses.
  func endings(_ lot: Lot) -> Int {
    let (skoda, smartcar) = ((cars + 1) / 2 * (accesses + 1), cars / 2 * accesses)
    return switch lot {
    case .all: skoda + smartcar
    case .skoda: skoda
    case .smartcar: smartcar
    }
  }

  func lot(_ lot: Lot) -> String { folder + "/\(lot.rawValue).csv" }

  /// The access token of one seller.
  var aSession: String {
    get throws {
      let lines = try String(contentsOfFile: sessions, encoding: .utf8).split(separator: "\n")
      return try lines.first.flatMap { try StrictJSON.parse(Array($0.utf8))["access_token"]?.string } ?? ""
    }
  }

  /// Requests served since the start, from the history file.
  func served() throws -> Int {
    try Data(contentsOf: URL(filePath: folder + "/history.jsonl")).reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
  }

  /// Leaves so many Škoda in a lot; they stay among the others.
  func keepFirst(_ count: Int, of lot: Lot) throws {
    var left = count
    let rows = try String(contentsOfFile: self.lot(lot), encoding: .utf8).split(separator: "\n").filter { row in
      guard row.hasPrefix("TMB") else { return true }
      left -= 1
      return left >= 0
    }
    try write(rows.joined(separator: "\n") + "\n", to: self.lot(lot))
  }

  private func writeLots() throws {
    let lines = try String(contentsOfFile: lot(.all), encoding: .utf8).split(separator: "\n")
    guard let header = lines.first else { throw BenchProblem("the simulators wrote an empty lot") }
    let rows = lines.dropFirst()
    let isSkoda = { (row: Substring) in row.hasPrefix("TMB") }
    for (lot, chosen) in [(Lot.skoda, rows.filter(isSkoda)), (.smartcar, rows.filter { !isSkoda($0) })] {
      try write(([header] + chosen).joined(separator: "\n") + "\n", to: self.lot(lot))
    }
  }

  private static func waitUntilReady(_ path: String, _ child: Child) throws -> JSONValue {
    for _ in 0..<3_000 {
      if let data = try? Data(contentsOf: URL(filePath: path)), let value = try? StrictJSON.parse([UInt8](data)) {
        return value
      }
      if kill(child.pid, 0) != 0 { break }
      usleep(20_000)
    }
    throw BenchProblem("the simulators did not get ready")
  }
}

/// Writes a file that only its owner can read.
func write(_ text: String, to path: String) throws {
  let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  guard descriptor >= 0 else { throw BenchProblem("\(path) cannot be written") }
  defer { close(descriptor) }
  var rest = Array(text.utf8)[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    guard count > 0 else { throw BenchProblem("\(path) cannot be written") }
    rest = rest.dropFirst(count)
  }
}
