import FoundationEssentials
import GRDB
import Glibc

/// How a ledger is made and opened: look at the file, lock it, connect, look at what is in it.
struct LedgerOpening {
  var path: String
  var options: LedgerOptions

  private var upgrade: LedgerUpgrade { LedgerUpgrade(path: path, steps: options.steps) }

  func create(_ purpose: String) throws -> Ledger {
    try LedgerFile.create(path)
    do {
      try LedgerFile.check(path)
      let lock = try LedgerLock(of: path, purpose: purpose)
      let queue = try LedgerConnection.open(path, pageLimit: options.pageLimit)
      try upgrade.layOut(queue)
      try LedgerFile.syncFolder(of: path)
      return try ledger(queue, lock)
    } catch {
      unlink(path)
      unlink(path + "-journal")
      throw error
    }
  }

  func open(_ purpose: String) throws -> Ledger {
    try LedgerFile.check(path)
    let lock = try LedgerLock(of: path, purpose: purpose)
    let queue = try LedgerConnection.open(path, pageLimit: options.pageLimit)
    try upgrade.bringForward(queue)
    return try ledger(queue, lock)
  }

  func openForReading() throws -> LedgerReader {
    try LedgerFile.check(path)
    let queue = try LedgerConnection.open(path)
    try upgrade.refuseOthers(queue)
    return LedgerReader(queue)
  }

  /// Starts the writer where the file ends.
  private func ledger(_ queue: DatabaseQueue, _ lock: LedgerLock) throws -> Ledger {
    do {
      let tip = try queue.read { database in
        let head = try LedgerQuery.head(in: database)
        guard try LedgerQuery.lastSequence(in: database) == head.events else {
          throw LedgerProblem.damaged("it does not end where it says")
        }
        return LedgerTip(sequence: head.events, head: head.digest)
      }
      return Ledger(queue, lock: lock, tip: tip, faults: options.faults)
    } catch {
      throw LedgerProblem.unreadable(error)
    }
  }
}
