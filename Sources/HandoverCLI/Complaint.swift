/// What a person is told when something cannot go on: what is wrong, and what to type next. One line each.
package struct Complaint: Error, Hashable, Sendable {
  /// A stable dotted name, for `--json` and for tests.
  package var code: String
  /// Lower case, subject first, no full stop.
  package var reason: String
  /// What to type or to do next: never missing, because whoever reads an error wants to go on.
  package var hint: String
  package var status: ExitStatus

  package init(_ code: String, _ reason: String, hint: String, status: ExitStatus = .failed) {
    self.code = code
    self.reason = reason
    self.hint = hint
    self.status = status
  }

  /// Where the ledger does not hold what this program wrote into it.
  static let askLedger = "handover ledger audit says what does not hold; bring the ledger back from a copy if need be"
  /// Where two programs or files that belong together do not fit, or this program is wrong about itself.
  static let askMaker = "nothing was sent after this; report it with what you typed, and without any secret"
}
