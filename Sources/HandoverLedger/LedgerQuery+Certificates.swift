import FoundationEssentials
import GRDB
import HandoverModel

extension LedgerQuery {
  static let certificateColumns = """
    certificate.event, handover.id, certificate.state, certificate.id, certificate.issuedAt, certificate.verdict,
    certificate.specimenOf, certificate.text, certificate.chain, certificate.statusIndex, event.attachment,
    certificate.erasure, erasure.body
    """
  static let certificateJoins = """
    LEFT JOIN handover ON handover.key = certificate.handover LEFT JOIN event ON event.sequence = certificate.event
    LEFT JOIN event AS erasure ON erasure.sequence = certificate.erasure
    """
  private static let certificateSource = "SELECT \(certificateColumns) FROM certificate \(certificateJoins)"

  /// The certificate of this state of the handover with this key.
  static func certificate(of key: Int64, state: String, in database: Database) throws -> StoredCertificate? {
    let sql = certificateSource + " WHERE certificate.handover = ? AND certificate.state = ?"
    return try Row.fetchOne(database.cachedStatement(sql: sql), arguments: [key, state])
      .map { try certificate(LedgerRow(row: $0)) }
  }

  /// The certificate of this name.
  static func certificate(named id: String, in database: Database) throws -> StoredCertificate? {
    let sql = certificateSource + " WHERE certificate.id = ?"
    return try Row.fetchOne(database.cachedStatement(sql: sql), arguments: [id])
      .map { try certificate(LedgerRow(row: $0)) }
  }

  /// The certificates of a handover, oldest first, or only the last one.
  static func certificates(of id: HandoverID, onlyLast: Bool, in database: Database) throws -> [StoredCertificate] {
    let sql = certificateSource + " WHERE certificate.handover = ? ORDER BY certificate.event"
    return try Row.fetchAll(
      database.cachedStatement(sql: sql + (onlyLast ? " DESC LIMIT 1" : "")), arguments: [try key(of: id, in: database)]
    ).map { try certificate(LedgerRow(row: $0)) }
  }

  /// Certificates of the whole ledger in its order, from behind a place in it.
  static func certificates(after sequence: Int64, limit: Int, in database: Database) throws -> [StoredCertificate] {
    let sql = certificateSource + " WHERE certificate.event > ? ORDER BY certificate.event LIMIT ?"
    return try Row.fetchAll(database.cachedStatement(sql: sql), arguments: [sequence, limit])
      .map { try certificate(LedgerRow(row: $0)) }
  }

  /// The key of a handover, or a refusal when there is none.
  static func key(of id: HandoverID, in database: Database) throws -> Int64 {
    let statement = try database.cachedStatement(sql: "SELECT key FROM handover WHERE id = ?")
    guard let key = try Int64.fetchOne(statement, arguments: [id.rawValue]) else { throw LedgerProblem.unknown(id) }
    return key
  }

  /// Reads a certificate and proves it against the event it was stored with or, where its private part was erased,
  /// against the event that says so.
  static func certificate(_ row: LedgerRow) throws -> StoredCertificate {
    let content = try content(row)
    let written = LedgerDigest.certificate(content)
    let isErased = !row.isNull(11)
    let expected =
      isErased
      ? ErasureNote(try row.optionalBytes(12) ?? [])?.digests[content.id] : try row.optionalBytes(10)
    guard expected == written else {
      throw LedgerProblem.damaged("certificate \(content.id) is not what was written")
    }
    return StoredCertificate(content: content, sequence: try row.integer(0), isErased: isErased)
  }

  private static func content(_ row: LedgerRow) throws -> NewCertificate {
    let verdict = Verdict(rawValue: try row.text(5))
    let specimenOf = try row.optionalText(6)
    guard let verdict, let chain = CertificateChainBytes.split(try row.bytes(8)),
      specimenOf == nil || specimenOf.flatMap(Verdict.init) != nil
    else { throw LedgerProblem.damaged("a certificate cannot be read") }
    return NewCertificate(
      handover: try row.handoverID(1), state: try row.text(2), id: try row.text(3),
      issuedAt: LedgerTime.date(try row.integer(4)), verdict: verdict,
      specimenOf: specimenOf.flatMap(Verdict.init), text: try row.bytes(7), chain: chain,
      statusIndex: try row.integer(9))
  }
}
