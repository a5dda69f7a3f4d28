import StrictFormats

/// The command line of the verifier, read by hand.
///
/// A library for it would cost the small program a third of its time, most of it before `main` does anything, and
/// `getopt_long` keeps its place in globals and takes abbreviations. Of an option given twice the last counts, but every
/// `--table` and `--status`; after `--` everything is a file.
package struct VerifyArguments: Sendable {
  /// Why a command line is not understood.
  package struct Misuse: Error, Hashable, Sendable {
    /// One sentence for a person.
    package var reason: String
    /// The option or argument that it is about, with what it is for.
    package var help: String?

    init(_ reason: String, about option: VerifyOption? = nil) {
      self.reason = reason
      help = option.map { "\($0.spelled)  \($0.help)" }
    }
  }

  /// What is asked, but for the place of the memory.
  package private(set) var request = VerifyRequest(files: [])
  /// Where to remember, when a place was given.
  package private(set) var state: String?
  /// Whether nothing is to be remembered.
  package private(set) var noState = false
  /// Whether only the help is wanted; the rest then means nothing.
  package private(set) var wantsHelp = false

  /// Reads the words behind the program's name.
  package init(_ words: [String]) throws(Misuse) {
    let options = words.prefix { $0 != "--" }
    wantsHelp = options.contains("-h") || options.contains("--help")
    if wantsHelp { return }
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--" {
        request.files += rest
        break
      }
      if Self.isOption(word) { try take(word, &rest) } else { request.files.append(word) }
    }
    if noState && state != nil { throw Misuse("--state and --no-state exclude each other") }
    guard !request.files.isEmpty else {
      var misuse = Misuse("Missing expected argument '<files> ...'")
      misuse.help = "<files>  \(VerifyHelp.files)"
      throw misuse
    }
  }

  /// `-` alone is a file: standard input.
  private static func isOption(_ word: String) -> Bool { word.hasPrefix("-") && word != "-" }

  /// Takes an option, and its value from behind `=` or from the next word.
  private mutating func take(_ word: String, _ rest: inout ArraySlice<String>) throws(Misuse) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard word.hasPrefix("--"), let option = VerifyOption(rawValue: String(parts[0].dropFirst(2))) else {
      throw Self.unknown(String(parts[0]))
    }
    var value = parts.count > 1 ? String(parts[1]) : nil
    if option.value == nil {
      if let value {
        throw Misuse("The option '\(parts[0])' does not take any value, but '\(PlainText.shown(value))' was specified.")
      }
    } else if value == nil, let next = rest.first, !Self.isOption(next) {
      value = rest.removeFirst()
    }
    try set(option, value)
  }

  private mutating func set(_ option: VerifyOption, _ value: String?) throws(Misuse) {
    switch option {
    case .allowUndated: request.allowUndated = true
    case .noStatus: request.noStatus = true
    case .specimen: request.specimen = true
    case .json: request.json = true
    case .noState: noState = true
    case .trust: request.trust = try Self.given(value, option)
    case .vin: request.vin = try Self.given(value, option)
    case .issuer: request.issuer = try Self.given(value, option)
    case .issuers: request.issuers = try Self.given(value, option)
    case .state: state = try Self.given(value, option)
    case .status: request.statuses.append(try Self.given(value, option))
    case .table: request.tables.append(try Self.given(value, option))
    case .odometer:
      let text = try Self.given(value, option)
      guard let number = Int64(text) else {
        throw Misuse("The value '\(PlainText.shown(text))' is invalid for '\(option.spelled)'", about: option)
      }
      request.odometer = number
    }
  }

  private static func given(_ value: String?, _ option: VerifyOption) throws(Misuse) -> String {
    guard let value else { throw Misuse("Missing value for '\(option.spelled)'", about: option) }
    return value
  }

  private static func unknown(_ word: String) -> Misuse {
    let near = word.hasPrefix("--") ? VerifyOption.near(String(word.dropFirst(2))) : nil
    return Misuse(
      "Unknown option '\(PlainText.shown(word))'" + (near.map { ". Did you mean '--\($0.rawValue)'?" } ?? ""))
  }
}
