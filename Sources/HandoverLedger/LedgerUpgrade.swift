import FoundationEssentials
import GRDB
import Glibc

/// Brings the layout of a ledger forward, never back, with a copy of the old file beside it.
struct LedgerUpgrade {
  var path: String
  var steps: [LedgerSchemaStep]

  /// The version this program writes.
  var newest: Int32 { steps.last?.version ?? 0 }

  /// Lays out a new file.
  func layOut(_ queue: DatabaseQueue) throws {
    try run(steps, on: queue) { database in
      try database.execute(sql: "PRAGMA application_id=\(LedgerSchema.applicationID)")
    }
  }

  /// Refuses what is not a ledger, or one by a newer program; upgrades an older one.
  func bringForward(_ queue: DatabaseQueue) throws {
    let version = try Self.version(of: queue)
    try refuseNewer(version)
    guard version < newest else { return }
    try backUp(queue, version: version)
    try run(steps.filter { $0.version > version }, on: queue)
  }

  /// Refuses any file whose layout is not the newest: a reader changes nothing.
  func refuseOthers(_ queue: DatabaseQueue) throws {
    let version = try Self.version(of: queue)
    try refuseNewer(version)
    guard version == newest else {
      throw LedgerProblem(
        "ledger.older", "the ledger has layout \(version), older than layout \(newest)",
        hint: "run any command that writes, such as handover batch, once: it upgrades the ledger")
    }
  }

  /// Where the copy of the file in that layout goes.
  func backupPath(version: Int32) -> String { "\(path).layout-\(version).backup" }

  private func refuseNewer(_ version: Int32) throws {
    guard version > newest else { return }
    throw LedgerProblem(
      "ledger.newer", "the ledger has layout \(version), and this program knows \(newest)",
      hint: "use the newer handover that wrote it")
  }

  private static func version(of queue: DatabaseQueue) throws -> Int32 {
    do {
      return try queue.read { database in
        let application = try Int32.fetchOne(database, sql: "PRAGMA application_id")
        let version = try Int32.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard application == LedgerSchema.applicationID, version > 0 else { throw LedgerProblem.notALedger }
        return version
      }
    } catch {
      throw LedgerProblem.unreadable(error)
    }
  }

  private func run(
    _ steps: [LedgerSchemaStep], on queue: DatabaseQueue, also: (Database) throws -> Void = { _ in }
  ) throws {
    do {
      try queue.inTransaction(.immediate) { database in
        try also(database)
        for step in steps {
          try database.execute(sql: step.sql)
          try database.execute(sql: "PRAGMA user_version=\(step.version)")
        }
        return .commit
      }
    } catch {
      throw LedgerProblem.stopped(by: error)
    }
  }

  /// A copy under a name of its own, durable before it gets its final name. `VACUUM INTO` reads through SQLite, so a
  /// journal that a crash left behind is taken into account.
  private func backUp(_ queue: DatabaseQueue, version: Int32) throws {
    let final = backupPath(version: version)
    let draft = final + ".new"
    unlink(draft)
    try LedgerFile.create(draft)
    do {
      try queue.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [draft]) }
    } catch {
      throw LedgerProblem(
        "ledger.backup", "no copy could be made before the upgrade: \(error)", hint: "free some space")
    }
    try LedgerFile.sync(draft)
    guard rename(draft, final) == 0 else { throw LedgerFile.failed("cannot be put in place", final, errno) }
    try LedgerFile.syncFolder(of: path)
  }
}
