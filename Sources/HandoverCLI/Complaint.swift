/// What a person is told when something cannot go on: what is wrong, and what to type next. One line each.
package struct Complaint: Error, Hashable, Sendable {
  /// A stable dotted name, for `--json` and for tests.
  package var code: String
  /// Lower case, subject first, no full stop.
  package var reason: String
  package var hint: String?
  package var status: ExitStatus

  package init(_ code: String, _ reason: String, hint: String? = nil, status: ExitStatus = .failed) {
    self.code = code
    self.reason = reason
    self.hint = hint
    self.status = status
  }
}
