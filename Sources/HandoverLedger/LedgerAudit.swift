import FoundationEssentials
import GRDB
import HandoverModel

/// What going through a whole ledger found.
package struct LedgerAudit: Hashable, Sendable {
  /// One thing that is wrong.
  package struct Finding: Hashable, Sendable {
    /// `file`, `event`, `head`, `handover`, `certificate`, `certificate-head`.
    package var code: String
    /// What is wrong, for a person.
    package var message: String
    /// The event it is about, by its place in the whole ledger.
    package var sequence: Int64?
    /// The handover it is about.
    package var handover: HandoverID?

    init(_ code: String, _ message: String, sequence: Int64? = nil, handover: HandoverID? = nil) {
      self.code = code
      self.message = message
      self.sequence = sequence
      self.handover = handover
    }
  }

  /// How many events were proven.
  package var events: Int64 = 0
  /// How many handovers they belong to.
  package var handovers: Int64 = 0
  /// How many certificates were proven.
  package var certificates: Int64 = 0
  /// How many of the events have nothing left but their place and their digest.
  package var erased: Int64 = 0
  /// The digest over all proven events.
  package var head: [UInt8] = LedgerDigest.emptyHead
  /// Everything found; of the chain of events only the first that is wrong, because all later ones hang on it.
  package var findings: [Finding] = []

  /// Whether nothing was found.
  package var isSound: Bool { findings.isEmpty }
}

extension LedgerReading {
  /// Recomputes the chain of every handover and of the whole ledger, proves every certificate against its event, and has
  /// SQLite check the file. `heads` are digests taken from certificates: each must be one that this ledger once had, or
  /// the ledger was written anew. Events appended meanwhile are left out. SQLite's check reads the whole file in one go,
  /// and commits wait for it.
  package func audit(expecting heads: Set<[UInt8]> = []) async throws -> LedgerAudit {
    var run = AuditRun(desk: desk, missing: heads.subtracting([LedgerDigest.emptyHead]))
    try await run.checkFile()
    try await run.checkEvents()
    try await run.checkHandovers()
    try await run.checkCertificates()
    return run.audit
  }
}

/// The steps of an audit. A part of the file that cannot be read is a finding, and the next step goes on.
struct AuditRun {
  let desk: LedgerDesk
  /// The heads that certificates name and that were not met yet.
  var missing: Set<[UInt8]>
  var audit = LedgerAudit()

  init(desk: LedgerDesk, missing: Set<[UInt8]>) {
    self.desk = desk
    self.missing = missing
  }

  mutating func checkFile() async throws {
    let lines: [String]? = try await read("file") { database in
      try String.fetchAll(database, sql: "PRAGMA integrity_check(20)")
    }
    for line in lines ?? [] where line != "ok" { audit.findings.append(.init("file", line)) }
    let strays: Int? = try await read("file") { try Row.fetchAll($0, sql: "PRAGMA foreign_key_check").count }
    if let strays, strays > 0 {
      audit.findings.append(.init("file", "\(strays) rows refer to rows that are not there"))
    }
  }

  mutating func checkEvents() async throws {
    let ends: (head: LedgerHead, last: Int64)? = try await read("head") {
      (try LedgerQuery.head(in: $0), try LedgerQuery.lastSequence(in: $0))
    }
    var walk = EventWalk()
    let sound = try await pass(through: ends?.last ?? .max, &walk)
    audit.events = walk.sequence
    audit.handovers = walk.handovers
    audit.erased = walk.erased
    audit.head = walk.head
    if let ends, sound, ends.head != LedgerHead(events: walk.sequence, digest: walk.head) {
      audit.findings.append(.init("head", "the ledger does not end where it says", sequence: walk.sequence))
    }
    for sequence in walk.unexplained where sound {
      audit.findings.append(
        .init("event", "event \(sequence) was emptied and no erasure is on record", sequence: sequence))
    }
    for _ in missing where sound {
      audit.findings.append(
        .init("certificate-head", "a certificate names a ledger that this one never was: it was written anew"))
    }
  }

  /// Proves events one after another; false at the first that is wrong.
  private mutating func pass(through last: Int64, _ walk: inout EventWalk) async throws -> Bool {
    while walk.sequence < last {
      let after = walk.sequence
      let read: [StoredEvent]? = try await read("event", sequence: after + 1) {
        try EventWalk.slice(after: after, through: last, in: $0)
      }
      guard let events = read else { return false }
      guard !events.isEmpty else { return true }
      for event in events {
        if let fault = walk.fault(of: event) {
          audit.findings.append(
            .init("event", "event \(event.sequence) \(fault)", sequence: event.sequence, handover: event.handover))
          return false
        }
        walk.pass(event)
        missing.remove(walk.head)
      }
    }
    return true
  }

  /// Runs a read; what cannot be read becomes a finding and nil.
  mutating func read<Value: Sendable>(
    _ code: String, sequence: Int64? = nil, _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws -> Value? {
    do {
      return try await desk.read(body)
    } catch let problem as LedgerProblem where ["ledger.damaged", "ledger.unreadable"].contains(problem.code) {
      audit.findings.append(.init(code, problem.reason, sequence: sequence))
      return nil
    }
  }
}
