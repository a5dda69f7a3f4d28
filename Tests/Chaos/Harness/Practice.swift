import Foundation
import Glibc
import StrictFormats

/// What a simulated world is like.
struct WorldSettings {
  var cars: Int
  var seed: UInt64
  var profile = "kind"
  /// Single rates that differ from the profile's: `["B1=0"]`.
  var faults: [String] = []
  /// The longest time an ended access may still be shown, in seconds, and what the product is told of it.
  var settling = 0.0
  var declaredSettling = 0.02
  var latencyMilliseconds = 0
}

/// One simulated world, served by a process of its own, with a dealership that works in it.
final class Practice {
  let folder: String
  let settings: WorldSettings
  let tools: ToolOptions
  private let template: String
  private let server: Child
  private let ready: JSONValue
  private let world: JSONValue
  /// The sessions that the sellers lent at first.
  private let sessions: String
  /// The runs since the last `begin`.
  private(set) var runs: [(output: String, exit: Int32, copies: String?)] = []
  private(set) var talks: [String] = []
  private var round = 0
  /// Whether the product as built is run, and not the one under test.
  private var isPlain = false
  /// Where the round's dealership works.
  private(set) var home = ""

  init(_ settings: WorldSettings, tools: ToolOptions, template: String, folder: String) throws {
    self.settings = settings
    self.tools = tools
    self.template = template
    self.folder = folder
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var command = [
      tools.simulators, "--generate", "\(settings.cars)", "--seed", "\(settings.seed)", "--profile", settings.profile,
      "--settling", "\(settings.settling)", "--latency-ms", "\(settings.latencyMilliseconds)", "--slow-ms", "60",
      "--page-limit", "3", "--history", folder + "/live.jsonl", "--lot", folder + "/lot.csv", "--sessions",
      folder + "/sessions.jsonl", "--ready", folder + "/ready.json", "--write-world", folder + "/world.json",
      "--exit-with", "\(getpid())",
    ]
    for fault in settings.faults { command += ["--fault", fault] }
    unlink(folder + "/ready.json")
    server = try Child(command, talk: folder + "/simulators.err")
    ready = try Self.whenReady(folder + "/ready.json", server)
    world = try StrictJSON.parseForeign(try fileBytes(folder + "/world.json"))
    sessions = String(decoding: try fileBytes(folder + "/sessions.jsonl"), as: UTF8.self)
    let id = ready["smartcar"]?["client_id"]?.string ?? ""
    let secret = ready["smartcar"]?["client_secret"]?.string ?? ""
    try write(#"{"client_id":"\#(id)","client_secret":"\#(secret)"}"#, to: folder + "/app.json")
    try write(canaries(secret).joined(separator: "\n") + "\n", to: folder + "/canaries")
  }

  deinit { stop() }

  func stop() {
    server.signal(SIGTERM)
    if server.wait(atMost: 5) == nil {
      server.signal(SIGKILL)
      _ = server.wait()
    }
  }

  private static func whenReady(_ path: String, _ server: Child) throws -> JSONValue {
    for _ in 0..<3_000 {
      if FileManager.default.fileExists(atPath: path) {
        return try StrictJSON.parse(try fileBytes(path).filter { $0 != 10 })
      }
      if server.poll() != nil { break }
      usleep(10_000)
    }
    throw ChaosProblem("the simulators did not get ready")
  }

  /// The file that the simulators append every request to, as it happens.
  var liveHistory: String { folder + "/live.jsonl" }

  /// Half of the time a call takes: an effect happens in the middle of it.
  var halfLatency: Double { Double(settings.latencyMilliseconds) / 2_000 }
}

// The world.
extension Practice {
  /// A fresh world, with the faults of this seed, and a fresh dealership.
  func begin(faultSeed: UInt64? = nil) throws {
    let rates = settings.faults.map { fault in
      let halves = fault.split(separator: "=")
      return #""\#(halves[0])":\#(halves[1])"#
    }
    let profile =
      #"{"profile":"\#(settings.profile)","faults":{\#(rates.joined(separator: ","))},"#
      + #""seed":\#((faultSeed ?? settings.seed) & 0xFFFF_FFFF)}"#
    _ = try LoopbackCall.send("POST", management("profile"), body: profile)
    _ = try LoopbackCall.send("POST", management("reset"))
    try write(sessions, to: folder + "/sessions.jsonl")
    try? FileManager.default.removeItem(atPath: home)
    round += 1
    home = "\(folder)/home\(round)"
    try FileManager.default.copyItem(atPath: template, toPath: home)
    for run in runs {
      unlink(run.output)
      if let copies = run.copies { try? FileManager.default.removeItem(atPath: copies) }
    }
    for talk in talks { unlink(talk) }
    runs = []
    talks = []
  }

