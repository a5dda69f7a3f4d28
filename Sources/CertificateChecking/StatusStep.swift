import TransferRules

/// Step 14: whether the certificate was taken back, as far as that can be told.
struct StatusStep {
  var evidence: Evidence
  /// Who vouches for the signer; nil when nobody does.
  var issuer: TrustList.Issuer?

  func run(_ run: inout CheckRun) throws(CheckFailure) {
    if let issuer, IssuerName(evidence.payload.status.uri)?.isWithin(issuer.hosts) != true {
      throw CheckFailure("status.host", "the status list is kept where the issuer may not keep one")
    }
    // Our decision: a document of this kind takes an earlier one back and clears nothing itself.
    if evidence.payload.handover.kind == .withdrawal {
      throw .withdrawn("kind.withdrawal", "this document takes an earlier certificate back; it clears nothing itself")
    }
    if evidence.bundle.statusToken != nil {
      throw .inconclusive(
        "status.token-unchecked", "the certificate carries a status, which this version cannot check",
        hint: "get a newer verifier")
    }
    guard run.options.noStatus else {
      throw .inconclusive(
        "status.missing", "whether the certificate was withdrawn since could not be looked up",
        hint: "ask the issuer, or add --no-status to go without")
    }
    run.skip("status", "not looked up; allowed by --no-status")
  }
}
