import ArgumentParser
import Foundation
import Glibc

/// `handover-chaos every-nth`: dies at every ledger commit and every request of a small lot.
struct EveryNthCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "every-nth", abstract: "Die at the n-th commit and the n-th request, for every n; resume; check.")

  /// Where the product kills itself.
  enum Place: String, CaseIterable, ExpressibleByArgument {
    case commit = "stop-after-commit"
    case answer = "stop-after-request"
    case request = "stop-before-request"

    var words: String {
      switch self {
      case .commit: "after the commit"
      case .answer: "after the answer to the request"
      case .request: "before the request"
      }
    }
  }

  @OptionGroup var tools: ToolOptions
  @Option(help: "Cars of the lot.") var cars = 3
  @Option(help: "The seed of the world.") var seed: UInt64 = 7
  @Option(help: "Places to die at; all of them by default.") var place = Place.allCases
  @Option(help: "Processes that share the work.") var workers = 2
  @Option(help: "Of the requests, take only every so manieth; commits are always all taken.") var stride = 1
  @Option(help: "Only this n.") var only: Int?
  @Option(help: .hidden) var share: Int?

  func run() throws {
    guard let share else { return try shared() }
    try tools.withFolder { folder in
      let folder = "\(folder)/share\(share)"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let template = try makeHome(tools, in: folder)
      let practice = try Practice(
        WorldSettings(cars: cars, seed: seed), tools: tools, template: template, folder: folder + "/world")
      defer { practice.stop() }
      try die(practice, share: share)
    }
  }

  /// Starts this program once for each share and adds up what they say.
  private func shared() throws {
    print("every-nth: seed \(seed), \(cars) cars")
    fflush(nil)
    try tools.withFolder { folder in
      let children = try (0..<workers).map { share in
        try Child(
          [CommandLine.arguments[0]] + CommandLine.arguments.dropFirst()
            + ["--share", "\(share)", "--keep", folder], output: "\(folder)/share\(share).out",
          talk: "\(folder)/share\(share).err")
      }
      var isFailed = false
      for (share, child) in children.enumerated() {
        let status = child.wait()
        print(String(decoding: try fileBytes("\(folder)/share\(share).out"), as: UTF8.self), terminator: "")
        if status != 0 {
          isFailed = true
          print(String(decoding: try fileBytes("\(folder)/share\(share).err"), as: UTF8.self), terminator: "")
        }
      }
      if isFailed { throw ExitCode.failure }
    }
  }

  private func die(_ practice: Practice, share: Int) throws {
    let plain = try practice.plainRun()
    var violated = 0
    for place in place {
      var number = only ?? 1 + share
      var deaths = 0
      while try dies(practice, at: place, number) {
        deaths += 1
        let rulings = try Evidence(try practice.evidence(plain: plain)).rulings()
        let bad = rulings.filter { !$0.violations.isEmpty }
        violated += bad.count
        if !bad.isEmpty { print("dead \(place.words) \(number): VIOLATED") }
        for line in bad.flatMap({ $0.lines() }) { print("  " + line) }
        if number == only ?? 1, place == self.place.first {
          for line in rulings.flatMap({ $0.lines() }) { print("  " + line) }
        }
        fflush(nil)
        if only != nil { break }
        number += place == .commit ? workers : workers * stride
      }
      guard deaths > 0 else {
        throw ChaosProblem("no run died \(place.words) \(number): nothing was shown")
      }
      if only == nil { print("\(place.words): n = \(1 + share), ... below \(number)") }
    }
    if violated > 0 { throw ExitCode.failure }
  }

  /// One fresh world: the run that dies, and the same command again; false when the run ended before it could die.
  private func dies(_ practice: Practice, at place: Place, _ number: Int) throws -> Bool {
    try practice.begin()
    let status = try practice.run(["--\(place.rawValue)", "\(number)"])
    guard status == 128 + SIGKILL else { return false }
    let resumed = try practice.run()
    guard [0, 8].contains(resumed) else {
      throw ChaosProblem(
        "dead \(place.words) \(number), the resumed run ended with \(resumed): "
          + String(decoding: try fileBytes(practice.talks.last ?? ""), as: UTF8.self))
    }
    return true
  }
}
