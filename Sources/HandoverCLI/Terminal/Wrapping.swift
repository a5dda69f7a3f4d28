/// A line broken at spaces so that it fits a terminal; what follows hangs under what it belongs to. A word that is longer
/// than a line is left whole, because a VIN or a path cut in two cannot be copied.
///
/// - Parameter hanging: columns before each further line.
package func wrapped(_ line: String, width: Int, hanging: Int) -> [String] {
  guard shownWidth(line) > width else { return [line] }
  let hanging = max(2, min(hanging, width - 24))
  var lines: [String] = []
  var current = String(line.prefix { $0 == " " })
  for (place, word) in line.dropFirst(current.count).split(separator: " ", omittingEmptySubsequences: false)
    .enumerated()
  {
    let longer = place == 0 ? current + word : current + " " + word
    if shownWidth(longer) > width, current.contains(where: { $0 != " " }) {
      lines.append(current)
      current = String(repeating: " ", count: hanging) + word
    } else {
      current = longer
    }
  }
  return lines + [current]
}

/// Columns that a text takes: colour takes none.
private func shownWidth(_ text: String) -> Int { text.replacing(/\u{1B}\[[0-9;]*m/, with: "").count }

extension Streams {
  /// Result lines, broken to the width of a terminal and never elsewhere.
  package func report(_ lines: [String], hanging: Int = 8) {
    for line in lines {
      for part in outIsTerminal ? wrapped(line, width: width, hanging: hanging) : [line] { result(part) }
    }
  }
}
