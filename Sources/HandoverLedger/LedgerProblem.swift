import GRDB

/// Why the ledger cannot be used, or refused something: one line, and what to type next.
package struct LedgerProblem: Error, Hashable, Sendable {
  /// A stable dotted name: `ledger.held`, `ledger.missing`, `ledger.stopped`.
  package var code: String
  /// Lower case, subject first, no full stop.
  package var reason: String
  /// What to do next, where there is something.
  package var hint: String?
  /// Who holds the ledger, when somebody else does (`ledger.held`).
  package var holder: LedgerHolder?

  /// A problem of this name.
  package init(_ code: String, _ reason: String, hint: String? = nil, holder: LedgerHolder? = nil) {
    self.code = code
    self.reason = reason
    self.hint = hint
    self.holder = holder
  }

  /// What to type to get a ledger where there is none. Only that command makes one.
  package static let howToMakeOne = "make one with: handover setup"
}

extension LedgerProblem {
  /// SQLite could not write: whether the last events are in the file is only known after it is read again.
  static func stopped(by error: any Error) -> LedgerProblem {
    LedgerProblem(
      "ledger.stopped", "the ledger could not be written and takes nothing more: \(words(for: error))",
      hint: "see to the disk, then run the same command again: it goes on from what the ledger has")
  }

  /// SQLite could not read.
  static func unreadable(_ error: any Error) -> LedgerProblem {
    if let problem = error as? LedgerProblem { return problem }
    guard let error = error as? DatabaseError else {
      return LedgerProblem("ledger.unreadable", "the ledger could not be read: \(words(for: error))")
    }
    switch error.resultCode {
    case .SQLITE_NOTADB: return notALedger
    case .SQLITE_CORRUPT: return damaged(words(for: error))
    case .SQLITE_BUSY:
      return LedgerProblem("ledger.busy", "another program keeps the ledger locked", hint: "close it and try again")
    case .SQLITE_MISUSE: return closed
    case .SQLITE_CANTOPEN, .SQLITE_PERM:
      return LedgerProblem(
        "ledger.file", "the ledger cannot be opened: \(words(for: error))",
        hint: "look with ls -l whose it is, and who may use it and its folder")
    default: return LedgerProblem("ledger.unreadable", "the ledger could not be read: \(words(for: error))")
    }
  }

  /// The file does not say what we wrote.
  static func damaged(_ what: String) -> LedgerProblem {
    LedgerProblem("ledger.damaged", "the ledger is damaged: \(what)", hint: "see what with: handover ledger audit")
  }

  static let closed = LedgerProblem("ledger.closed", "the ledger was closed")
  static let notALedger = LedgerProblem(
    "ledger.not-a-ledger", "the file is not a ledger, or the making of it was interrupted",
    hint: "name the right file; if it is the remains of an interrupted setup, remove it and \(howToMakeOne)")

  static func unknown(_ id: HandoverID) -> LedgerProblem {
    LedgerProblem("ledger.unknown-handover", "the ledger has no handover \(id)")
  }

  /// The message and the extended result code; never the values that were written.
  private static func words(for error: any Error) -> String {
    guard let error = error as? DatabaseError else { return "\(error)" }
    return "\(error.message ?? "no message") (SQLite \(error.extendedResultCode.rawValue))"
  }
}
