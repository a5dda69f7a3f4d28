import ArgumentParser
import CurlTransport
import HandoverFlow

/// How a run is paced and how long it waits: the same for one car and for a lot.
struct PaceOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Cars in work at once.", valueName: "number")) var cars = 64
  @Option(help: ArgumentHelp("Seconds between two second looks at first.", valueName: "seconds")) var gap = 1.0
  @Option(
    help: ArgumentHelp(
      "Seconds after a maker's own settling time at which looking again ends for this run.", valueName: "seconds"))
  var deadline = 60.0

  func validate() throws {
    guard (1...1_024).contains(cars) else { throw ValidationError("--cars is between 1 and 1024") }
    guard (0.001...3_600).contains(gap), (0...86_400).contains(deadline) else {
      throw ValidationError("--gap is between 0.001 and 3600 seconds, --deadline between 0 and 86400")
    }
  }

  var patience: FlowPatience { FlowPatience(gap: gap, deadline: deadline) }
}

/// Leave to end something.
struct ApplyOptions: ParsableArguments {
  @Flag(help: "End what the plans say. Without it nothing outside is changed.") var apply = false

  @Option(
    help: ArgumentHelp(
      "The most endings you agree to: needed above 25 where nobody can be asked.", valueName: "number"))
  var endings: Int?

  func validate() throws {
    if endings != nil && !apply { throw ValidationError("--endings goes with --apply") }
  }
}
