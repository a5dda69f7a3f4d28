import ArgumentParser
import BundledChecklists
import Foundation
import VerifyReport

/// `handover verify`: the buyer's question. It is the `handover-verify` program within this one, with its own reading of the
/// words; this stands for it in the list of commands.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Is a transfer certificate genuine, is it for this car, and what does it say?")

  @Argument(parsing: .captureForPassthrough) var words: [String] = []

  func run() throws {
    throw ExitCode(Self.run(words, Streams.process(environment: ProcessInfo.processInfo.environment)))
  }

  /// Whether a command line is this command's, so that nothing else need look at it.
  static func words(in arguments: [String]) -> [String]? {
    if arguments.first == "verify" { return Array(arguments.dropFirst()) }
    return arguments == ["help", "verify"] ? ["--help"] : nil
  }

  static func run(_ words: [String], _ streams: Streams) -> Int32 {
    let surroundings = VerifySurroundings(
      now: Date(), style: ReportStyle(streams), program: "handover", tables: BundledChecklists.tables.map(\.bytes),
      buyerStep: { BundledChecklists.buyerSteps[$0] }, result: { streams.result($0) }, say: { streams.say($0) })
    let environment = ProcessInfo.processInfo.environment
    return VerifyProgram(called: "handover verify", in: surroundings, variable: { environment[$0] }).run(words)
  }
}

extension ReportStyle {
  /// As wide as the terminal, or 120 columns for a pipe.
  init(_ streams: Streams) {
    self.init(width: streams.outIsTerminal ? streams.width : 120, colour: streams.style.colour)
  }
}
