import FoundationEssentials
import GRDB

/// Where the ledger ends: what the next event is bound to. Only the writer's thread has one.
struct LedgerTip: Sendable {
  /// The sequence of the last event.
  var sequence: Int64
  /// The digest over all events in the order of their commits.
  var head: [UInt8]
}

/// The ends of the histories written to lately, so that a busy handover is not looked up for every event. Only the writer's
/// thread has them. After a commit that failed nothing more is written, so they never tell of what is not there.
final class LedgerHistoryEnds {
  private var ends: [HandoverID: LedgerHistoryEnd] = [:]

  /// More than a batch has in flight; beyond it the ends are looked up again.
  private static let remembered = 512

  subscript(id: HandoverID) -> LedgerHistoryEnd? {
    get { ends[id] }
    set { ends[id] = newValue }
  }

  /// Forgets all when they are too many; only between transactions.
  func trim() { if ends.count > Self.remembered { ends = [:] } }
}

/// Where the history of one handover ends.
struct LedgerHistoryEnd: Hashable, Sendable {
  var key: Int64
  var state: HandoverState
  var number: Int64
  var digest: [UInt8]
}

/// One open transaction of the writer. Its methods look first and write last: what they throw before the first row is a
/// refusal of one caller, what they throw after it stops the ledger.
final class LedgerTransaction {
  let database: Database
  var tip: LedgerTip
  let histories: LedgerHistoryEnds
  /// Rows written so far.
  var rows = 0
  private let sequenceBefore: Int64

  init(_ database: Database, _ tip: LedgerTip, histories: LedgerHistoryEnds = LedgerHistoryEnds()) {
    self.database = database
    self.tip = tip
    self.histories = histories
    sequenceBefore = tip.sequence
  }

  /// The last thing before the commit: the one row that says where the ledger ends.
  func finish() throws {
    histories.trim()
    guard tip.sequence != sequenceBefore else { return }
    try run("UPDATE head SET sequence = ?, digest = ? WHERE one = 1", [tip.sequence, Data(tip.head)])
  }

  /// Runs a statement that is prepared once per connection.
  func run(_ sql: String, _ arguments: StatementArguments) throws {
    let statement = try database.cachedStatement(sql: sql)
    try statement.execute(arguments: arguments)
  }

  /// The first row of a query that is prepared once per connection.
  func first(_ sql: String, _ arguments: StatementArguments) throws -> LedgerRow? {
    try Row.fetchOne(database.cachedStatement(sql: sql), arguments: arguments).map(LedgerRow.init)
  }
}

extension LedgerTransaction {
  /// Appends these events, all or none.
  func append(_ events: [NewEvent]) throws -> [LedgerEvent] {
    for event in events { _ = try historyEnd(of: event.handover) }
    return try events.map { try append($0) }
  }

  /// Appends one event to a history that is known to exist.
  func append(_ event: NewEvent, attachment: [UInt8] = []) throws -> LedgerEvent {
    let end = try historyEnd(of: event.handover)
    let at = LedgerTime.milliseconds(event.at)
    let digest = LedgerDigest.event(
      event.handover.rawValue, number: end.number + 1, kind: event.kind, at: at, attachment: attachment,
      body: event.body, previous: end.digest)
    let written = LedgerEvent(
      sequence: tip.sequence + 1, handover: event.handover, number: end.number + 1, kind: event.kind,
      at: LedgerTime.date(at), body: event.body, attachment: attachment, previous: end.digest, digest: digest)
    try insert(written, key: end.key, at: at)
    tip.sequence = written.sequence
    tip.head = LedgerDigest.head(after: tip.head, event: digest)
    histories[event.handover] = LedgerHistoryEnd(
      key: end.key, state: end.state, number: written.number, digest: digest)
    return written
  }

  private func insert(_ event: LedgerEvent, key: Int64, at: Int64) throws {
    rows += 1
    try run(
      """
      INSERT INTO event (sequence, handover, number, kind, at, attachment, body, digest)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        event.sequence, key, event.number, event.kind, at, event.attachment.isEmpty ? nil : Data(event.attachment),
        Data(event.body), Data(event.digest),
      ])
  }

  /// Where this history ends, or a refusal when there is none.
  func historyEnd(of id: HandoverID) throws -> LedgerHistoryEnd {
    if let end = histories[id] { return end }
    let row = try first(
      """
      SELECT handover.key, handover.state, event.number, event.digest
      FROM handover JOIN event ON event.handover = handover.key
      WHERE handover.id = ? ORDER BY event.number DESC LIMIT 1
      """, [id.rawValue])
    guard let row else { throw LedgerProblem.unknown(id) }
    let end = LedgerHistoryEnd(
      key: try row.integer(0), state: try row.state(1), number: try row.integer(2), digest: try row.bytes(3))
    histories[id] = end
    return end
  }
}
