import ArgumentParser
import Testing

@testable import HandoverCLI

/// `--json` is the same everywhere (design, section 10): no command may be without it.
@Suite struct JSONEverywhereTests {
  /// Commands for which it makes no sense, and why.
  static let without: [String: String] = [
    "verify": "reads its own words, --json among them",
    "simulate": "hands its words to handover-simulators",
    "ledger export": "writes JSON Lines and nothing else",
  ]

  /// Every command that has none below it, by what is typed for it.
  private static let leaves: [(name: String, command: any ParsableCommand.Type)] = {
    func below(_ command: any ParsableCommand.Type, _ words: [String]) -> [(String, any ParsableCommand.Type)] {
      let more = command.configuration.subcommands
      guard !more.isEmpty else { return [(words.joined(separator: " "), command)] }
      return more.flatMap { below($0, words + [$0.configuration.commandName ?? "?"]) }
    }
    return below(HandoverCommand.self, [])
  }()

  @Test func everyCommandPrintsJSONWhenAsked() {
    #expect(Self.leaves.count > 40)
    for (name, command) in Self.leaves where Self.without[name] == nil {
      let hasIt = HandoverCommand.helpMessage(for: command).contains("  --json  ")
      #expect(hasIt, "handover \(name) has no --json")
    }
  }

  @Test func whatIsLeftOutExists() {
    for name in Self.without.keys { #expect(Self.leaves.contains { $0.name == name }, "there is no handover \(name)") }
  }
}
