import FoundationEssentials
import TransferRules

/// What one check has found so far.
struct CheckRun {
  let options: CheckOptions
  let moment: Date
  private(set) var steps: [ValidationReport.Step] = []
  private(set) var failures: [CheckFailure] = []
  var warnings: [String] = []
  var opened: [String] = []
  var recomputed: RecomputedVerdict?
  var claims: CertificatePayload?
  var trust: ValidationReport.Trust?
  /// The time the chain is judged at, where outside witnesses give one.
  var witnessed: WitnessedTime?
  var status: StatusAnswer?
  var matchedVIN = false
  var sha256: String?

  /// The outside time, or, where there is none, the moment of the check.
  var judgedAt: Date { witnessed?.date ?? moment }

  init(options: CheckOptions, moment: Date) {
    self.options = options
    self.moment = moment
  }

  mutating func pass(_ name: String, _ detail: String) {
    steps.append(ValidationReport.Step(name: name, result: .pass, detail: detail))
  }

  mutating func skip(_ name: String, _ detail: String) {
    steps.append(ValidationReport.Step(name: name, result: .skipped, detail: detail))
  }

  mutating func fail(_ failure: CheckFailure, in step: String) {
    failures.append(failure)
    steps.append(ValidationReport.Step(name: step, result: .fail, detail: failure.message))
  }

  /// Runs one step; its failure is kept and the next step goes on.
  mutating func attempt(_ step: String, _ body: (inout CheckRun) throws(CheckFailure) -> Void) {
    do { try body(&self) } catch { fail(error, in: step) }
  }

  /// The worst failure decides: not valid, then withdrawn, then inconclusive. Claims are shown only when signature and chain held.
  func report() -> ValidationReport {
    let weights = Set(failures.map(\.weight))
    let validation: Validation =
      weights.contains(.notValid)
      ? .notValid : weights.contains(.withdrawn) ? .withdrawn : weights.contains(.inconclusive) ? .inconclusive : .valid
    return ValidationReport(
      validation: validation, verdict: claims.flatMap { _ in recomputed?.verdict },
      specimenOf: claims.flatMap { _ in recomputed?.specimenOf }, failures: failures, warnings: warnings, steps: steps,
      claims: claims, trust: claims == nil ? nil : trust, witnessed: claims == nil ? nil : witnessed,
      opened: claims == nil ? [] : opened,
      recomputed: claims == nil ? nil : recomputed, flags: options.flags, matchedVIN: matchedVIN, checkedAt: moment,
      sha256: claims == nil ? nil : sha256, status: claims == nil ? nil : status)
  }
}
