import FoundationEssentials
import GRDB
import HandoverModel

/// The reads of the ledger. Each uses an index, so that its cost is that of the rows it returns.
enum LedgerQuery {
  private static let recordColumns = """
    handover.key, handover.id, handover.vin, handover.openedAt, handover.state,
    (SELECT number FROM event WHERE event.handover = handover.key ORDER BY number DESC LIMIT 1),
    (SELECT digest FROM event WHERE event.handover = handover.key ORDER BY number DESC LIMIT 1)
    """
  static let unclosedHandoverOfVIN = "SELECT \(recordColumns) FROM handover WHERE vin = ? AND state <> 'closed'"
  static let latestHandoverOfVIN = "SELECT \(recordColumns) FROM handover WHERE vin = ? ORDER BY key DESC LIMIT 1"
  static let handoverByID = "SELECT \(recordColumns) FROM handover WHERE id = ?"

  static func record(_ row: LedgerRow) throws -> HandoverRecord {
    HandoverRecord(
      id: try row.handoverID(1), vin: try row.vin(2), openedAt: LedgerTime.date(try row.integer(3)),
      state: try row.state(4), events: try row.integer(5), head: try row.bytes(6))
  }

  static func record(_ sql: String, _ argument: String, in database: Database) throws -> HandoverRecord? {
    try Row.fetchOne(database.cachedStatement(sql: sql), arguments: [argument])
      .map { try record(LedgerRow(row: $0)) }
  }

  /// The handover of this VIN that was opened last, closed or not, and everything in it.
  static func latestHistory(_ vin: VIN, in database: Database) throws -> HandoverHistory? {
    guard let record = try record(latestHandoverOfVIN, vin.text, in: database) else { return nil }
    return HandoverHistory(record: record, events: try events(of: record.id, in: database))
  }

  /// The part of the list after a place.
  static func page(
    after cursor: HandoverCursor?, by order: HandoverOrder, state: HandoverState?, limit: Int, in database: Database
  ) throws -> HandoverPage {
    let column = order == .vin ? "vin" : "openedAt"
    var conditions: [String] = []
    var arguments: StatementArguments = []
    if let state {
      // The plus keeps SQLite from sorting a whole state by VIN for every part: it walks the index by VIN instead.
      conditions.append(order == .vin ? "+state = ?" : "state = ?")
      arguments += [state.rawValue]
    }
    if let cursor {
      conditions.append("(\(column), key) > (?, ?)")
      arguments += order == .vin ? [cursor.vin, cursor.key] : [cursor.openedAt, cursor.key]
    }
    let filter = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
    let sql = "SELECT \(recordColumns) FROM handover \(filter) ORDER BY \(column), key LIMIT ?"
    let rows = try Row.fetchAll(database.cachedStatement(sql: sql), arguments: arguments + [limit])
      .map(LedgerRow.init)
    let last = rows.count == limit ? rows.last : nil
    return HandoverPage(
      records: try rows.map(record),
      next: try last.map {
        HandoverCursor(openedAt: try $0.integer(3), vin: try $0.text(2), key: try $0.integer(0))
      })
  }

  /// The history of one handover, each event proven against its digest while it is read.
  static func events(of id: HandoverID, in database: Database) throws -> [LedgerEvent] {
    let opening = try Row.fetchOne(
      database.cachedStatement(sql: "SELECT key, vin, openedAt FROM handover WHERE id = ?"),
      arguments: [id.rawValue]
    ).map(LedgerRow.init)
    guard let opening else { throw LedgerProblem.unknown(id) }
    var previous = LedgerDigest.opening(id.rawValue, vin: try opening.text(1), openedAt: try opening.integer(2))
    let rows = try Row.fetchCursor(
      database.cachedStatement(
        sql: """
          SELECT sequence, number, kind, at, attachment, body, digest FROM event WHERE handover = ? ORDER BY number
          """),
      arguments: [try opening.integer(0)])
    var events: [LedgerEvent] = []
    var gap = ErasureGap()
    while let row = try rows.next() {
      let event = try event(LedgerRow(row: row), of: id, previous: previous)
      guard event.number == Int64(events.count) + 1, event.hasItsDigest || event.mayBeErased else {
        throw LedgerProblem.damaged("event \(events.count + 1) of handover \(id) is not what was written")
      }
      gap.pass(event.kind, isErased: event.isErased, number: event.number)
      previous = event.digest
      events.append(event)
    }
    if let number = gap.unexplained {
      throw LedgerProblem.damaged("event \(number) of handover \(id) was emptied and no erasure is on record")
    }
    return events
  }

  private static func event(_ row: LedgerRow, of id: HandoverID, previous: [UInt8]) throws -> LedgerEvent {
    LedgerEvent(
      sequence: try row.integer(0), handover: id, number: try row.integer(1), kind: try row.text(2),
      at: LedgerTime.date(try row.integer(3)), body: try row.bytes(5),
      attachment: try row.optionalBytes(4) ?? [], previous: previous, digest: try row.bytes(6))
  }

  /// The last event's sequence and the digest over all events.
  static func head(in database: Database) throws -> LedgerHead {
    let row = try Row.fetchOne(database.cachedStatement(sql: "SELECT sequence, digest FROM head WHERE one = 1"))
      .map(LedgerRow.init)
    guard let row else { throw LedgerProblem.damaged("the row that says where it ends is missing") }
    return LedgerHead(events: try row.integer(0), digest: try row.bytes(1))
  }

  /// The greatest sequence of an event; 0 without events.
  static func lastSequence(in database: Database) throws -> Int64 {
    try Int64.fetchOne(database, sql: "SELECT max(sequence) FROM event") ?? 0
  }
}

/// Where the whole ledger ends.
package struct LedgerHead: Hashable, Sendable {
  /// How many events there are.
  package var events: Int64
  /// The digest chained over all of them in the order of their commits: 32 bytes. It goes into every certificate, so
  /// that a ledger written anew shows.
  package var digest: [UInt8]
}

extension LedgerEvent {
  /// Whether the digest is the one that everything else in the event gives.
  var hasItsDigest: Bool {
    digest
      == LedgerDigest.event(
        handover.rawValue, number: number, kind: kind, at: LedgerTime.milliseconds(at), attachment: attachment,
        body: body, previous: previous)
  }

  /// Whether its body is gone and may be. Then what it said cannot be proven any more; that it stood here, and when, is
  /// still bound by the digests after it.
  var mayBeErased: Bool { isErased && LedgerErasure.mayErase(kind, hasCertificate: !attachment.isEmpty) }
}
