/// How the program ends (design, section 10). Decided in one place and documented as `handover help exit-codes`.
package enum ExitStatus: Int32, CaseIterable, Sendable {
  case done = 0
  case failed = 1
  /// `verify`: the certificate was withdrawn, replaced or is on hold.
  case withdrawn = 2
  /// `verify`: something could not be checked.
  case inconclusive = 3
  /// Something is left for a person.
  case somethingLeft = 8
  case usage = 64
  case unreadable = 66
  case internalError = 70
  /// Stopped, and the same command goes on where it stopped.
  case interrupted = 75

  /// One line for the help topic.
  package var meaning: String {
    switch self {
    case .done: "done; verify: valid, and the verdict is CLEAR or CLEAR, ATTESTED"
    case .failed: "failed; verify: not valid, or a specimen"
    case .withdrawn: "verify: genuine, but withdrawn, replaced or on hold"
    case .inconclusive: "verify: something could not be checked"
    case .somethingLeft: "something is left for a person: a car that is not clear, a refused row"
    case .usage: "the command line was not understood"
    case .unreadable: "a file could not be read"
    case .internalError: "an error of this program or of this machine; nothing was sent after it"
    case .interrupted: "stopped; run the same command again to go on"
    }
  }
}
