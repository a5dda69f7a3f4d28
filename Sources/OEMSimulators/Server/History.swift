#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// One line of the history: a request, or an act of a person or of the world.
package struct HistoryEntry: Sendable {
  /// From 1, without gaps, in the order in which effects happened.
  package var sequence = 0
  /// `request` or `act`.
  package var event = "request"
  /// Nanoseconds on the simulators' own monotonic clock.
  package var monotonic: Int64 = 0
  /// Wall clock, RFC 3339.
  package var wall = ""
  package var provider = ""
  package var method = ""
  /// Path and query as sent.
  package var target = ""
  /// The endpoint's name; empty for an unknown path.
  package var endpoint = ""
  package var vin: String?
  package var access: String?
  /// Whether the request asked for a change of who has access.
  package var effectful = false
  /// Whether a change happened.
  package var applied = false
  /// The code of the fault, and its form in a word.
  package var fault: String?
  package var form: String?
  /// The status of the answer, also where the answer never arrives; 0 for an act.
  package var status = 0

  /// The entry as a line of JSON.
  package var line: String {
    JSON.object([
      .init("seq", .int(sequence)), .init("event", .string(event)), .init("mono_ns", .int(Int(monotonic))),
      .init("wall", .string(wall)), .init("provider", .string(provider)), .init("method", .string(method)),
      .init("path", .string(target)), .init("endpoint", .string(endpoint)), .init("vin", .optional(vin)),
      .init("access", .optional(access)), .init("effectful", .bool(effectful)), .init("applied", .bool(applied)),
      .init("fault", .optional(fault)), .init("form", .optional(form)), .init("status", .int(status)),
    ]).line
  }
}

/// Everything that happened, in order; kept in memory and, where asked, appended to a file line by line before the reply
/// leaves. A line that was written survives the death of the simulators (not of the machine).
package struct History: Sendable {
  package private(set) var entries: [HistoryEntry] = []
  private let file: Int32?

  /// A history, with a file where one is named; throws where it cannot be opened.
  package init(appendingTo path: String?) throws(SimulatorFailure) {
    guard let path else {
      file = nil
      return
    }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw SimulatorFailure("cannot append to the history file \(path)") }
    file = descriptor
  }

  /// Adds an entry and gives it its number.
  package mutating func add(_ entry: HistoryEntry) {
    var entry = entry
    entry.sequence = entries.count + 1
    entries.append(entry)
    if let file { Self.put(entry.line + "\n", to: file) }
  }

  /// Forgets the entries in memory. The file stays as it is: it tells of the reset by its next line having number 1.
  package mutating func forget() { entries = [] }

  private static func put(_ line: String, to file: Int32) {
    var rest = Array(line.utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
      guard written > 0 else { return }
      rest = rest.dropFirst(written)
    }
  }
}

/// Why the simulators cannot start or a management call cannot be done.
package struct SimulatorFailure: Error, Sendable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}
