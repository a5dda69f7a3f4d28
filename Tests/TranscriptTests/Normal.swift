import Foundation

/// Output with everything that differs from run to run replaced by a name: places, days, times, ids, digests, processes.
struct Normal {
  /// The transcript's own folder.
  var here: String
  /// Where the programs lie.
  var programs: String
  var today: String
  var yesterday: String

  /// A carriage return is shown, because a line end of a CSV file is two bytes.
  func lines(_ bytes: Data) -> [String] {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { line(String(decoding: $0, as: UTF8.self).replacing("\r", with: "<cr>")) }
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  private func line(_ text: String) -> String {
    var text = text.replacing(here, with: "<here>").replacing(programs, with: "<programs>")
    text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z/, with: "<instant>")
    text.replace(/\d{4}-\d\d-\d\dT\d\dZ/, with: "<hour>")
    text = text.replacing(today, with: "<today>").replacing(yesterday, with: "<yesterday>")
    text.replace(/20(2[7-9]|[3-9]\d)-\d\d-\d\d( +\d+)?/, with: "<later day>")
    text.replace(/\d{1,2} [A-Z][a-z]{2} \d{4}( \d\d:\d\d UTC)?/, with: "<day>")
    text.replace(/\d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)$/, with: "<day>")
    text.replace(/\b\d+ days\b/, with: "<n> days")
    text.replace(/"(iat|idx)":\d+/) { "\"\($0.output.1)\":<number>" }
    text.replace(/[0-9a-f]{64}/, with: "<sha256>")
    text.replace(/[A-Za-z0-9_\-]{22,}/) { Self.name(String($0.output)) }
    text.replace(/process \d+ on \S+/, with: "process <pid> on <host>")
    text.replace(/\b\d+ bytes/, with: "<n> bytes")
    text.replace(/cars in \d+ s\b/, with: "cars in <n> s")
    text.replace(/that takes \d+ s\b/, with: "that takes <n> s")
    text.replace(/127\.0\.0\.1:\d+/, with: "127.0.0.1:<port>")
    return text
  }

  /// Names what looks random: mixed case with a digit, of a length that an id or a digest has.
  private static func name(_ word: String) -> String {
    let isMixed = word.contains(where: \.isUppercase) && word.contains(where: \.isLowercase)
    guard isMixed || word.contains(where: \.isNumber) else { return word }
    switch word.count {
    case 22 where isMixed: return "<id>"
    case 23 where isMixed && word.hasPrefix("h"): return "<handover>"
    case 43 where isMixed: return "<digest>"
    default: return word
    }
  }
}
