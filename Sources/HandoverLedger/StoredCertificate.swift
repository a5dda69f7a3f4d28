package import FoundationEssentials
package import HandoverModel

/// A signed certificate, as the ledger is asked to keep it.
package struct NewCertificate: Hashable, Sendable {
  /// Which handover it is about.
  package var handover: HandoverID
  /// The digest of the handover's state that it states: 43 base64url characters. At most one certificate per state.
  package var state: String
  /// The certificate's own name, its `jti`; unique in the ledger.
  package var id: String
  /// When it was signed, to the millisecond.
  package var issuedAt: Date
  /// What it says.
  package var verdict: Verdict
  /// What the rows give, when the verdict is void because the run was not live.
  package var specimenOf: Verdict?
  /// The whole signed text with every disclosure: the full copy. After an erasure, the copy that opens nothing.
  package var text: [UInt8]
  /// The signer's certificate and those above it, as DER, leaf first.
  package var chain: [[UInt8]]
  /// Its place in the status list, from `Ledger.prepareCertificate`.
  package var statusIndex: Int64

  /// A certificate to keep.
  package init(
    handover: HandoverID, state: String, id: String, issuedAt: Date, verdict: Verdict, specimenOf: Verdict?,
    text: [UInt8], chain: [[UInt8]], statusIndex: Int64
  ) {
    self.handover = handover
    self.state = state
    self.id = id
    self.issuedAt = issuedAt
    self.verdict = verdict
    self.specimenOf = specimenOf
    self.text = text
    self.chain = chain
    self.statusIndex = statusIndex
  }
}

/// A certificate that the ledger has. Issuing again for the same state returns this one, to the byte: ECDSA is
/// randomised, so signing again would make a second certificate (invariant I4).
package struct StoredCertificate: Hashable, Sendable {
  /// What was stored, to the byte.
  package var content: NewCertificate
  /// The place in the whole ledger of the event that it was stored with.
  package var sequence: Int64
  /// Whether its private part was erased since.
  package var isErased = false
}

extension NewCertificate {
  /// Refuses what cannot be a certificate, before it is queued.
  func check() throws {
    guard state.utf8.count == 43 else {
      throw LedgerProblem("ledger.certificate", "a state digest has 43 characters, this one has \(state.utf8.count)")
    }
    guard !id.isEmpty, !text.isEmpty else {
      throw LedgerProblem("ledger.certificate", "a certificate has a name and a text")
    }
  }
}
