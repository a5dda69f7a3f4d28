import FoundationEssentials
import GRDB
import HandoverModel

extension LedgerTransaction {
  /// The places of one status list that are given out. A list of 2^20, the size for which the draft has test vectors, holds
  /// them; all have six digits, so that the length of a certificate tells nothing.
  static let statusIndices: Range<Int64> = 100_000..<1_000_000

  /// Draws a status index that was never given, each free one as likely as any other, so that neither the index nor the
  /// table tells in which order certificates were made.
  func allocateStatusIndex(using generator: inout some RandomNumberGenerator) throws -> Int64 {
    let taken = try tip.statusIndicesTaken ?? first("SELECT count(*) FROM statusIndex", [])?.integer(0) ?? 0
    guard taken < Int64(Self.statusIndices.count) / 10 * 9 else {
      throw LedgerProblem(
        "ledger.status-indices", "the status list of this ledger is full: \(taken) indices are given",
        hint: "start a new status list and a new ledger")
    }
    while true {
      let value = Int64.random(in: Self.statusIndices, using: &generator)
      guard try first("SELECT 1 FROM statusIndex WHERE value = ?", [value]) == nil else { continue }
      rows += 1
      try run("INSERT INTO statusIndex (value) VALUES (?)", [value])
      tip.statusIndicesTaken = taken + 1
      return value
    }
  }

  /// Keeps a certificate with the event that says so, or returns the one that its state already has.
  func store(_ certificate: NewCertificate, _ event: NewEvent) throws -> StoredCertificate {
    let end = try historyEnd(of: certificate.handover)
    if let stored = try LedgerQuery.certificate(of: end.key, state: certificate.state, in: database) { return stored }
    try refuseSecondUse(of: certificate)
    let written = try append(event, attachment: LedgerDigest.certificate(certificate))
    rows += 1
    try run(
      """
      INSERT INTO certificate (event, handover, state, id, issuedAt, verdict, specimenOf, text, chain, statusIndex)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        written.sequence, end.key, certificate.state, certificate.id, LedgerTime.milliseconds(certificate.issuedAt),
        certificate.verdict.rawValue, certificate.specimenOf?.rawValue, Data(certificate.text),
        Data(CertificateChainBytes.join(certificate.chain)), certificate.statusIndex,
      ])
    var content = certificate
    content.issuedAt = LedgerTime.date(LedgerTime.milliseconds(certificate.issuedAt))
    return StoredCertificate(content: content, sequence: written.sequence)
  }

  private func refuseSecondUse(of certificate: NewCertificate) throws {
    guard try first("SELECT 1 FROM certificate WHERE id = ?", [certificate.id]) == nil else {
      throw LedgerProblem("ledger.certificate", "another certificate has the name \(certificate.id)")
    }
    let index = certificate.statusIndex
    guard try first("SELECT 1 FROM statusIndex WHERE value = ?", [index]) != nil else {
      throw LedgerProblem("ledger.certificate", "status index \(index) was not given by this ledger")
    }
    guard try first("SELECT 1 FROM certificate WHERE statusIndex = ?", [index]) == nil else {
      throw LedgerProblem("ledger.certificate", "another certificate has status index \(index)")
    }
  }
}

/// A chain of certificates as one run of bytes: each after its length in 4 bytes, most significant first.
enum CertificateChainBytes {
  static func join(_ chain: [[UInt8]]) -> [UInt8] {
    chain.reduce(into: []) { bytes, link in
      withUnsafeBytes(of: UInt32(link.count).bigEndian) { bytes.append(contentsOf: $0) }
      bytes += link
    }
  }

  /// The certificates, or nil when the lengths do not add up.
  static func split(_ bytes: [UInt8]) -> [[UInt8]]? {
    var chain: [[UInt8]] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      guard rest.count >= 4 else { return nil }
      let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
      rest = rest.dropFirst(4)
      guard rest.count >= length else { return nil }
      chain.append(Array(rest.prefix(length)))
      rest = rest.dropFirst(length)
    }
    return chain
  }
}
