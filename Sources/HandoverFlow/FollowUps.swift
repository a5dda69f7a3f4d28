import CertificateChecking
import FoundationEssentials
import HandoverLedger
import HandoverModel
package import TransferRules

extension HandoverPipeline {
  /// Issues a correction or a supplement of a car's certificate from what the ledger knows and what is said now, without
  /// asking anybody. A delivered car's certificate can be corrected too; nothing is ever ended for it. Where it is refused,
  /// nothing that is said now is recorded.
  ///
  /// - Throws: `StatusRefusal` where the certificate that there is does not allow it, or nothing would be said that it does
  ///   not say already.
  package func followUp(
    _ kind: HandoverClaims.Kind, reason: EarlierCertificate.Reason, _ facts: CarFacts
  ) async throws -> CarReport {
    guard let (opened, news) = try await openUnrecorded(facts), let earlier = opened.history.currentCertificate else {
      throw StatusRefusal(
        code: "certificate.none", reason: "no certificate was issued for this car",
        hint: "handover certify \(facts.vehicle.vin.text)")
    }
    let work = standing(opened)
    var report = try judged(work)
    if let hold = report.holds.first(where: \.stopsCertificate) {
      throw StatusRefusal(code: hold.code, reason: "no certificate may be issued: \(hold.words)")
    }
    if kind == .supplement { try work.history.checkSupplement(of: earlier.id) }
    let rows = certify.map { stateDigest(of: report, table: $0.table) }
    let isChanged = earlier.rows ?? earlier.state != rows
    try work.history.check(reason, for: earlier, isChanged: isChanged, vin: work.vin)
    try work.keep(news, at: environment.now(), in: environment)
    try await certify?.issue(FollowUp(kind: kind, earlier: earlier, reason: reason), &report, environment: environment)
    return report
  }

  /// Issues the document that takes back a certificate, which was revoked before. Nothing holds it up: it clears nothing.
  package func withdrawal(of earlier: CertifiedNote, _ facts: CarFacts) async throws -> CarReport {
    guard let (opened, news) = try await openUnrecorded(facts) else {
      throw FlowProblem(code: "withdrawal.no-handover", reason: "there is no handover of the certificate's car")
    }
    var report = try judged(standing(opened))
    try opened.keep(news, at: environment.now(), in: environment)
    let follow = FollowUp(kind: .withdrawal, earlier: earlier, reason: .withdrawn)
    try await certify?.issue(follow, &report, environment: environment)
    return report
  }

  /// The car as it stands, to be judged without looking.
  private func standing(_ opened: CarWork) -> CarWork {
    var work = opened
    work.asksNobody = true
    work.plan = work.history.plans.last
    work.holds = work.standingHolds(at: environment.now())
    return work
  }
}

extension CaseHistory {
  /// Refuses a reason that is not so.
  fileprivate func check(
    _ reason: EarlierCertificate.Reason, for earlier: CertifiedNote, isChanged: Bool, vin: VIN
  ) throws(StatusRefusal) {
    if reason == .recheck {
      guard wasLookedAtAgain(since: earlier.id) else {
        throw StatusRefusal(
          code: "certificate.not-looked",
          reason: "nobody has looked at the car since certificate \(earlier.id) was issued",
          hint: "look first: handover run \(vin.text), or say who looked: --set LAYER=done --set answered_by=NAME "
            + "--set answered_at=DAY")
      }
      return
    }
    let status = status(of: earlier.id)
    if isChanged || (status == .revoked && reason == .correction) { return }
    throw StatusRefusal(
      code: "certificate.unchanged", reason: "certificate \(earlier.id) says all of this already",
      hint: status == .suspended
        ? "it is on hold: handover certificate reinstate \(earlier.id); or say what is to be corrected"
        : "say what is to be corrected or added: --set column=value; or look again first, with --reason recheck")
  }

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
