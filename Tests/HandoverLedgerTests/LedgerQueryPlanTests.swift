import GRDB
import Synchronization
import Testing

@testable import HandoverLedger

/// The cost of a read must not grow with the ledger. SQLite says how it does what was really run.
@Suite struct LedgerQueryPlanTests {
  /// What a read does, and whether it is a part of a list, which may walk along an index from its place.
  private static let reads: [(list: Bool, read: @Sendable (Database, HandoverID) throws -> Void)] = [
    (false, { _ = try LedgerQuery.events(of: $1, in: $0) }),
    (false, { _ = try LedgerQuery.record(LedgerQuery.handoverByID, $1.rawValue, in: $0) }),
    (false, { database, _ in _ = try LedgerQuery.record(LedgerQuery.latestHandoverOfVIN, "x", in: database) }),
    (false, { database, _ in _ = try LedgerQuery.record(LedgerQuery.unclosedHandoverOfVIN, "x", in: database) }),
    (false, { _ = try LedgerQuery.certificates(of: $1, onlyLast: true, in: $0) }),
    (false, { _ = try LedgerQuery.certificates(of: $1, onlyLast: false, in: $0) }),
    (false, { _ = try LedgerQuery.certificate(named: $1.rawValue, in: $0) }),
    (false, { _ = try LedgerQuery.certificate(of: 1, state: $1.rawValue, in: $0) }),
    (false, { try LedgerTransaction($0, LedgerTip(sequence: 0, head: [])).lookUp($1) }),
    (false, { database, _ in _ = try EventWalk.slice(after: 0, through: 9, in: database) }),
    (true, { database, _ in try page(nil, .vin, nil, database) }),
    (true, { database, _ in try page(nil, .openedAt, nil, database) }),
    (true, { database, _ in try page(place, .vin, nil, database) }),
    (true, { database, _ in try page(place, .openedAt, nil, database) }),
    (true, { database, _ in try page(place, .openedAt, .open, database) }),
    (true, { database, _ in try page(place, .vin, .open, database) }),
  ]
  private static let place = HandoverCursor(openedAt: 0, vin: "A", key: 0)

  private static func page(
    _ place: HandoverCursor?, _ order: HandoverOrder, _ state: HandoverState?, _ database: Database
  ) throws {
    _ = try LedgerQuery.page(after: place, by: order, state: state, limit: 1, in: database)
  }

  @Test(arguments: reads.indices) func noReadGoesThroughATable(place: Int) async throws {
    let ledger = try TemporaryLedger().create()
    let id = try await ledger.openHandover(1).id
    let (list, read) = Self.reads[place]
    let plans = try await ledger.desk.connection().writeWithoutTransaction { database in
      let statements = try Self.statements(in: database) { try read(database, id) }
      return try statements.flatMap { try Self.plan(of: $0, in: database) }
    }
    #expect(!plans.isEmpty)
    for plan in plans {
      let isWalk = list && plan.hasPrefix("SCAN handover USING INDEX")
      #expect(!plan.contains("TEMP B-TREE") && (isWalk || !plan.hasPrefix("SCAN")), "\(plan)")
    }
  }

  /// The queries that a piece of work runs.
  private static func statements(in database: Database, _ work: () throws -> Void) throws -> [String] {
    let ran = Mutex<[String]>([])
    database.trace { event in
      if case .statement(let statement) = event { ran.withLock { $0.append(statement.sql) } }
    }
    defer { database.trace() }
    try work()
    return ran.withLock { $0 }.filter { $0.hasPrefix("SELECT") }
  }

  private static func plan(of sql: String, in database: Database) throws -> [String] {
    let statement = try database.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
    let arguments = StatementArguments(Array(repeating: 1, count: sql.filter { $0 == "?" }.count))
    return try Row.fetchAll(statement, arguments: arguments).compactMap { $0["detail"] }
  }
}

extension LedgerTransaction {
  fileprivate func lookUp(_ id: HandoverID) throws { _ = try historyEnd(of: id) }
}
