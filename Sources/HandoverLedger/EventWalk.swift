import FoundationEssentials
import GRDB

/// One event as it lies in the file, with what is needed to prove it.
struct StoredEvent: Sendable {
  var sequence: Int64
  var key: Int64
  var number: Int64
  var kind: String
  var at: Int64
  var attachment: [UInt8]
  var body: [UInt8]
  var digest: [UInt8]
  /// The handover's name, VIN and opening.
  var handover: HandoverID
  var vin: String
  var openedAt: Int64
  /// Whether a certificate lies beside it.
  var hasCertificate: Bool

  init(_ row: LedgerRow) throws {
    sequence = try row.integer(0)
    key = try row.integer(1)
    number = try row.integer(2)
    kind = try row.text(3)
    at = try row.integer(4)
    attachment = try row.optionalBytes(5) ?? []
    body = try row.bytes(6)
    digest = try row.bytes(7)
    handover = try row.handoverID(8)
    vin = try row.text(9)
    openedAt = try row.integer(10)
    hasCertificate = !row.isNull(11)
  }

  /// Whether what it said was erased.
  var isErased: Bool { body.isEmpty }
  var mayBeErased: Bool { isErased && LedgerErasure.mayErase(kind, hasCertificate: hasCertificate) }

  var opening: [UInt8] { LedgerDigest.opening(handover.rawValue, vin: vin, openedAt: openedAt) }

  func expectedDigest(after previous: [UInt8]) -> [UInt8] {
    LedgerDigest.event(
      handover.rawValue, number: number, kind: kind, at: at, attachment: attachment, body: body, previous: previous)
  }
}

/// Goes through all events in the order of their commits and keeps, per handover, where its history is. Takes memory
/// for the handovers, not for the events.
struct EventWalk: Sendable {
  private(set) var sequence: Int64 = 0
  private(set) var head = LedgerDigest.emptyHead
  private(set) var erased: Int64 = 0
  private var ends: [Int64: (number: Int64, digest: [UInt8])] = [:]
  /// Per handover, the emptied events that no erasure was met for yet.
  private var gaps: [Int64: ErasureGap] = [:]

  var handovers: Int64 { Int64(ends.count) }

  /// The events, by their place in the whole ledger, that were emptied without an erasure on record.
  var unexplained: [Int64] { gaps.values.compactMap(\.unexplained).sorted() }

  /// What this event must be bound to.
  func previous(of event: StoredEvent) -> [UInt8] { ends[event.key]?.digest ?? event.opening }

  /// What is wrong with this event, coming next; nil when nothing is.
  func fault(of event: StoredEvent) -> String? {
    if event.sequence != sequence + 1 { return "event \(sequence + 1) of the ledger is missing" }
    if event.number != (ends[event.key]?.number ?? 0) + 1 { return "is numbered \(event.number) in its handover" }
    if !event.mayBeErased, event.digest != event.expectedDigest(after: previous(of: event)) {
      return "is not what was written"
    }
    if event.attachment.isEmpty == event.hasCertificate { return "and the certificate stored with it do not match" }
    return nil
  }

  mutating func pass(_ event: StoredEvent) {
    sequence = event.sequence
    if event.isErased { erased += 1 }
    ends[event.key] = (event.number, event.digest)
    if event.isErased || event.kind == LedgerErasure.kind {
      gaps[event.key, default: ErasureGap()].pass(event.kind, isErased: event.isErased, number: event.sequence)
    }
    head = LedgerDigest.head(after: head, event: event.digest)
  }

  /// How many events one read takes, so that a writer in another process is held up for a few milliseconds at most.
  static let slice = 500

  /// The next events after this one, up to the last that counts.
  static func slice(after sequence: Int64, through last: Int64, in database: Database) throws -> [StoredEvent] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT event.sequence, event.handover, event.number, event.kind, event.at, event.attachment, event.body,
          event.digest, handover.id, handover.vin, handover.openedAt, certificate.event
        FROM event LEFT JOIN handover ON handover.key = event.handover
          LEFT JOIN certificate ON certificate.event = event.sequence
        WHERE event.sequence > ? AND event.sequence <= ? ORDER BY event.sequence LIMIT ?
        """)
    return try Row.fetchAll(statement, arguments: [sequence, last, slice]).map { try StoredEvent(LedgerRow(row: $0)) }
  }
}
