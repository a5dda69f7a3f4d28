import ArgumentParser
import Certification
import Foundation
import HandoverFlow
import HandoverModel
import Inventory

/// `handover batch`: a whole lot.
struct BatchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "batch", abstract: "Look at every car of a lot file and plan; with --apply, end and certify.",
    discussion: """
      Reads CSV (comma, semicolon, tab, pipe) or JSON Lines, with the headers dealers use. A bad row is refused with row, \
      column, reason and what to do, and the good ones go on; a bad file is refused before anything is sent.

      Stop with Ctrl-C at any time: what is in flight is finished and recorded, and the same command goes on from there.

        handover batch lot.csv
        handover batch lot.csv --apply --smartcar app.json --unofficial skoda --sessions sessions.jsonl
      """)

  @Argument(help: "The lot file, or - for standard input (which can only be looked at, not applied).") var lot: String
  @OptionGroup var home: HomeOption
  @OptionGroup var provider: ProviderOptions
  @OptionGroup var apply: ApplyOptions
  @OptionGroup var pace: PaceOptions
  @OptionGroup var passphrase: PassphraseOptions
  @OptionGroup var output: OutputOptions
  @Option(help: ArgumentHelp("Further answers: CSV or JSON Lines with vin, layer, answer, by, at, evidence."))
  var answers: String?
  @Option(help: ArgumentHelp("Write refused rows here, as CSV.", valueName: "file")) var rejects: String?
  @Option(help: ArgumentHelp("Write one line per car here, as CSV safe for spreadsheets.", valueName: "file")) var csv:
    String?
  @Option(help: ArgumentHelp("Write each car's buyer's copy into this folder.", valueName: "folder")) var out: String?
  @Flag(help: "Only print cars that came out otherwise than in the run before.") var newOnly = false

  func validate() throws {
    if lot == "-" && apply.apply {
      throw ValidationError("a lot that is applied is read twice; save standard input to a file first")
    }
  }

  func run() async throws {
    Drain.listen()
    let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
    let keys = KeyRing(try home.folder(), passphrase.source(streams))
    if apply.apply { try keys.unlock(.terminal) }
    let place = try Workplace.open(home, provider, purpose: "batch", streams: streams)
    defer { place.close() }
    let sink = try BatchSink(command: self, place: place)
    let run = BatchRun(command: self, place: place, sink: sink, keys: keys)
    throw ExitCode(try await run.perform().rawValue)
  }
}
