import FoundationEssentials
import GRDB

/// The one place where a connection to a ledger is made, so that none can run with weaker promises than another.
///
/// `journal_mode=PERSIST` with `synchronous=EXTRA`: a commit is durable when it returns, including the folder entry. GRDB's
/// WAL set-up silently runs NORMAL, and SQLite before 3.51.3 has the WAL-reset race; neither exists in this mode
/// (performance and reliability, 1 and 6.3).
enum LedgerConnection {
  /// How long a commit waits for readers of other processes, and they for it. Readers of ours read in short slices; only
  /// a foreign program that keeps a transaction open can use this up.
  static let patience = 60.0

  /// The version of the SQLite library in use.
  static let libraryVersion: String =
    (try? DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") }) ?? "unknown"

  static func open(_ path: String, pageLimit: Int? = nil) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.label = "ledger"
    configuration.busyMode = .timeout(patience)
    configuration.foreignKeysEnabled = true
    configuration.prepareDatabase { database in
      try database.execute(sql: wantedSettings)
      if let pageLimit { try database.execute(sql: "PRAGMA max_page_count=\(pageLimit)") }
      try assertSettings(of: database)
    }
    do {
      return try DatabaseQueue(path: path, configuration: configuration)
    } catch {
      throw LedgerProblem.unreadable(error)
    }
  }

  private static let wantedSettings = """
    PRAGMA journal_mode=PERSIST;
    PRAGMA synchronous=EXTRA;
    PRAGMA trusted_schema=OFF;
    PRAGMA cell_size_check=ON;
    PRAGMA temp_store=MEMORY;
    """

  /// What must be read back from every connection.
  private static let expected = [
    "journal_mode": "persist", "synchronous": "3", "foreign_keys": "1", "trusted_schema": "0",
  ]

  /// Asks SQLite what it really does, and refuses to run on anything else.
  static func assertSettings(of database: Database) throws {
    let found = try settings(of: database)
    for (name, wanted) in expected.sorted(by: { $0.key < $1.key }) where found[name] != wanted {
      throw LedgerProblem(
        "ledger.settings", "SQLite runs with \(name)=\(found[name] ?? "nothing") where \(wanted) is needed")
    }
  }

  /// What SQLite says about the settings that matter.
  static func settings(of database: Database) throws -> [String: String] {
    var found: [String: String] = [:]
    for name in expected.keys {
      let answer = try DatabaseValue.fetchOne(database, sql: "PRAGMA \(name)") ?? .null
      found[name] = String.fromDatabaseValue(answer) ?? Int64.fromDatabaseValue(answer).map(String.init)
    }
    return found
  }
}
