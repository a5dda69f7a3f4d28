import StrictFormats

/// A table for people: columns as wide as their widest cell, the last one free.
package struct TextTable: Sendable {
  package var header: [String]
  package var rows: [[String]]

  package init(header: [String], rows: [[String]] = []) {
    self.header = header
    self.rows = rows
  }

  /// Lines for a person.
  ///
  /// - Parameter width: the terminal's columns, to which the last cell is broken; nil where there is no terminal.
  package func aligned(width: Int? = nil) -> [String] {
    let all = [header] + rows
    let widths = header.indices.map { column in all.map { cell($0, column).count }.max() ?? 0 }
    let last = widths.dropLast().reduce(0) { $0 + $1 + 2 }
    return all.flatMap { row in
      let cells = header.indices.map { column in
        column == header.count - 1
          ? cell(row, column) : cell(row, column).padded(to: widths[column])
      }
      let line = trimmedRight(cells.joined(separator: "  "))
      return width.map { wrapped(line, width: $0, hanging: last) } ?? [line]
    }
  }

  private func cell(_ row: [String], _ column: Int) -> String { column < row.count ? row[column] : "" }

  private func trimmedRight(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }
}

extension String {
  /// Exactly this many characters, safe to show: filled with spaces, or cut with dots where it is longer, so that what follows
  /// stands in its column.
  package func cut(to width: Int) -> String {
    let shown = PlainText.shown(self, limit: max(count, 1) * 10)
    return shown.count > width ? shown.prefix(width - 3) + "..." : shown.padded(to: width)
  }

  /// Filled with spaces on the right to this many characters.
  package func padded(to width: Int) -> String {
    count >= width ? self : self + String(repeating: " ", count: width - count)
  }
}
