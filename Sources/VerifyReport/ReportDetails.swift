import BuyerWords
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
    let sentence = BuyerWords.voices(handover.layers)
    return sentence.isEmpty ? [] : style.wrapped(sentence)
  }

  /// What the buyer does now, because it is newer than any paper.
  var steps: [String] {
    let vin = claims.vehicle.vin.text
    let same = report.matchedVIN ? " (as you gave it)" : ""
    let texts = [
      Word.stepVIN(.english, ["vin": vin, "same": same]),
      text.shown(text.buyerStep(handover.platform) ?? Word.stepAccount()),
      screenStep(handover.keys),
    ]
    var lines = style.wrapped(Word.stepsNow())
    for (place, step) in texts.enumerated() { lines += style.wrapped("  \(place + 1) \(step)", indent: 4) }
    return lines
  }

  /// Every layer, by who looked or said so.
  var rows: [String] {
    var lines: [String] = []
    for group in BuyerGroup.readingOrder {
      let layers = self.layers(in: group)
      if !layers.isEmpty { lines += style.row(group.word(), layers.map(worded).joined(separator: ", ")) }
    }
    lines += style.row(Word.groupNotKnown(), notLookedAt)
    let none = layers(in: .nonePossible)
    if !none.isEmpty {
      lines += style.row(Word.groupNonePossible(), none.map { $0.word() }.joined(separator: ", "))
    }
    return lines + style.row(Word.labelOldestLook(), looked) + emergency
  }

  private func layers(in group: BuyerGroup) -> [Layer] {
    Layer.allCases.filter { handover.layers[$0] == group && $0 != .protectedFunctions }
  }

  private func worded(_ layer: Layer) -> String {
    guard let due = handover.due[layer] else { return layer.word() }
    return Word.dueBy(.english, ["what": layer.word(), "when": SpokenTime.minute(due)])
  }

  private var notLookedAt: String {
    let layers = self.layers(in: .notKnown)
    guard !layers.isEmpty else { return Word.nothingRequired() }
    let table = text.tables.first { $0.digest == handover.rules }
    return layers.map { layer in
      let required = table?.rule(for: layer, on: handover.platform)?.required ?? true
      return required ? layer.word() : Word.notRequired(.english, ["what": layer.word()])
    }.joined(separator: ", ")
  }

  private var looked: String {
    "\(SpokenTime.minute(handover.checkedAt)), \(SpokenTime.ago(handover.checkedAt, at: report.checkedAt)), \(Word.ofThoseThatMatter())"
  }

  private var emergency: [String] {
    var lines = style.row(Word.labelEmergencyCall(), handover.protected.ecall112.word())
    if handover.protected.privateEmergency == .fault {
      lines += style.row("", Word.privateEmergencyFault())
    }
    if handover.protected.recallChannel == .absent {
      lines += style.row(Word.labelRecalls(), Word.recallAbsent())
    }
    return lines
  }

  /// Who issued it, who vouches, when, whether it was taken back, what is withheld.
  var origin: [String] {
    var lines: [String] = []
    if let trust = report.trust {
      let age = SpokenTime.ago(trust.listIssuedAt, at: report.checkedAt)
      lines += style.row(
        Word.labelIssuedBy(),
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
    if let earlier = claims.supplements { lines += style.row("Supplement to", "certificate \(earlier.id); read both") }
    lines += style.row(Word.labelWithheld(), withheld)
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
    return Word.withheldPrivate()
  }

  var limits: [String] {
    style.row(Word.labelCannotSay(), Word.cannotSay())
  }
}
