package import FoundationEssentials
import GRDB
package import HandoverModel
import Synchronization

/// The append-only record of everything intended, done and seen: the one process that may write holds it.
///
/// A method that writes returns only when what it wrote is durable. After a write that failed, every call throws
/// `ledger.stopped` and nothing is tried again: the next start reads the file and goes on from what is in it.
package final class Ledger: LedgerReading {
  package let desk: LedgerDesk
  private let writer: LedgerWriter
  let statusIndices = StatusIndices()

  /// The version of the SQLite library in use, for the log.
  package static var libraryVersion: String { LedgerConnection.libraryVersion }

  /// How many commits this process made.
  package var commits: Int { counters.commits }
  /// How many rows it wrote in them.
  package var rows: Int { counters.rows }
  /// Both, read at one moment.
  package var counters: LedgerCounters { writer.counters.withLock { $0 } }
  /// What stopped the ledger, or nil while it works.
  package var stopped: LedgerProblem? { desk.latch.problem }

  /// Makes a ledger where there is no file yet: readable by its owner only, laid out, durable, and held. Throws
  /// `ledger.exists`, `ledger.network`, `ledger.held`, `ledger.file`, `ledger.settings`.
  package static func create(
    at path: String, purpose: String = "setup", options: LedgerOptions = LedgerOptions()
  ) throws -> Ledger {
    try LedgerOpening(path: path, options: options).create(purpose)
  }

  /// Opens a ledger for this process alone, and upgrades its layout where it is older. `purpose` is what a second process
  /// is told. Throws `ledger.missing`, `ledger.held`, `ledger.newer`, `ledger.not-a-ledger`, `ledger.file-kind`,
  /// `ledger.owner`, `ledger.permissions`, `ledger.network`, `ledger.damaged`, `ledger.settings`.
  package static func open(
    at path: String, purpose: String, options: LedgerOptions = LedgerOptions()
  ) throws -> Ledger {
    try LedgerOpening(path: path, options: options).open(purpose)
  }

  /// Opens a ledger for reading, whether or not another process holds it. Throws as `open` does, and `ledger.older`.
  package static func openForReading(
    at path: String, options: LedgerOptions = LedgerOptions()
  ) throws -> LedgerReader {
    try LedgerOpening(path: path, options: options).openForReading()
  }

  init(_ queue: DatabaseQueue, lock: LedgerLock, tip: LedgerTip, faults: LedgerFaults) {
    desk = LedgerDesk(queue, isHeld: true)
    writer = LedgerWriter(queue, lock: lock, from: tip, latch: desk.latch, faults: faults)
  }

  deinit { writer.close() }

  /// Writes what waits and gives the ledger back. Later calls throw `ledger.closed`. Do not call it from a place where
  /// a commit, about a millisecond, may not be waited for.
  package func close() {
    writer.close()
    writer.waitUntilEnded()
    desk.close()
  }
}

extension Ledger {
  /// The handover of this VIN that is not closed, or a new one that starts with these events, and everything recorded in
  /// it. Two calls at one moment get the same handover. A delivered handover is returned as such: look at its state before
  /// anything is ended.
  package func openHandover(
    for vin: VIN, at: Date, first events: [(kind: String, body: [UInt8])]
  ) async throws -> HandoverHistory {
    let id = try Self.name(ofHandoverWith: events, at: at)
    return try await write { try $0.openHandover(vin, id: id, at: at, first: events) }
  }

  /// The handover of this VIN that was opened last, closed or not, with everything recorded about it in this process or
  /// before, queued events too; or a new one that starts with these events, where there is none.
  package func latestOrOpened(
    for vin: VIN, at: Date, first events: [(kind: String, body: [UInt8])]
  ) async throws -> HandoverHistory {
    let id = try Self.name(ofHandoverWith: events, at: at)
    return try await write { try $0.latestOrOpened(vin, id: id, at: at, first: events) }
  }

  /// The handover of this VIN that was opened last, closed or not, with everything recorded about it in this process or
  /// before, queued events too; nil where there is none.
  package func history(vin: VIN) async throws -> HandoverHistory? {
    try await flush()
    return try await desk.read {
      guard let record = try LedgerQuery.record(LedgerQuery.latestHandoverOfVIN, vin.text, in: $0) else { return nil }
      return HandoverHistory(record: record, events: try LedgerQuery.events(of: record.id, in: $0))
    }
  }

  /// A name for a new handover, whose first events can stand.
  private static func name(ofHandoverWith events: [(kind: String, body: [UInt8])], at: Date) throws -> HandoverID {
    guard !events.isEmpty else { throw LedgerProblem("ledger.event", "a handover starts with an event") }
    var generator = SystemRandomNumberGenerator()
    let id = HandoverID(using: &generator)
    for event in events { try NewEvent(handover: id, kind: event.kind, at: at, body: event.body).check() }
    return id
  }

  /// Appends events, all or none, and returns when they are durable. Calls made one after another keep their order.
  package func append(_ events: [NewEvent]) async throws -> [LedgerEvent] {
    for event in events { try event.check() }
    return try await write { try $0.append(events) }
  }

  /// Appends events without waiting. They keep their order with later calls and are durable at the latest when the next
  /// append, of anybody, returns. If they cannot be written the ledger stops.
  package func enqueue(_ events: [NewEvent]) {
    do {
      for event in events { try event.check() }
    } catch {
      _ = desk.latch.stop(error)
      return
    }
    writer.put(
      LedgerJob(perform: { transaction in
        _ = try transaction.append(events)
        return {}
      }))
  }

  /// Returns when everything queued before is durable.
  package func flush() async throws { try await write { _ in } }

  /// Moves a handover forward, to delivered or closed, and appends the event that says so in the same transaction.
  /// Throws `ledger.state` for a step that is none.
  package func mark(_ id: HandoverID, as state: HandoverState, at: Date, body: [UInt8]) async throws -> LedgerEvent {
    try NewEvent.check(body: body)
    return try await write { try $0.mark(id, as: state, at: at, body: body) }
  }

  /// Keeps a certificate, its place in the status list and the event that says so, in one transaction. When the state
  /// already has a certificate, that one is returned and nothing is written: at most one certificate per state. Compare the
  /// `id` to know which it was. Throws `ledger.certificate` when its status index was given before.
  package func store(_ certificate: NewCertificate, event: NewEvent) async throws -> StoredCertificate {
    try certificate.check()
    try event.check()
    guard event.handover == certificate.handover else {
      throw LedgerProblem("ledger.certificate", "the event belongs to another handover than the certificate")
    }
    defer { statusIndices.letGo(certificate.statusIndex) }
    return try await write { try $0.store(certificate, event) }
  }

  func write<Value: Sendable>(
    _ body: @escaping @Sendable (LedgerTransaction) throws -> Value
  ) async throws -> Value {
    try desk.latch.check()
    return try await withCheckedThrowingContinuation { continuation in
      writer.put(
        LedgerJob(
          perform: { transaction in
            let value = try body(transaction)
            return { continuation.resume(returning: value) }
          },
          fail: { continuation.resume(throwing: $0) }))
    }
  }
}
