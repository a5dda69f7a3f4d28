import ArgumentParser
import StrictFormats

/// `--json`, the same everywhere.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print results as JSON on stdout, for programs.") var json = false

  /// Writes what a command made or found: its lines for a person, or one JSON object on one line for a program. Neither
  /// holds a secret.
  func write(
    _ facts: @autoclosure () throws -> JSONValue, _ lines: @autoclosure () throws -> [String], to streams: Streams
  ) rethrows {
    if json {
      streams.result(CanonicalJSON.text(try facts()))
    } else {
      for line in try lines() { streams.result(line) }
    }
  }
}

extension JSONValue {
  /// A text, or null where there is none.
  static func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }

  /// A list of texts.
  static func texts(_ values: some Sequence<String>) -> JSONValue { .array(values.map { .string($0) }) }

  static func count(_ value: Int) -> JSONValue { .integer(Int64(value)) }
}

/// What a run needs to reach providers. Secrets come from files that only you can read, or from a file descriptor; never
/// from the command line, where every user of the machine can see them.
struct ProviderOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Credentials of your own Smartcar application: a file only you can read.",
      discussion: #"The file holds {"client_id":"...","client_secret":"..."}."#, valueName: "file"))
  var smartcar: String?

  @Option(
    help: ArgumentHelp(
      "Turn on an unofficial interface by name (skoda). Its use may breach the maker's terms.", valueName: "provider"))
  var unofficial: [String] = []

  @Option(
    help: ArgumentHelp(
      "Sellers' sessions for this run, one JSON object a line: a file only you can read.",
      discussion: #"Each line holds {"vin":"...","provider":"skoda","access_token":"...","refresh_token":"..."}."#,
      valueName: "file"))
  var sessions: String?

  @Option(help: ArgumentHelp("The same, read from an open file descriptor.", valueName: "number"))
  var sessionsFd: Int32?

  @Option(
    help: ArgumentHelp(
      "Talk to simulators instead of the makers: the file that handover-simulators wrote when ready.",
      valueName: "file"))
  var simulators: String?

  @Option(
    help: ArgumentHelp(
      "Practice only: seconds a simulator needs until an ending shows, instead of the maker's.", valueName: "seconds"))
  var settling: Double?

  @Option(
    help: ArgumentHelp(
      "Practice only: calls in flight to each simulator, instead of what its maker's adapter allows itself.",
      valueName: "number", visibility: .hidden))
  var concurrency: Int?

  @OptionGroup(visibility: .hidden) var stop: StopOptions

  func validate() throws {
    if stop.isAsked && simulators == nil {
      throw ValidationError("--stop-after-commit and its like are only for simulators")
    }
    if let concurrency, simulators == nil || !(1...1_024).contains(concurrency) {
      throw ValidationError("--concurrency is between 1 and 1024, and only for simulators")
    }
    if settling != nil && simulators == nil {
      throw ValidationError("--settling is only for simulators; a maker's own time cannot be shortened")
    }
    if let unknown = unofficial.first(where: { $0 != "skoda" }) {
      throw ValidationError("there is no unofficial interface called '\(unknown)'; the one there is: skoda")
    }
  }
}
