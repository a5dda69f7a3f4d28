import FoundationEssentials
import GRDB

extension LedgerTransaction {
  /// Empties what is to be erased, beside an event that says so; nothing is written where nothing is left to erase.
  func erase(_ erasure: LedgerErasure) throws -> LedgerErased {
    let end = try historyEnd(of: erasure.handover)
    guard end.state != .open else {
      throw LedgerProblem(
        "ledger.state", "handover \(erasure.handover) is open: nothing of it may be erased yet",
        hint: "first say that the car was delivered: handover close VIN")
    }
    let events = try LedgerQuery.events(of: erasure.handover, in: database).filter(erasure.erases)
    let certificates = try emptied(erasure)
    guard !(events.isEmpty && certificates.isEmpty) else { return LedgerErased() }

    // What is overwritten is overwritten with zeros, and the journal that holds the old pages is cut off at the commit.
    try database.execute(sql: "PRAGMA secure_delete=ON; PRAGMA journal_size_limit=0")
    let digests = Dictionary(certificates.map { ($0.id, LedgerDigest.certificate($0)) }) { first, _ in first }
    let note = ErasureNote(events: events.count, digests: digests)
    let written = try append(
      NewEvent(handover: erasure.handover, kind: LedgerErasure.kind, at: erasure.at, body: note.body))
    for event in events { try run("UPDATE event SET body = x'' WHERE sequence = ?", [event.sequence]) }
    for certificate in certificates {
      try run(
        "UPDATE certificate SET text = ?, erasure = ? WHERE id = ?",
        [Data(certificate.text), written.sequence, certificate.id])
    }
    rows += events.count + certificates.count
    return LedgerErased(events: events.count, certificates: certificates.count)
  }

  /// The certificates that still have a private part, without it.
  private func emptied(_ erasure: LedgerErasure) throws -> [NewCertificate] {
    let stored = try LedgerQuery.certificates(of: erasure.handover, onlyLast: false, in: database)
    return try stored.filter { !$0.isErased }.map { stored in
      guard let text = erasure.texts[stored.content.id], !text.isEmpty else {
        throw LedgerProblem("ledger.erasure", "nobody said what stays of the certificate \(stored.content.id)")
      }
      var content = stored.content
      content.text = text
      return content
    }
  }
}

extension Ledger {
  /// Erases what was recorded about a handover that is over, in one transaction, and returns when that is durable. Doing it
  /// again does nothing. Throws `ledger.state` for one that is open, and `ledger.erasure` when a certificate is not named.
  package func erase(_ erasure: LedgerErasure) async throws -> LedgerErased {
    try await write { try $0.erase(erasure) }
  }

  /// Writes the file anew without the bytes that were overwritten or moved: SQLite leaves some behind in its pages. Takes as
  /// long, and for a moment as much space, as a copy of the file. What a disk keeps of blocks it no longer uses is out of
  /// reach.
  package func scrub() async throws {
    try await flush()
    do {
      try await desk.connection().writeWithoutTransaction { database in
        try database.execute(
          sql: "PRAGMA secure_delete=ON; PRAGMA journal_size_limit=0; PRAGMA temp_store=FILE; VACUUM")
        try LedgerConnection.assertSettings(of: database)
      }
    } catch {
      throw LedgerProblem.stopped(by: error)
    }
  }

  /// The copies that upgrades left beside the ledger: they hold what the ledger held then.
  package static func backups(besides path: String) -> [String] {
    LedgerSchema.steps.map { LedgerUpgrade(path: path, steps: []).backupPath(version: $0.version) }
      .filter { FileManager.default.fileExists(atPath: $0) }
  }
}
