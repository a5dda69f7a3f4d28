import ArgumentParser
import FoundationEssentials
import Glibc

/// The command: takes the figures of the performance notes, each beside its peer or limit.
@main
struct HandoverBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "handover-bench", abstract: "Measures handover beside its peers and limits.",
    discussion: "Tests/Bench/run.sh quick|full makes everything that is needed and runs this.",
    subcommands: [Run.self, ReadLot.self], defaultSubcommand: Run.self)
}

/// Reads a lot file to its end, as one side of P11.
struct ReadLot: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "read-lot", shouldDisplay: false)
  @Argument var path: String

  func run() throws { print(try LotBench.read(path)) }
}

/// How much of it.
enum Size: String, ExpressibleByArgument {
  case quick, full, huge
}

struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Takes the figures.")

  @Option(help: ArgumentHelp("The folder of the release builds.", valueName: "folder")) var builds: String
  @Option(help: ArgumentHelp("A Python that has the peers' packages.", valueName: "file")) var python: String
  @Option(help: ArgumentHelp("The folder of the peers' scripts.", valueName: "folder")) var peers: String
  @Option(help: "quick, full, or huge: 100,000 cars and a million rows, which take about an hour.") var size = Size
    .quick
  @Option(
    help: ArgumentHelp("Only these: P1 (with P8), P3, flat (with P10), grow, P11, P12, P14, P16, P20.", valueName: "id")
  )
  var only: [String] = []

  func run() throws {
    let tools = try Tools(builds: builds, python: python, peers: peers)
    signal(SIGPIPE, SIG_IGN)
    var figures: [Figure] = []
    for (name, take) in benches(tools) where only.isEmpty || only.contains(name) {
      let started = clock(CLOCK_MONOTONIC)
      for figure in try take() {
        say(figure.line)
        figures.append(figure)
      }
      say("      (\(name) took \(digits(clock(CLOCK_MONOTONIC) - started)) s)")
    }
    try conclude(figures)
  }

  private func conclude(_ figures: [Figure]) throws {
    let missed = figures.filter { !$0.meetsFloor }.map(\.id)
    say("\(figures.count) figures; goals met: \(figures.filter(\.meetsGoal).map(\.id).joined(separator: " "))")
    guard missed.isEmpty else {
      say("floors missed: \(missed.joined(separator: " "))")
      throw ExitCode(1)
    }
    say("every floor met")
  }

  private func benches(_ tools: Tools) -> [(String, () throws -> [Figure])] {
    let program = builds + "/handover-bench"
    let full = size != .quick
    let rounds = full ? 3 : 1
    let huge = size == .huge
    return [
      ("P1", { try MakespanBench(tools: tools, cars: full ? 500 : 150, rounds: rounds).figures() }),
      ("P3", { try CostBench(tools: tools, cars: full ? 250 : 120, rounds: rounds).figures() }),
      (
        "flat",
        {
          try ScaleBench(tools: tools, sizes: (full ? [1_000, 10_000] : [250, 1_000]) + (huge ? [100_000] : []))
            .figures()
        }
      ),
      (
        "grow",
        {
          try GrowthBench(tools: tools, small: full ? 10_000 : 1_000, large: huge ? 1_000_000 : full ? 100_000 : 5_000)
            .figures()
        }
      ),
      ("P11", { try LotBench(tools: tools, program: program, rows: 1_000_000, rounds: full ? 5 : 3).readingFigures() }),
      ("P12", { try StartBench(tools: tools, certificates: certificates(tools), runs: full ? 80 : 20).figures() }),
      (
        "P14",
        {
          try CheckBench(tools: tools, certificates: certificates(tools), rounds: rounds, passes: full ? 20 : 8)
            .figures()
        }
      ),
      ("P16", { try IsolationBench(tools: tools, cars: full ? 400 : 200, rounds: 3).figures() }),
      (
        "P20",
        {
          try ResumeBench(
            tools: tools, cars: full ? 120 : 40, moments: full ? [0.5, 0.6, 0.7, 0.8, 0.9] : [0.5, 0.7, 0.9]
          ).figures()
        }
      ),
    ]
  }

  private func certificates(_ tools: Tools) throws -> CertificateFolder { try CertificateFolder(tools, cars: 200) }
}
