/// Asks a person to type a number before anything is ended. Only a person at a terminal can be asked; elsewhere the number
/// must be given on the command line, so that no script agrees by accident.
package struct Confirmation: Sendable {
  package var streams: Streams
  package var readLine: @Sendable () -> String?

  package init(streams: Streams, readLine: @escaping @Sendable () -> String? = { Swift.readLine() }) {
    self.streams = streams
    self.readLine = readLine
  }

  /// Above this many endings a number must be typed or given.
  package static let freeEndings = 25

  /// A number given on the command line is the most that is agreed to, so that the same command goes on after it was cut
  /// off, when fewer endings are left. A number that is typed answers a question about this very plan and must equal it.
  ///
  /// - Parameters:
  ///   - endings: how many endings the plans hold.
  ///   - given: the number given with `--endings`, if any.
  /// - Throws: `Complaint` when the number is missing or too small, or another one was typed.
  package func confirm(endings: Int, given: Int?) throws {
    if let given {
      guard endings <= given else {
        throw Complaint(
          "apply.number-exceeded", "the plans hold \(endings) endings, more than the \(given) agreed to",
          hint: "read the plans, then give --endings \(endings)", status: .usage)
      }
      return
    }
    guard endings > Self.freeEndings else { return }
    guard streams.canAsk else {
      throw Complaint(
        "apply.number-missing", "\(endings) endings are more than \(Self.freeEndings) and nobody can be asked here",
        hint: "read the plans, then give --endings \(endings)", status: .usage)
    }
    streams.sayRaw("This ends \(endings) accesses and cannot be undone. Type the number to go on: ")
    guard readLine().flatMap({ Int($0) }) == endings else {
      throw Complaint(
        "apply.not-agreed", "nothing was ended", hint: "the plans are kept; run the same command again when ready",
        status: .interrupted)
    }
  }

  /// Asks for the number of handovers before what was recorded about them is erased.
  ///
  /// - Throws: `Complaint` when nobody can be asked, or something else was typed.
  package func confirm(erasing handovers: Int) throws {
    guard streams.canAsk else {
      throw Complaint(
        "purge.not-asked", "erasing is final and nobody can be asked here", hint: "look with --dry-run, then add --yes",
        status: .usage)
    }
    streams.sayRaw("This erases what was recorded about \(handovers) handovers, for good. Type the number to go on: ")
    guard readLine().flatMap({ Int($0) }) == handovers else {
      throw Complaint(
        "purge.not-agreed", "nothing was erased", hint: "run the same command again when ready", status: .interrupted)
    }
  }

  /// Asks for the end of a VIN before a certificate is taken back for good.
  ///
  /// - Throws: `Complaint` when nobody can be asked, or something else was typed.
  package func confirm(revoking id: String, of vin: String) throws {
    guard streams.canAsk else {
      throw Complaint(
        "revoke.not-asked", "revoking is final and nobody can be asked here", hint: "look again, then add --yes",
        status: .usage)
    }
    streams.sayRaw("This takes certificate \(id) back for good. Type the last 6 characters of the car's VIN to go on: ")
    guard readLine()?.uppercased() == String(vin.suffix(6)) else {
      throw Complaint(
        "revoke.not-agreed", "nothing was revoked", hint: "run the same command again when ready", status: .interrupted)
    }
  }
}
