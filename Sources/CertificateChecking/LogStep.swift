import FoundationEssentials
import TransferRules
import TransparencyLog

/// Step 11: whether a log that the trust list knows holds exactly this certificate, and when enough outside witnesses had
/// seen it there (certificate design, section 2.6). A proof that is present is always checked.
struct LogStep {
  var evidence: Evidence
  /// nil when there is none that can be used; no log is known then.
  var trust: TrustList?

  func run(_ run: inout CheckRun) throws(CheckFailure) {
    guard let text = evidence.bundle.logProof else {
      guard run.options.allowUndated else { throw Self.missing }
      run.skip("log", "nobody outside the dealer witnessed when it was made; allowed by --allow-undated")
      return
    }
    let witnessed = try self.witnessed(try proof(text), at: run.moment)
    run.witnessed = witnessed
    run.pass(
      "log", "in a log the trust list knows, seen by \(witnessed.witnesses) of \(witnessed.of) outside witnesses")
  }

  private func proof(_ text: String) throws(CheckFailure) -> LogProof {
    do { return try LogProof(text) } catch {
      switch error {
      case .malformed(let reason): throw Self.malformed(reason)
      }
    }
  }

  /// In the order of the design: log, signatures, this certificate, witnesses.
  private func witnessed(_ proof: LogProof, at moment: Date) throws(CheckFailure) -> WitnessedTime {
    guard let policy = trust?.logPolicy else { throw Self.unknownLog }
    let latest = UInt64(max(0, moment.timeIntervalSince1970 + Limits.cosignatureSkew))
    var outcome: LogWitnessing?
    var missing: CheckFailure?
    do {
      outcome = try policy.witnessing(of: proof.checkpoint, proof.note, latest: latest)
    } catch {
      switch error {
      case .unknownLog: throw Self.unknownLog
      case .badSignature:
        throw CheckFailure("log.checkpoint-signature", "a signature under the log proof is wrong")
      case .repeatedSignature: throw Self.malformed("a key signed its checkpoint twice")
      case .quorum(let witnesses, let all): missing = Self.tooFew(witnesses, of: all)
      }
    }
    guard proof.holds(LogEntry(.certificate, digest: evidence.digest)) else {
      throw CheckFailure("log.inclusion", "the log proof is not of this certificate")
    }
    guard let outcome else { throw missing ?? Self.unknownLog }
    return WitnessedTime(
      date: Date(timeIntervalSince1970: Double(outcome.time)), witnesses: outcome.witnesses, of: outcome.of)
  }

  private static let missing = CheckFailure.inconclusive(
    "log.proof-missing",
    "time unproven: nobody outside the dealer saw this certificate when it was made",
    hint:
      "it may be younger than it says: ask the dealer for the file with its proof of time, or add --allow-undated to go "
      + "by the dealer's own date")

  private static let unknownLog = CheckFailure.inconclusive(
    "log.unknown-log", "time unproven: the proof comes from a log that nobody here vouches for",
    hint: "get a trust list that names the dealer's log, from an association or regulator")

  private static func malformed(_ reason: String) -> CheckFailure {
    CheckFailure("log.proof-malformed", "the log proof cannot be read: \(reason)")
  }

  private static func tooFew(_ witnesses: Int, of all: Int) -> CheckFailure {
    .inconclusive(
      "log.quorum",
      all == 0
        ? "time unproven: the trust list names no outside witness"
        : "time unproven: too few outside witnesses had seen this certificate, \(witnesses) of \(all)",
      hint: "ask the dealer for the file with a newer proof of time")
  }
}
