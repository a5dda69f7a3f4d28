import FoundationEssentials
import GRDB
package import HandoverModel
import Synchronization

/// What can be read from a ledger, by the process that writes it and by any other. Reads show what is committed; events
/// that were only queued are not in them yet.
package protocol LedgerReading: Sendable {
  /// How this ledger is read.
  var desk: LedgerDesk { get }
}

/// A connection to read through. Every read is short, so that it does not hold up a writer for long.
package final class LedgerDesk: Sendable {
  let latch = LedgerLatch()
  /// Nil once closed. A read that is under way keeps the connection until it is done; the last to let go closes it.
  private let queue: Mutex<DatabaseQueue?>
  /// Whether this process alone may write. Then nothing changes between two statements of a read, because the reads and
  /// the commits take turns on one queue; and switching the connection to `query_only` and back, after which SQLite
  /// prepares every statement again, was a twentieth of a batch's processor time.
  private let isHeld: Bool

  init(_ queue: DatabaseQueue, isHeld: Bool) {
    self.queue = Mutex(queue)
    self.isHeld = isHeld
  }

  /// Lets the connection go; later reads throw `ledger.closed`.
  func close() { queue.withLock { $0 = nil } }

  /// Runs a read on the connection's own queue, not on the cooperative pool; where another process may write, in one
  /// transaction and with `query_only` on. Throws once the ledger has stopped.
  func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
    try latch.check()
    do {
      let connection = try connection()
      return try await isHeld ? connection.unsafeRead { try $0.inOneRead(body) } : connection.read(body)
    } catch {
      throw LedgerProblem.unreadable(error)
    }
  }

  /// The connection, while it is open.
  func connection() throws -> DatabaseQueue {
    guard let queue = queue.withLock({ $0 }) else { throw LedgerProblem.closed }
    return queue
  }
}

extension Database {
  /// Reads in one transaction: SQLite takes the file's lock once, and looks once whether a journal has to be played back,
  /// instead of once for every statement.
  fileprivate func inOneRead<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try cachedStatement(sql: "BEGIN DEFERRED TRANSACTION").execute()
    do {
      let value = try body(self)
      try cachedStatement(sql: "COMMIT TRANSACTION").execute()
      return value
    } catch {
      try? rollback()
      throw error
    }
  }
}

extension LedgerReading {
  /// The history of a handover, oldest first. Each event is proven against its digest on the way
  /// (`ledger.damaged`, `ledger.unknown-handover`).
  package func events(of id: HandoverID) async throws -> [LedgerEvent] {
    try await desk.read { try LedgerQuery.events(of: id, in: $0) }
  }

  /// What the ledger knows about a handover, or nil when it has none of this name.
  package func record(of id: HandoverID) async throws -> HandoverRecord? {
    try await desk.read { try LedgerQuery.record(LedgerQuery.handoverByID, id.rawValue, in: $0) }
  }

  /// The handover of this VIN that was opened last, closed or not.
  package func handover(vin: VIN) async throws -> HandoverRecord? {
    try await desk.read { try LedgerQuery.record(LedgerQuery.latestHandoverOfVIN, vin.text, in: $0) }
  }

  /// A part of the list of handovers, after the place where the last part ended.
  package func handovers(
    after cursor: HandoverCursor? = nil, by order: HandoverOrder = .openedAt, state: HandoverState? = nil,
    limit: Int = 500
  ) async throws -> HandoverPage {
    try await desk.read {
      try LedgerQuery.page(after: cursor, by: order, state: state, limit: max(1, limit), in: $0)
    }
  }

  /// Calls `body` with every handover in order, reading a part at a time.
  package func forEachHandover(
    by order: HandoverOrder = .openedAt, state: HandoverState? = nil,
    _ body: @Sendable (HandoverRecord) async throws -> Void
  ) async throws {
    var cursor: HandoverCursor?
    repeat {
      let page = try await handovers(after: cursor, by: order, state: state)
      for record in page.records { try await body(record) }
      cursor = page.next
    } while cursor != nil
  }

  /// What SQLite says about the settings that durability hangs on, by their names: for the log.
  package func settings() async throws -> [String: String] {
    try await desk.read { try LedgerConnection.settings(of: $0) }
  }

  /// Where the whole ledger ends.
  package func head() async throws -> LedgerHead {
    try await desk.read { try LedgerQuery.head(in: $0) }
  }

  /// The certificate that was stored for this state of a handover, to the byte, or nil.
  package func certificate(of id: HandoverID, state: String) async throws -> StoredCertificate? {
    try await desk.read {
      try LedgerQuery.certificate(of: LedgerQuery.key(of: id, in: $0), state: state, in: $0)
    }
  }

  /// The certificate of a handover that was stored last, or nil.
  package func latestCertificate(of id: HandoverID) async throws -> StoredCertificate? {
    try await desk.read { try LedgerQuery.certificates(of: id, onlyLast: true, in: $0).first }
  }

  /// The certificate of this name, its `jti`, or nil.
  package func certificate(named id: String) async throws -> StoredCertificate? {
    try await desk.read { try LedgerQuery.certificate(named: id, in: $0) }
  }

  /// Certificates of the whole ledger in the order in which they were stored, from behind a place in it; 0 is before the
  /// first. To be asked in slices, because a long read holds up a writer.
  package func certificates(after sequence: Int64, limit: Int) async throws -> [StoredCertificate] {
    try await desk.read { try LedgerQuery.certificates(after: sequence, limit: limit, in: $0) }
  }

  /// The certificates of a handover, oldest first.
  package func certificates(of id: HandoverID) async throws -> [StoredCertificate] {
    try await desk.read { try LedgerQuery.certificates(of: id, onlyLast: false, in: $0) }
  }
}

/// A ledger opened for reading only, while another process may write it.
///
/// A read waits for a commit that is just running, about a millisecond, and no longer: the writer never holds the file
/// between commits. The writer in turn waits for a read that is just running; reads come in short slices for that
/// reason, with one exception, SQLite's own check in `audit`. A reader also repairs what a crash left half done, as any
/// opening of the file by SQLite does; it adds nothing.
package final class LedgerReader: LedgerReading {
  package let desk: LedgerDesk

  init(_ queue: DatabaseQueue) { desk = LedgerDesk(queue, isHeld: false) }

  /// Gives the file back. Later reads throw `ledger.closed`.
  package func close() { desk.close() }
}
