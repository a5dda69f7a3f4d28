import CertificateChecking
import FoundationEssentials
import HandoverModel
import StrictFormats
import TransferRules

/// The lines below the first: who said what, the three things to do at the car, and where the certificate comes from.
struct ReportDetails {
  let text: ReportText
  let claims: CertificatePayload

  private var report: ValidationReport { text.report }
  private var style: ReportStyle { text.style }
  private var handover: HandoverClaims { claims.handover }

  /// On whose word it stands.
  var voices: [String] {
    let present = Set(handover.layers.filter { $0.key != .protectedFunctions }.values)
    let voices = BuyerGroup.readingOrder.filter { present.contains($0) }.compactMap(\.voice)
    guard let first = voices.first else { return [] }
    let isWhole = present.allSatisfy { $0.voice != nil || $0 == .nonePossible }
    let whole = isWhole ? "All of it" : "What is done"
    return style.wrapped(voices.count == 1 ? "\(whole) \(first)." : "Part \(voices.joined(separator: "; part ")).")
  }

  /// What the buyer does now, because it is newer than any paper.
  var steps: [String] {
    let vin = claims.vehicle.vin.text
    let same = report.matchedVIN ? " (as you gave it)" : ""
    let keys =
      handover.keys.map { "  You should hold \($0.handedOver) key\($0.handedOver == 1 ? "" : "s")\(accepted($0))." }
      ?? ""
    let general =
      "Become main user in the maker's app without the earlier owner, then read the list of users: only you?"
    let texts = [
      "VIN on windscreen and door frame: \(vin)\(same).  Different? Stop: this paper is for another car.",
      text.shown(text.buyerStep(handover.platform) ?? general),
      "On the car's screen scroll users, phones and keys to the end.\(keys)",
    ]
    var lines = style.wrapped("Now do these three, newer than any paper:")
    for (place, step) in texts.enumerated() { lines += style.wrapped("  \(place + 1) \(step)", indent: 4) }
    return lines
  }

  private func accepted(_ keys: KeyCount) -> String {
    guard let accepted = keys.accepted else { return "; how many the car accepts could not be read" }
    return accepted == keys.handedOver ? "" : "; the car accepts \(accepted)"
  }

  /// Every layer, by who looked or said so.
  var rows: [String] {
    var lines: [String] = []
    for group in BuyerGroup.readingOrder {
      let layers = self.layers(in: group)
      if !layers.isEmpty { lines += style.row(group.buyerLabel, layers.map(worded).joined(separator: ", ")) }
    }
    lines += style.row(BuyerGroup.notKnown.buyerLabel, notLookedAt)
    let none = layers(in: .nonePossible)
    if !none.isEmpty {
      lines += style.row(BuyerGroup.nonePossible.buyerLabel, none.map(\.buyerWords).joined(separator: ", "))
    }
    return lines + style.row("Oldest look", looked) + emergency
  }

  private func layers(in group: BuyerGroup) -> [Layer] {
    Layer.allCases.filter { handover.layers[$0] == group && $0 != .protectedFunctions }
  }

  private func worded(_ layer: Layer) -> String {
    guard let due = handover.due[layer] else { return layer.buyerWords }
    return "\(layer.buyerWords) by \(SpokenTime.minute(due))"
  }

  private var notLookedAt: String {
    let layers = self.layers(in: .notKnown)
    guard !layers.isEmpty else { return "nothing that this model requires" }
    let table = text.tables.first { $0.digest == handover.rules }
    return layers.map { layer in
      let required = table?.rule(for: layer, on: handover.platform)?.required ?? true
      return required ? layer.buyerWords : "\(layer.buyerWords) (not required)"
    }.joined(separator: ", ")
  }

  private var looked: String {
    "\(SpokenTime.minute(handover.checkedAt)), \(SpokenTime.ago(handover.checkedAt, at: report.checkedAt)), of those that matter most"
  }

  private var emergency: [String] {
    let words =
      switch handover.protected.ecall112 {
      case .ready: "112 call: no fault found (do not test-call 112)"
      case .fault: "112 CALL HAS A FAULT: have it repaired"
      case .notTestable: "112 call could not be tested"
      case .notFitted: "112 call is not fitted to this car"
      }
    var lines = style.row("Emergency call", words)
    if handover.protected.privateEmergency == .fault {
      lines += style.row("", "the maker's own emergency service has a FAULT: have it repaired")
    }
    if handover.protected.recallChannel == .absent {
      lines += style.row("Recalls", "cannot reach this car over the air")
    }
    return lines
  }

  /// Who issued it, who vouches, when, whether it was taken back, what is withheld.
  var origin: [String] {
    var lines: [String] = []
    if let trust = report.trust {
      let age = SpokenTime.ago(trust.listIssuedAt, at: report.checkedAt)
      lines += style.row(
        "Issued by",
        "\(text.shown(trust.signer)); vouched for by \(text.shown(trust.vouchedBy)) on trust list \(trust.listVersion), "
          + "made \(age), \(signed(trust))")
    }
    if let witnessed = report.witnessed {
      lines += style.row("Existed since", "\(SpokenTime.minute(witnessed.date)), by \(Self.count(witnessed))")
    }
    let isUndated = report.witnessed == nil && report.flags.contains("--allow-undated")
    lines += style.row(
      "Dated",
      "\(SpokenTime.minute(claims.issuedAt)) by the dealer's own clock"
        + (isUndated ? ", witnessed by nobody (--allow-undated)" : ""))
    lines += status
    if claims.supersedes != nil { lines += style.row("Replaces", "an earlier certificate, which no longer counts") }
    lines += style.row("Withheld", withheld)
    for warning in report.warnings { lines += style.row("Note", text.shown(warning)) }
    return lines
  }

  private static func count(_ witnessed: WitnessedTime) -> String {
    "\(witnessed.witnesses) of \(witnessed.of) outside witness\(witnessed.of == 1 ? "" : "es")"
  }

  /// Whether it was taken back since it was issued, as far as a list says that it was not.
  var status: [String] {
    if let status = report.status, status.value == .valid {
      let source = status.source == .given ? "that you gave" : "that came with it"
      return style.row(
        "Taken back since?",
        "Not withdrawn on \(SpokenTime.day(status.issuedAt)) (\(SpokenTime.ago(status.issuedAt, at: report.checkedAt))), "
          + "says the issuer's list \(source)")
    }
    guard report.status == nil, report.flags.contains("--no-status") else { return [] }
    return style.row("Taken back since?", "not looked up (--no-status): ask the dealer who issued it")
  }

  /// A list that one key alone signs is one party's word, and the report says so.
  private func signed(_ trust: ValidationReport.Trust) -> String {
    trust.keys == 1
      ? "signed by its only key" : "signed by \(trust.signatures) of \(trust.keys) keys, \(trust.threshold) needed"
  }

  private var withheld: String {
    guard report.opened.isEmpty else { return "nothing of \(report.opened.map(text.shown).joined(separator: ", "))" }
    return "a private section, as in every buyer's copy"
  }

  var limits: [String] {
    style.row(
      "It cannot say", "that makers' computers forgot, where data went before, or that the dealer spoke the truth")
  }
}
