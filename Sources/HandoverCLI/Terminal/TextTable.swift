/// A table for people: columns as wide as their widest cell, the last one free. For a pipe, tabs and no padding.
package struct TextTable: Sendable {
  package var header: [String]
  package var rows: [[String]]

  package init(header: [String], rows: [[String]] = []) {
    self.header = header
    self.rows = rows
  }

  /// Lines for a terminal.
  package func aligned() -> [String] {
    let all = [header] + rows
    let widths = header.indices.map { column in all.map { cell($0, column).count }.max() ?? 0 }
    return all.map { row in
      let cells = header.indices.map { column in
        column == header.count - 1
          ? cell(row, column) : cell(row, column).padded(to: widths[column])
      }
      return trimmedRight(cells.joined(separator: "  "))
    }
  }

  /// Lines for a pipe: no header, tabs between cells.
  package func plain() -> [String] { rows.map { $0.joined(separator: "\t") } }

  private func cell(_ row: [String], _ column: Int) -> String { column < row.count ? row[column] : "" }

  private func trimmedRight(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }
}

extension String {
  /// Filled with spaces on the right to this many characters.
  package func padded(to width: Int) -> String {
    count >= width ? self : self + String(repeating: " ", count: width - count)
  }
}
