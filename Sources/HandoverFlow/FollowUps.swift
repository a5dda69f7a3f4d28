import CertificateChecking
import FoundationEssentials
import HandoverLedger
import HandoverModel
package import TransferRules

extension HandoverPipeline {
  /// Issues a correction or a supplement of a car's certificate from what the ledger knows and what is said now, without
  /// asking anybody. A delivered car's certificate can be corrected too; nothing is ever ended for it.
  ///
  /// - Throws: `StatusRefusal` where the certificate that there is does not allow it, or nothing would be said that it does
  ///   not say already.
  package func followUp(
    _ kind: HandoverClaims.Kind, reason: EarlierCertificate.Reason, _ facts: CarFacts
  ) async throws -> CarReport {
    let work = try await openAgain(facts)
    guard let earlier = work.history.currentCertificate else {
      throw StatusRefusal(
        code: "certificate.none", reason: "no certificate was issued for this car",
        hint: "handover certify \(work.vin.text)")
    }
    var report = try judged(work)
    if let hold = report.holds.first(where: \.stopsCertificate) {
      throw StatusRefusal(code: hold.code, reason: "no certificate may be issued: \(hold.words)")
    }
    if kind == .supplement { try work.history.checkSupplement(of: earlier.id) }
    let rows = certify.map { stateDigest(of: report, table: $0.table) }
    guard reason == .recheck || earlier.rows ?? earlier.state != rows else {
      throw StatusRefusal(
        code: "certificate.unchanged", reason: "certificate \(earlier.id) says all of this already",
        hint: "say what is to be corrected or added: --set column=value; or look again first, with --reason recheck")
    }
    try await certify?.issue(FollowUp(kind: kind, earlier: earlier, reason: reason), &report, environment: environment)
    return report
  }

  /// Issues the document that takes back a certificate, which was revoked before. Nothing holds it up: it clears nothing.
  package func withdrawal(of earlier: CertifiedNote, _ facts: CarFacts) async throws -> CarReport {
    var report = try judged(try await openAgain(facts))
    let follow = FollowUp(kind: .withdrawal, earlier: earlier, reason: .withdrawn)
    try await certify?.issue(follow, &report, environment: environment)
    return report
  }

  /// The car's latest handover with what is said now recorded in it, over or not.
  private func openAgain(_ facts: CarFacts) async throws -> CarWork {
    var work = try await open(facts)
    if work.isOver {
      let known = work.facts.updated(by: facts)
      if known != work.facts { try work.record([.facts(known)], in: environment) }
      work.facts = known
    }
    work.plan = work.history.plans.last
    work.holds = work.standingHolds(at: environment.now())
    return work
  }
}

extension CaseHistory {
  /// Only a certificate that is in force can be added to.
  fileprivate func checkSupplement(of id: String) throws(StatusRefusal) {
    switch status(of: id) {
    case .suspended:
      throw StatusRefusal(
        code: "certificate.suspended", reason: "certificate \(id) is on hold",
        hint: "handover certificate reinstate \(id)")
    case .revoked:
      throw StatusRefusal(
        code: "certificate.revoked", reason: "certificate \(id) is revoked, which is final",
        hint: "handover certificate supersede VIN issues a new one")
    default: return
    }
  }
}
