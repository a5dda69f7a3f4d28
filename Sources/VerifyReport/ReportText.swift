import BuyerWords
package import CertificateChecking
import FoundationEssentials
import HandoverModel
import StrictFormats
package import TransferRules

/// A report in words: first what is true, then what to do at the car, then who said what, then what it cannot say.
///
/// The first line and its colour follow the verdict: a genuine certificate is not a good one. Nothing that was not verified
/// is printed as a fact, and no text from outside is printed as it came.
package struct ReportText {
  let report: ValidationReport
  let style: ReportStyle
  let asSpecimen: Bool
  let tables: [RuleTable]
  let buyerStep: (String) -> String?

  /// - Parameters:
  ///   - asSpecimen: judge a specimen as practice, and show all of it.
  ///   - tables: the rule tables, to say what a car of this kind requires.
  ///   - buyerStep: the second step at the car for a platform, from its sheet.
  package init(
    _ report: ValidationReport, style: ReportStyle, asSpecimen: Bool, tables: [RuleTable],
    buyerStep: @escaping (String) -> String?
  ) {
    self.report = report
    self.style = style
    self.asSpecimen = asSpecimen
    self.tables = tables
    self.buyerStep = buyerStep
  }

  /// The lines, without line ends.
  package var lines: [String] {
    switch report.validation {
    case .notValid: notValid
    case .withdrawn: headline(.bad, "WITHDRAWN: genuine, but \(firstMessage).") + reasons + genuineBut
    case .inconclusive: headline(.warn, "CANNOT SAY: \(firstMessage).") + reasons + genuineBut
    case .valid: valid
    }
  }

  private var notValid: [String] {
    let isOnlyAnother = report.claims != nil && report.failures.allSatisfy { $0.name.hasPrefix("match.") }
    let first = isOnlyAnother ? "NOT VALID HERE" : "NOT VALID"
    var lines = headline(.bad, "\(first): \(firstMessage).")
    lines += style.wrapped("Do not rely on this certificate.") + reasons
    if isOnlyAnother, let claims = report.claims { lines += style.row("It is for", "VIN \(claims.vehicle.vin.text)") }
    return lines
  }

  private var valid: [String] {
    guard let claims = report.claims, let recomputed = report.recomputed else { return [] }
    let groups = claims.handover.layers
    if recomputed.verdict == .void { return specimen(claims, recomputed) }
    let word = recomputed.verdict.allowsDelivery ? "and" : "but"
    let meaning = recomputed.verdict.buyerMeaning(recomputed, groups: groups)
    return headline(tone(recomputed.verdict), "GENUINE, \(word) it says \(recomputed.verdict.title): \(meaning)")
      + body(claims)
  }

  private func specimen(_ claims: CertificatePayload, _ recomputed: RecomputedVerdict) -> [String] {
    let of = recomputed.specimenOf?.title ?? "NOTHING"
    let lines =
      headline(.bad, Word.specimenHeadline())
      + style.wrapped(Word.specimenOf(.english, ["verdict": of]))
    return asSpecimen ? lines + body(claims) : lines + style.wrapped("To read it as practice add --specimen.")
  }

  private func body(_ claims: CertificatePayload) -> [String] {
    let details = ReportDetails(text: self, claims: claims)
    return details.voices + details.steps + details.rows + details.origin + details.limits
  }

  /// What a certificate whose signature and chain are good says, while something else is missing.
  private var genuineBut: [String] {
    guard let claims = report.claims, let trust = report.trust else { return [] }
    let signed = "\(shown(trust.signer)); for VIN \(claims.vehicle.vin.text)"
    // The rows of a paper that takes back are not its message.
    if claims.handover.kind == .withdrawal && report.validation == .withdrawn { return style.row("Signed by", signed) }
    let verdict = report.verdict.map { "it says \($0.title)" } ?? "its verdict could not be recomputed"
    let status = isStatusDoubtful || report.status == nil ? [] : ReportDetails(text: self, claims: claims).status
    return style.row("Signed by", "\(signed); \(verdict)") + status
      + style.wrapped("Do not go by it until the above is settled.")
  }

  /// That a paper which takes back is in force itself is no comfort, and an older list than one seen before is not repeated.
  private var isStatusDoubtful: Bool {
    report.validation == .withdrawn || report.failures.contains { $0.name == "status.rollback" }
  }

  private var firstMessage: String { shown(leading?.message ?? "nothing is known about it") }

  /// The failure that decided.
  private var leading: CheckFailure? {
    let weight: CheckFailure.Weight =
      switch report.validation {
      case .notValid: .notValid
      case .withdrawn: .withdrawn
      default: .inconclusive
      }
    return report.failures.first { $0.weight == weight } ?? report.failures.first
  }

  /// The other failures, what to do about each, and their names, by which they can be looked up.
  private var reasons: [String] {
    var lines: [String] = []
    for failure in report.failures {
      if failure != leading { lines += style.row("  also", shown(failure.message)) }
      if let hint = failure.hint { lines += style.row("  next", shown(hint)) }
    }
    return lines + style.row("  name", report.failures.map(\.name).joined(separator: ", "))
  }

  private func headline(_ tone: ReportStyle.Tone, _ text: String) -> [String] {
    style.wrapped(text).map { style.paint(tone, $0) }
  }

  private func tone(_ verdict: Verdict) -> ReportStyle.Tone {
    switch verdict {
    case .clear, .clearAttested: .good
    case .conditional: .warn
    case .notClear, .void: .bad
    }
  }

  func shown(_ text: String) -> String { PlainText.shown(text, limit: 240) }
}
