import ArgumentParser
import Foundation

/// The root of the command line: `handover`.
struct HandoverCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "handover", abstract: "End the last owner's access to a car, and prove it.",
    discussion: """
      Nothing is ended or deleted until you have seen the plan and agreed to it. Results go to stdout, talk to stderr; \
      --json prints results for programs.

      Exit status: 0 done; 8 something is left for a person; 1 failed; 2 and 3 from verify: withdrawn, inconclusive; \
      64 the command line; 66 a file; 70 this machine or program; 75 stopped, run the same command again.
      """,
    version: "0.1.0",
    groupedSubcommands: [
      CommandGroup(
        name: "Cars", subcommands: [InspectCommand.self, OpenCommand.self, PlanCommand.self, RunCommand.self]),
      CommandGroup(name: "A lot", subcommands: [BatchCommand.self, StatusCommand.self, CloseCommand.self]),
      CommandGroup(
        name: "Certificates",
        subcommands: [
          CertifyCommand.self, PresentCommand.self, CertificateCommand.self, VerifyCommand.self, PageCommand.self,
        ]),
      CommandGroup(
        name: "The dealership",
        subcommands: [
          SetupCommand.self, KeyCommand.self, TrustCommand.self, LogCommand.self, LedgerCommand.self, OEMCommand.self,
          ChecklistCommand.self, SimulateCommand.self,
        ]),
    ])

  /// The first screen: what this is for and what to type.
  func run() async throws {
    let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
    for line in firstScreen { streams.result(line) }
  }
}

private let firstScreen = """
  handover - end the last owner's access to a car, and prove it
  Nothing is ended or deleted until you have seen the plan and agreed to it.

    First time      handover setup             once per dealership: name, keys, ledger
    One car         handover inspect VIN       what this car can have, and how good it can get
                    handover plan VIN          what would be ended, in which order
                    handover run VIN --apply   ends it, looks again, signs the certificate
    A whole lot     handover batch lot.csv     looks and plans; ends only with --apply
    What is left    handover status            open work; which cars may be delivered
    A certificate   handover verify FILE       genuine? this car? what does it say?
    Practice        handover simulate          pretend providers; papers marked SPECIMEN

  All commands: handover help.   About one: handover help COMMAND
  """.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