  /// No faults from here on; what they have done to the world stays.
  func calm() throws { _ = try LoopbackCall.send("POST", management("profile"), body: #"{"profile":"kind"}"#) }

  /// The sellers sign in again, as somebody asks them to whose session was lost or given back. The sessions file is written
  /// anew under its name.
  func signInAgain() throws {
    let base = ready["skoda"]?["api"]?.string ?? ""
    var lines: [String] = []
    for vehicle in world["vehicles"]?.array ?? [] {
      guard let vin = vehicle["vin"]?.string, let code = vehicle["skoda"]?["seller"]?["code"]?.string else { continue }
      let answer = try LoopbackCall.send(
        "POST", base + "/v1/authentication/exchange-authorization-code?tokenType=CONNECT", body: #"{"code":"\#(code)"}"#
      )
      let tokens = try StrictJSON.parseForeign(answer)
      guard let access = tokens["accessToken"]?.string, let refresh = tokens["refreshToken"]?.string else {
        throw ChaosProblem("the seller could not sign in again")
      }
      lines.append(
        #"{"vin":"\#(vin)","provider":"skoda","access_token":"\#(access)","refresh_token":"\#(refresh)"}"#)
    }
    try write(lines.joined(separator: "\n") + "\n", to: folder + "/sessions.jsonl")
    let known = String(decoding: try fileBytes(folder + "/canaries"), as: UTF8.self)
    try write(known + lines.flatMap { secrets(in: $0) }.joined(separator: "\n") + "\n", to: folder + "/canaries")
  }

  /// What must never be written: the application's secret, every token, every address of a person, every private key.
  private func canaries(_ secret: String) throws -> [String] {
    let sessions = String(decoding: try fileBytes(folder + "/sessions.jsonl"), as: UTF8.self)
    let people = secrets(in: String(decoding: try fileBytes(folder + "/world.json"), as: UTF8.self), of: ["email"])
    // Of a PKCS #8 key the first two lines hold the secret number, the third the public point, which certificates show.
    let keys = try FileManager.default.contentsOfDirectory(atPath: template + "/keys").flatMap { name in
      String(decoding: try fileBytes("\(template)/keys/\(name)"), as: UTF8.self).split(separator: "\n")
        .filter { !$0.contains("-----") }.prefix(2).map(String.init)
    }
    return [secret] + secrets(in: sessions) + people + keys
  }

  private func secrets(in text: String, of names: Set<String> = ["access_token", "refresh_token"]) -> [String] {
    text.split(separator: "\n").flatMap { line in
      (try? StrictJSON.parseForeign(Array(line.utf8))).map { strings(in: $0, of: names) } ?? []
    }
  }

  private func strings(in value: JSONValue, of names: Set<String>) -> [String] {
    switch value {
    case .object(let members):
      members.flatMap { member in
        (names.contains(member.name) ? [member.value.string].compactMap(\.self) : [])
          + strings(in: member.value, of: names)
      }
    case .array(let values): values.flatMap { strings(in: $0, of: names) }
    default: []
    }
  }

  private func management(_ route: String) -> String { (ready["smartcar"]?["v2"]?.string ?? "") + "/_sim/" + route }

  func saveHistory(to path: String) throws { try save(management("history"), to: path) }
  func saveTruth(to path: String) throws { try save(management("truth"), to: path) }

  private func save(_ url: String, to path: String) throws {
    try write(String(decoding: try LoopbackCall.send("GET", url), as: UTF8.self), to: path)
  }
}

// The dealership's runs.
extension Practice {
  /// The command that is given again and again.
  func command(_ extra: [String] = []) -> [String] {
    [
      isPlain ? tools.plain : tools.product, "batch", folder + "/lot.csv", "--apply", "--endings",
      "\(settings.cars * 20)", "--home", home,
      "--simulators", folder + "/ready.json", "--smartcar", folder + "/app.json", "--unofficial", "skoda", "--sessions",
      folder + "/sessions.jsonl", "--settling", "\(settings.declaredSettling)", "--gap", "0.02", "--deadline", "2",
      "--concurrency", "16", "--json",
    ] + extra
  }

  /// Starts the command; its end is to be noted with `ended`.
  func start(_ extra: [String] = []) throws -> Child {
    let number = runs.count + 1
    let copies = "\(folder)/copies\(number)"
    let output = "\(folder)/run\(number).jsonl"
    let talk = "\(folder)/run\(number).err"
    let child = try Child(command(["--out", copies] + extra), output: output, talk: talk)
    runs.append((output, -1, copies))
    talks.append(talk)
    return child
  }

  func ended(_ status: Int32) { runs[runs.count - 1].exit = status }

  /// Runs the command to its end.
  @discardableResult
  func run(_ extra: [String] = [], atMost seconds: Double = 90) throws -> Int32 {
    let child = try start(extra)
    guard let status = child.wait(atMost: seconds) else {
      child.signal(SIGKILL)
      ended(child.wait())
      throw ChaosProblem("a run did not end within \(Int(seconds)) s (I7)")
    }
    ended(status)
    return status
  }

  /// Runs the command until a run changes nothing any more and holds nothing up that the next one would end.
  func runUntilQuiet(atMost limit: Int = 8) throws {
    for _ in 0..<limit {
      let before = try effectful()
      let status = try run()
      guard [0, 8].contains(status), let run = runs.last else {
        throw ChaosProblem("a run ended with status \(status): see \(talks.last ?? "")")
      }
      if try effectful() == before, try !RunOutput(run.output, exit: status).holdsUp { return }
    }
    throw ChaosProblem("\(limit) runs, and each still ends something (I7)")
  }

  private func effectful() throws -> Int {
    try saveHistory(to: folder + "/count.jsonl")
    return try readHistory(folder + "/count.jsonl").count(where: \.isEffectful)
  }

  /// Everything that is left behind, ready to be checked.
  ///
  /// - Parameters:
  ///   - everyCopy: take the certificate's full copy of every so manieth car only; each costs a process.
  ///   - first: which car the taking starts with.
  func evidence(plain: PlainRun?, everyCopy: Int = 1, from first: Int = 0) throws -> EvidenceFiles {
    var files = EvidenceFiles()
    files.history = folder + "/history.jsonl"
    files.truth = folder + "/truth.jsonl"
    files.ledger = folder + "/export.jsonl"
    files.audit = folder + "/audit.json"
    files.lot = folder + "/lot.csv"
    try saveHistory(to: files.history)
    try saveTruth(to: files.truth)
    try export(to: files.ledger)
    let audit = try Child(
      [tools.product, "ledger", "audit", "--json", "--home", home], output: files.audit, talk: folder + "/audit.err")
    _ = audit.wait()
    files.certificates = try fullCopies(every: everyCopy, from: first)
    files.runs = runs
    files.talks = talks
    files.canaries = folder + "/canaries"
    files.searched = try FileManager.default.contentsOfDirectory(atPath: home).filter { $0.hasPrefix("ledger") }
      .map { "\(home)/\($0)" }
    files.plainTruth = plain?.truth
    files.plainOutput = plain?.output
    files.plainHistory = plain?.history
    return files
  }

  func export(to path: String) throws {
    let child = try Child(
      [tools.product, "ledger", "export", "--home", home], output: path, talk: folder + "/export.err")
    guard child.wait() == 0 else { throw ChaosProblem("the ledger could not be exported: see \(folder)/export.err") }
  }

  /// Full copies of certificates, two processes at a time.
  private func fullCopies(every step: Int, from first: Int) throws -> String {
    let copies = folder + "/full"
    try? FileManager.default.removeItem(atPath: copies)
    try FileManager.default.createDirectory(atPath: copies, withIntermediateDirectories: true)
    let cars = try vins(inLot: folder + "/lot.csv")
    var waiting = cars.indices.filter { ($0 + first) % step == 0 }.map { cars[$0] }[...]
    while !waiting.isEmpty {
      let pair = try waiting.prefix(2).map { vin in
        try Child(
          [
            tools.product, "present", vin, "--for", "full", "--home", home, "--out", "\(copies)/\(vin).transfer.json",
          ], talk: folder + "/present.err")
      }
      waiting = waiting.dropFirst(2)
      for child in pair { _ = child.wait() }
    }
    return copies
  }
}

/// What a run that nothing disturbed left behind.
struct PlainRun {
  var truth: String
  var output: String
  var history: String
}

extension Practice {
  /// Works this world from its start to its end without any disturbance, and keeps what came of it.
  func plainRun() throws -> PlainRun {
    isPlain = true
    defer { isPlain = false }
    try begin()
    try calm()
    try run()
    let kept = PlainRun(
      truth: folder + "/plain-truth.jsonl", output: folder + "/plain-output.jsonl",
      history: folder + "/plain-history.jsonl")
    try saveHistory(to: kept.history)
    try runUntilQuiet()
    try saveTruth(to: kept.truth)
    guard let last = runs.last else { throw ChaosProblem("there was no run") }
    try? FileManager.default.removeItem(atPath: kept.output)
    try FileManager.default.copyItem(atPath: last.output, toPath: kept.output)
    return kept
  }
}
