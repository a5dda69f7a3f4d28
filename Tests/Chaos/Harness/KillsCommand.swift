import ArgumentParser
import Foundation
import Glibc

/// `handover-chaos kills`: kills a whole lot's batch at random moments.
struct KillsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kills", abstract: "Kill -9 a batch at random moments, resume it with the same command, check.",
    discussion: """
      One cycle is one fresh world, killed several times until its batch ends. Then the faults end, sellers whose session was \
      lost sign in again, and the same command is given until a run changes nothing; then the invariants are held.
      """)

  @OptionGroup var tools: ToolOptions
  @Option(help: "Kills altogether.") var kills = 200
  @Option(help: "Cars of the lot.") var cars = 100
  @Option(help: "Kills of one world.") var perCycle = 20
  @Option(help: "The seed of the world, its faults and the moments.") var seed: UInt64 = 20_261_124
  @Option(help: "The simulators' profile.") var profile = "unkind"
  @Option(name: .customLong("latency-ms"), help: "What a call takes.") var latency = 20
  @Option(help: "A rate that differs from the profile's; rate limits only cost time, so they are rare here.")
  var fault = ["B1=0.001", "B2=0.001"]

  func run() throws {
    print("kills: seed \(seed), \(cars) cars, profile \(profile) with \(fault.joined(separator: " "))")
    try tools.withFolder { folder in
      let template = try makeHome(tools, in: folder)
      var settings = WorldSettings(cars: cars, seed: seed, profile: profile, faults: fault)
      settings.settling = 0.1
      settings.declaredSettling = 0.15
      settings.latencyMilliseconds = latency
      let practice = try Practice(settings, tools: tools, template: template, folder: folder + "/kills")
      defer { practice.stop() }
      var campaign = Campaign(practice: practice, chance: SeededNumbers(seed: seed), plain: try practice.plainRun())
      let started = now()
      while campaign.killed < kills {
        try campaign.cycle(kills: min(perCycle, kills - campaign.killed))
      }
      campaign.report(seconds: now() - started)
      if campaign.violated > 0 || campaign.inFlight * 2 < campaign.killed { throw ExitCode.failure }
    }
  }
}

/// The cycles of one world and what they came to.
private struct Campaign {
  let practice: Practice
  var chance: SeededNumbers
  let plain: PlainRun
  var killed = 0
  var cycles = 0
  var violated = 0
  var histogram: [Moment: Int] = [:]
  /// How long the last run that reached an effect took to reach it: random moments are drawn around it.
  private var reach = 1.5

  init(practice: Practice, chance: SeededNumbers, plain: PlainRun) {
    self.practice = practice
    self.chance = chance
    self.plain = plain
  }

  var inFlight: Int { histogram[.flight, default: 0] }

  /// One fresh world: killed, resumed, killed …, then worked to its end and checked.
  mutating func cycle(kills: Int) throws {
    cycles += 1
    let started = now()
    try practice.begin(faultSeed: chance.next())
    var done = 0
    while done < kills, try kill(aimed: Double.random(in: 0..<1, using: &chance) < 0.65) { done += 1 }
    killed += done
    try practice.calm()
    usleep(250_000)
    try practice.signInAgain()
    try practice.runUntilQuiet()
    let rulings = try Evidence(try practice.evidence(plain: plain, everyCopy: 5, from: cycles)).rulings()
    let bad = rulings.filter { !$0.violations.isEmpty }
    violated += bad.count
    let state = bad.isEmpty ? "all invariants hold" : "VIOLATED"
    print(
      "cycle \(cycles): \(done) kills, \(practice.runs.count) runs, \(String(format: "%.1f", now() - started)) s, \(state)"
    )
    for line in bad.flatMap({ $0.lines() }) { print("  " + line) }
    if cycles == 1 { for line in rulings.flatMap({ $0.lines() }) { print("  " + line) } }
    fflush(nil)
  }

  /// Starts a run and kills it; false when it ended before.
  private mutating func kill(aimed: Bool) throws -> Bool {
    let tail = try HistoryTail(practice.liveHistory)
    let startedAt = now()
    let child = try practice.start()
    let isReached = aimed ? waitForFlight(child, tail, startedAt) : waitForMoment(child)
    child.signal(SIGKILL)
    let killedAt = now()
    let status = child.wait()
    practice.ended(status)
    guard isReached, status == 128 + SIGKILL else { return false }
    try note(startedAt, killedAt)
    return true
  }

  /// Returns while one of the next effectful requests is being served: its effect has happened, its answer is on its way.
  private mutating func waitForFlight(_ child: Child, _ tail: HistoryTail, _ startedAt: Double) -> Bool {
    var skip = Int.random(in: 0..<12, using: &chance)
    var isFirst = true
    while child.poll() == nil {
      for effect in tail.newEffects() {
        if isFirst { reach = now() - startedAt }
        isFirst = false
        skip -= 1
        if skip < 0, effect.wall + practice.halfLatency * 0.8 > now() { return true }
      }
      usleep(300)
    }
    return false
  }

  private mutating func waitForMoment(_ child: Child) -> Bool {
    let limit = now() + Double.random(in: 0.01..<(2 * reach), using: &chance)
    while child.poll() == nil {
      if now() >= limit { return true }
      usleep(500)
    }
    return false
  }

  private mutating func note(_ startedAt: Double, _ killedAt: Double) throws {
    let folder = practice.folder
    try practice.saveHistory(to: folder + "/moment.jsonl")
    try practice.export(to: folder + "/moment-ledger.jsonl")
    let moment = Moment(
      try readHistory(folder + "/moment.jsonl", last: 1_000),
      try LedgerExport(folder + "/moment-ledger.jsonl", since: startedAt), killedAt: killedAt, startedAt: startedAt,
      half: practice.halfLatency)
    histogram[moment, default: 0] += 1
  }

  func report(seconds: Double) {
    print("\(killed) kills in \(cycles) cycles, \(Int(seconds)) s")
    for moment in Moment.allCases {
      let count = histogram[moment, default: 0]
      let name = moment.rawValue + String(repeating: " ", count: 22 - moment.rawValue.count)
      print("  \(name)\(count)\t\(String(repeating: "#", count: count * 60 / max(1, killed)))")
    }
    print("in flight: \(inFlight) of \(killed); violated invariants: \(violated)")
  }
}
