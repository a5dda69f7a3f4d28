import FoundationEssentials
import TransferRules

/// When the certificate was made, and who says so. Without a witnessed time the chain is judged at the moment of the check,
/// and that is said (certificate profile, "Time without a witnessed time").
struct TimeStep {
  var evidence: Evidence

  func run(_ run: inout CheckRun) throws(CheckFailure) {
    if evidence.payload.issuedAt > run.moment.addingTimeInterval(Limits.clockSkew) {
      throw CheckFailure("time.in-future", "the certificate is dated in the future")
    }
    if evidence.bundle.logProof != nil {
      throw .inconclusive(
        "log.proof-unchecked", "the certificate carries a log proof, which this version cannot check",
        hint: "get a newer verifier")
    }
    guard run.options.allowUndated else {
      throw .inconclusive(
        "log.proof-missing", "nobody outside the dealer witnessed when the certificate was made",
        hint: "add --allow-undated to go by the dealer's own date")
    }
    run.skip("time", "nobody outside the dealer witnessed when it was made; allowed by --allow-undated")
  }
}
