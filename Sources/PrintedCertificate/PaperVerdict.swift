import BuyerWords
import HandoverModel
import TransferRules

/// The first words of the page and their colour. A certificate is called one only where the car is clear.
struct PaperVerdict {
  let handover: HandoverClaims
  let recomputed: RecomputedVerdict
  let language: Language

  private var isWithdrawal: Bool { handover.kind == .withdrawal }
  private var isSpecimen: Bool { recomputed.verdict == .void }

  var title: String {
    if isWithdrawal { return Word.titleWithdrawal(language) }
    return (recomputed.verdict.allowsDelivery ? Word.titleCertificate : .titleRecord)(language)
  }

  var tone: String {
    if isWithdrawal { return "bad" }
    switch recomputed.verdict {
    case .clear, .clearAttested: return "good"
    case .conditional: return "warn"
    case .notClear, .void: return "bad"
    }
  }

  /// The verdict's name, with the English one that a verifier prints; none where another headline stands for it.
  var name: String? { isWithdrawal || isSpecimen ? nil : named(recomputed.verdict) }

  var meaning: String {
    if isSpecimen {
      let of = recomputed.specimenOf.map(named) ?? ""
      return "\(Word.specimenHeadline(language)) \(Word.specimenOf(language, ["verdict": of]))"
    }
    if isWithdrawal { return Word.withdrawalHeadline(language) }
    return recomputed.verdict.buyerMeaning(recomputed, groups: handover.layers, in: language)
  }

  private func named(_ verdict: Verdict) -> String {
    language == .english ? verdict.word(.english) : "\(verdict.word(language)) (\(verdict.title))"
  }
}
