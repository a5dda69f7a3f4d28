import Foundation

/// Output with everything that differs from run to run replaced by a name: places, days, times, ids, digests, processes.
struct Normal {
  /// The transcript's own folder.
  var here: String
  /// Where the programs lie.
  var programs: String
  var today: String
  var yesterday: String

  func lines(_ bytes: Data) -> [String] {
    var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
      .map { line(String($0)) }
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  private func line(_ text: String) -> String {
    var text = text.replacing(here, with: "<here>").replacing(programs, with: "<programs>")
    text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z/, with: "<instant>")
    text.replace(/\d{4}-\d\d-\d\dT\d\dZ/, with: "<hour>")
    text = text.replacing(today, with: "<today>").replacing(yesterday, with: "<yesterday>")
    text.replace(/[0-9a-f]{64}/, with: "<sha256>")
    text.replace(/[A-Za-z0-9_\-]{22,}/) { Self.name(String($0.output)) }
    text.replace(/process \d+ on \S+/, with: "process <pid> on <host>")
    text.replace(/\b\d+ bytes/, with: "<n> bytes")
    text.replace(/cars in \d+ s\b/, with: "cars in <n> s")
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
