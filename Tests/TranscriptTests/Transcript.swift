/// A session at the shell as a text file: what is typed, and what comes back. One person can read it, and a test repeats it.
///
/// ```
/// # A line like this, or an empty one, between two commands is for the reader.
/// <<FILE lot.csv
/// vin,make
/// FILE
/// $ handover batch lot.csv
/// what it writes to stdout, line for line
/// [..] stands for anything inside a line
/// [...]
/// ! what it writes to stderr, after all of stdout
/// ? 8
/// ```
///
/// `[...]` alone on a line stands for any number of lines of its stream. Every command ends with `?` and its exit status. A
/// line of output that begins with `$ `, `! `, `? `, `#` or a backslash has a backslash before it. In files and commands
/// `{today}` and `{yesterday}` are dates; in output they and whatever else differs from run to run are names in angle
/// brackets (`Normal`).
struct Transcript {
  var parts: [Part]

  enum Part {
    /// A comment or an empty line.
    case remark(String)
    case file(name: String, lines: [String])
    case command(Exchange)
  }

  /// One command with what is expected of it.
  struct Exchange: Equatable {
    var command: String
    var out: [String]
    var err: [String]
    var status: Int32
  }

  struct Malformed: Error, CustomStringConvertible {
    var description: String
  }

  init(_ text: String) throws {
    parts = []
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)[...]
    if lines.last == "" { lines.removeLast() }
    while let line = lines.popFirst() {
      if line.hasPrefix("<<FILE ") {
        let body = lines.prefix { $0 != "FILE" }
        lines = lines.dropFirst(body.count + 1)
        parts.append(.file(name: String(line.dropFirst(7)), lines: Array(body)))
      } else if line.hasPrefix("$ ") {
        parts.append(.command(try Self.exchange(String(line.dropFirst(2)), &lines)))
      } else if line.isEmpty || line.hasPrefix("#") {
        parts.append(.remark(line))
      } else {
        throw Malformed(description: "neither command, file nor remark: \(line)")
      }
    }
  }

  private static func exchange(_ command: String, _ lines: inout ArraySlice<String>) throws -> Exchange {
    var exchange = Exchange(command: command, out: [], err: [], status: 0)
    while let line = lines.popFirst() {
      if line.hasPrefix("? "), let status = Int32(line.dropFirst(2)) {
        exchange.status = status
        return exchange
      }
      if line == "!" || line.hasPrefix("! ") {
        exchange.err.append(String(line.dropFirst(2)))
      } else {
        exchange.out.append(line.hasPrefix("\\") ? String(line.dropFirst()) : line)
      }
    }
    throw Malformed(description: "no exit status after: \(command)")
  }

  /// The file's text.
  var text: String { parts.flatMap(Self.lines).map { $0 + "\n" }.joined() }

  private static func lines(_ part: Part) -> [String] {
    switch part {
    case .remark(let line): return [line]
    case .file(let name, let lines): return ["<<FILE \(name)"] + lines + ["FILE"]
    case .command(let exchange):
      let isSpecial: (String) -> Bool = { line in
        ["$ ", "! ", "? ", "#", "\\"].contains { line.hasPrefix($0) } || line == "!"
      }
      let out = exchange.out.map { isSpecial($0) ? "\\" + $0 : $0 }
      let err = exchange.err.map { $0.isEmpty ? "!" : "! " + $0 }
      return ["$ \(exchange.command)"] + out + err + ["? \(exchange.status)"]
    }
  }
}

/// Whether lines are as expected, with `[..]` and `[...]`.
func matches(_ expected: ArraySlice<String>, _ actual: ArraySlice<String>) -> Bool {
  guard let first = expected.first else { return actual.isEmpty }
  if first == "[...]" {
    return (actual.startIndex...actual.endIndex).contains { matches(expected.dropFirst(), actual[$0...]) }
  }
  guard let line = actual.first, matches(first, line) else { return false }
  return matches(expected.dropFirst(), actual.dropFirst())
}

/// Whether one line is as expected.
func matches(_ expected: String, _ actual: String) -> Bool {
  let pieces = expected.split(separator: "[..]", omittingEmptySubsequences: false).map(String.init)
  guard pieces.count > 1 else { return expected == actual }
  guard actual.hasPrefix(pieces[0]) else { return false }
  var rest = Substring(actual.dropFirst(pieces[0].count))
  for piece in pieces.dropFirst().dropLast() {
    guard let found = rest.firstRange(of: piece) else { return false }
    rest = rest[found.upperBound...]
  }
  return rest.hasSuffix(pieces[pieces.count - 1])
}
