import FoundationEssentials
import GRDB
import HandoverModel

extension LedgerTransaction {
  /// Keeps a certificate with the event that says so, or returns the one that its state already has.
  func store(_ certificate: NewCertificate, _ event: NewEvent) throws -> StoredCertificate {
    let end = try historyEnd(of: certificate.handover)
    if let stored = try LedgerQuery.certificate(of: end.key, state: certificate.state, in: database) { return stored }
    try refuseSecondUse(of: certificate)
    let written = try append(event, attachment: LedgerDigest.certificate(certificate))
    rows += 2
    try run("INSERT INTO statusIndex (value) VALUES (?)", [certificate.statusIndex])
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
    guard try StatusIndices.all.contains(index) && StatusIndices.isFree(index, in: database) else {
      throw LedgerProblem("ledger.certificate", "status index \(index) is none, or was given before")
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
