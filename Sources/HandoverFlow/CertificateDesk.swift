package import Certification
import FoundationEssentials
package import HandoverLedger
import HandoverModel
import Judgement
import StrictFormats
package import TransferRules

/// Issues the certificate of a state exactly once: the same state again gives the stored bytes, and a new state gives a
/// certificate that supersedes the one before.
package struct CertificateDesk: Sendable {
  package var issuer: CertificateIssuer
  package var table: RuleTable

  package init(issuer: CertificateIssuer, table: RuleTable) {
    self.issuer = issuer
    self.table = table
  }

  func issue(_ report: inout CarReport, work: CarWork, environment: FlowEnvironment) async throws {
    let ledger = environment.ledger
    let state = stateDigest(of: report, table: table)
    let head: [UInt8]
    let statusIndex: Int64
    switch try await ledger.prepareCertificate(of: report.handover, state: state) {
    case .stored(let stored):
      report.certificate = try CertifiedNote(stored)
      report.bundle = stored.content.text
      return
    case .fresh(let newest, let free): (head, statusIndex) = (newest, free)
    }
    let moment = environment.now()
    let lines = CertificateLines(holders: holderLines(of: report), ledgerHead: Base64.encode(head))
    let draft = CertificateDraft(
      statusIndex: statusIndex, vehicle: vehicleClaims(report.facts),
      handover: handoverClaims(report, linesRoot: lines.root, table: table), supersedes: superseded(by: report),
      privateSections: lines.sections(
        deal: dealSection(report.facts), staff: staffSection(report.facts), evidence: evidenceSection(report.facts)))
    let issued = try issuer.issue(draft, at: max(moment, report.judgement.decidedAt))
    let note = CertifiedNote(
      id: issued.id, sha256: issued.sha256, state: state, verdict: issued.verdict, specimenOf: issued.specimenOf)
    let event = FlowEvent.certified(note)
    let stored = try await ledger.store(
      NewCertificate(
        handover: report.handover, state: state, id: issued.id, issuedAt: moment, verdict: issued.verdict,
        specimenOf: issued.specimenOf, text: try present(issued, for: .full), chain: issued.chain,
        statusIndex: draft.statusIndex), event: event.entry(in: report.handover, at: moment))
    report.isNewCertificate = stored.content.id == issued.id
    report.certificate = report.isNewCertificate ? note : try CertifiedNote(stored)
    report.bundle = stored.content.text
    report.history.apply(event, at: moment)
  }

  private func superseded(by report: CarReport) -> EarlierCertificate? {
    guard let before = report.history.certified.last else { return nil }
    return EarlierCertificate(id: before.id, sha256: before.sha256, reason: .newAnswers)
  }
}

extension CertifiedNote {
  /// What a stored certificate says.
  package init(_ stored: StoredCertificate) throws {
    let issued = try IssuedCertificate(fullCopy: stored.content.text)
    self.init(
      id: issued.id, sha256: issued.sha256, state: stored.content.state, verdict: stored.content.verdict,
      specimenOf: stored.content.specimenOf)
  }
}
