import GRDB
import Synchronization

/// What there is to know before a certificate of a state is signed.
package enum CertificatePreparation: Sendable {
  /// The state has its certificate: this one.
  case stored(StoredCertificate)
  /// The state has none. `head` is the digest over all events so far; `statusIndex` a place in the status list that no
  /// certificate has and nobody else in this process was given.
  case fresh(head: [UInt8], statusIndex: Int64)
}

extension Ledger {
  /// Looks whether this state of a handover has a certificate, and otherwise what a new one needs. The status index is taken
  /// for good by `store`, in the transaction that keeps the certificate: one that was never let out takes none.
  ///
  /// Throws `ledger.status-indices` when the status list is as good as full.
  package func prepareCertificate(of id: HandoverID, state: String) async throws -> CertificatePreparation {
    let indices = statusIndices
    return try await desk.read { database in
      let key = try LedgerQuery.key(of: id, in: database)
      if let stored = try LedgerQuery.certificate(of: key, state: state, in: database) { return .stored(stored) }
      var generator = SystemRandomNumberGenerator()
      return .fresh(
        head: try LedgerQuery.head(in: database).digest,
        statusIndex: try indices.draw(in: database, using: &generator))
    }
  }
}

/// The places of the one status list of a ledger. A list of 2^20, the size for which the draft has test vectors, holds them;
/// all have six digits, so that the length of a certificate tells nothing.
final class StatusIndices: Sendable {
  static let all: Range<Int64> = 100_000..<1_000_000
  /// Draws before a list counts as full: with nine tenths of it given, one in a thousand million certificates meets that.
  private static let draws = 200

  /// Drawn in this process and not stored yet.
  private let drawn = Mutex<Set<Int64>>([])

  static func isFree(_ index: Int64, in database: Database) throws -> Bool {
    let statement = try database.cachedStatement(sql: "SELECT 1 FROM statusIndex WHERE value = ?")
    return try Row.fetchOne(statement, arguments: [index]) == nil
  }

  /// Draws a free one, each as likely as any other, so that it tells nothing about the order of certificates.
  func draw(in database: Database, using generator: inout some RandomNumberGenerator) throws -> Int64 {
    for _ in 0..<Self.draws {
      let index = Int64.random(in: Self.all, using: &generator)
      if try Self.isFree(index, in: database), drawn.withLock({ $0.insert(index).inserted }) { return index }
    }
    throw LedgerProblem(
      "ledger.status-indices", "the status list of this ledger is as good as full",
      hint: "start a new status list and a new ledger")
  }

  /// A drawn index is stored, or its certificate was not kept: whether it is free is for the ledger to say from here on.
  func letGo(_ index: Int64) { drawn.withLock { _ = $0.remove(index) } }
}
