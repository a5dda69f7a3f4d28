/// One thing that is wrong with a sheet, and where.
package struct SheetProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The line in the file, from 1.
  package var line: Int
  /// `steps[3].reach`, with places counted from 1; empty for the file as a whole.
  package var path: String
  package var reason: String

  package init(line: Int, path: String, reason: String) {
    self.line = line
    self.path = path
    self.reason = reason
  }

  package var description: String {
    path.isEmpty ? "line \(line): \(reason)" : "line \(line): \(path): \(reason)"
  }
}

/// Everything that is wrong with a sheet, in the order of its lines; never empty.
package struct SheetProblems: Error, Hashable, Sendable, CustomStringConvertible {
  /// The sheet's file name, empty when it came without one.
  package var name: String
  package var problems: [SheetProblem]

  package init(name: String = "", problems: [SheetProblem]) {
    self.name = name
    self.problems = problems.sorted { ($0.line, $0.path, $0.reason) < ($1.line, $1.path, $1.reason) }
  }

  package var description: String {
    problems.map { name.isEmpty ? "\($0)" : "\(name): \($0)" }.joined(separator: "\n")
  }
}
