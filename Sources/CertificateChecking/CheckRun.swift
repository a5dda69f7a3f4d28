import FoundationEssentials
import TransferRules

/// What one check has found so far.
struct CheckRun {
  let options: CheckOptions
  let moment: Date
  var steps: [ValidationReport.Step] = []
  var failures: [CheckFailure] = []
  var warnings: [String] = []
  var opened: [String] = []
  var recomputed: RecomputedVerdict?
  var claims: CertificatePayload?
  var trust: ValidationReport.Trust?
  var matchedVIN = false
  var sha256: String?

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

  mutating func fail(_ failure: CheckFailure) {
    failures.append(failure)
    steps.append(ValidationReport.Step(name: failure.name, result: .fail, detail: failure.message))
  }

  /// One failure that is not merely inconclusive decides. The claims are shown only when signature and chain held.
  func report() -> ValidationReport {
    let validation: Validation =
      failures.contains { $0.weight == .notValid } ? .notValid : failures.isEmpty ? .valid : .inconclusive
    return ValidationReport(
      validation: validation, verdict: claims?.handover.verdict, specimenOf: claims?.handover.specimenOf,
      failures: failures, warnings: warnings, steps: steps, claims: claims, trust: claims == nil ? nil : trust,
      opened: opened, recomputed: claims == nil ? nil : recomputed, flags: options.flags, matchedVIN: matchedVIN,
      checkedAt: moment, sha256: sha256)
  }
}
