import ArgumentParser
import Foundation

/// Which dealership.
struct HomeOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The dealership's folder. Without it: $HANDOVER_HOME, else ~/.local/share/handover.", valueName: "folder"))
  var home: String?

  /// The folder, found or complained about.
  func folder() throws -> DealerHome { try DealerHome(home, environment: ProcessInfo.processInfo.environment) }
}
