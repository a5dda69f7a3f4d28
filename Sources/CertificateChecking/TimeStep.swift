import FoundationEssentials
import TransferRules

/// Step 13: whether the dealer's own date goes together with the outside time, where there is one (certificate design,
/// section 2.10; profile, "Time without a witnessed time").
struct TimeStep {
  var evidence: Evidence
  /// By how much a certificate may be older than its witnessed time.
  var maxLogDelay: TimeInterval

  func run(_ run: inout CheckRun) throws(CheckFailure) {
    let issued = evidence.payload.issuedAt
    if issued > run.moment.addingTimeInterval(Limits.clockSkew) {
      throw CheckFailure("time.in-future", "the certificate is dated in the future")
    }
    guard let witnessed = run.witnessed?.date else {
      run.skip("time", "no outside time to hold the dealer's own date against")
      return
    }
    if issued > witnessed.addingTimeInterval(Limits.clockSkew) {
      throw CheckFailure("time.issued-after-logged", "the certificate is dated later than it was seen in the log")
    }
    if witnessed.timeIntervalSince(issued) > maxLogDelay {
      throw CheckFailure(
        "time.back-dated",
        "the certificate names a day long before anybody outside saw it: it was dated back, or logged too late",
        hint: "ask the dealer for one that was seen in the log when it was made")
    }
    run.pass("time", "dated no later than it was seen in the log, and not long before")
  }
}
