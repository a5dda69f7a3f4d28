import ArgumentParser

/// Shows that no crash, at no moment, loses or invents anything: a checker that holds the invariants over what was left
/// behind, and harnesses that kill the product and resume it.
@main
struct HandoverChaos: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "handover-chaos",
    abstract: "Kills handover at every moment and holds the invariants over the remains.",
    subcommands: [CheckCommand.self, KillsCommand.self, EveryNthCommand.self, OrderCommand.self])
}

/// Why a scenario could not be carried out. It is no violation, and no success either.
struct ChaosProblem: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
