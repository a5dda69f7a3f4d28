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

  /// Issues the certificate of what is known now, or finds the one that there is. Rows that were left and came back get a new
  /// one: their old certificate was replaced meanwhile.
  func issue(_ report: inout CarReport, environment: FlowEnvironment) async throws {
    let rows = stateDigest(of: report, table: table)
    let earlier = report.history.currentCertificate
    if let earlier, earlier.rows ?? earlier.state == rows {
      guard
        case .stored(let stored) = try await environment.ledger.prepareCertificate(
          of: report.handover, state: earlier.state)
      else { throw FlowProblem(code: "certificate.missing", reason: "the ledger has no certificate \(earlier.id)") }
      return try take(stored, note: earlier, into: &report)
    }
    var isKnown = false
    if earlier != nil {
      isKnown = try await environment.ledger.certificate(of: report.handover, state: rows) != nil
    }
    let paper = Paper(kind: .handover, rows: rows, earlier: earlier, reason: .newAnswers)
    try await issue(paper, state: isKnown ? paper.stateBehindEarlier : rows, &report, environment)
  }

  /// Issues a document that names an earlier certificate, or finds it when it was issued before.
  func issue(_ follow: FollowUp, _ report: inout CarReport, environment: FlowEnvironment) async throws {
    let paper = Paper(
      kind: follow.kind, rows: stateDigest(of: report, table: table), earlier: follow.earlier, reason: follow.reason)
    try await issue(paper, state: paper.stateBehindEarlier, &report, environment)
  }

  /// What kind of document is to be made of the rows, and which it names.
  private struct Paper {
    var kind: HandoverClaims.Kind
    var rows: String
    var earlier: CertifiedNote?
    var reason: EarlierCertificate.Reason

    /// A state has one certificate, so a document that names another has a state of its own.
    var stateBehindEarlier: String {
      sha256Text(Array([rows, kind.rawValue, earlier?.id ?? ""].joined(separator: "\u{1E}").utf8))
    }

    private var named: EarlierCertificate? {
      earlier.map { EarlierCertificate(id: $0.id, sha256: $0.sha256, reason: reason) }
    }
    var supersedes: EarlierCertificate? { kind == .supplement ? nil : named }
    var supplements: EarlierCertificate? { kind == .supplement ? named : nil }
  }

  private func issue(
    _ paper: Paper, state: String, _ report: inout CarReport, _ environment: FlowEnvironment
  ) async throws {
    let ledger = environment.ledger
    let head: [UInt8]
    let statusIndex: Int64
    switch try await ledger.prepareCertificate(of: report.handover, state: state) {
    case .stored(let stored):
      let note = report.history.certified.last { $0.id == stored.content.id }
      return try take(stored, note: note, into: &report)
    case .fresh(let newest, let free): (head, statusIndex) = (newest, free)
    }
    let moment = environment.now()
    let lines = CertificateLines(holders: holderLines(of: report), ledgerHead: Base64.encode(head))
    let draft = CertificateDraft(
      statusIndex: statusIndex, vehicle: vehicleClaims(report.facts),
      handover: handoverClaims(report, kind: paper.kind, linesRoot: lines.root, table: table),
      supersedes: paper.supersedes, supplements: paper.supplements,
      privateSections: lines.sections(
        deal: dealSection(report.facts), staff: staffSection(report.facts), evidence: evidenceSection(report.facts)))
    let (issued, copy) = try issuer.issueWithFullCopy(draft, at: max(moment, report.judgement.decidedAt))
    let note = CertifiedNote(
      id: issued.id, sha256: issued.sha256, state: state, verdict: issued.verdict, specimenOf: issued.specimenOf,
      kind: paper.kind.rawValue, rows: state == paper.rows ? nil : paper.rows, supersedes: paper.supersedes?.id,
      supplements: paper.supplements?.id)
    let event = FlowEvent.certified(note)
    let stored = try await ledger.store(
      NewCertificate(
        handover: report.handover, state: state, id: issued.id, issuedAt: moment, verdict: issued.verdict,
        specimenOf: issued.specimenOf, text: copy, chain: issued.chain,
        statusIndex: draft.statusIndex), event: event.entry(in: report.handover, at: moment))
    report.isNewCertificate = stored.content.id == issued.id
    report.certificate = report.isNewCertificate ? note : try CertifiedNote(stored)
    report.bundle = stored.content.text
    report.history.apply(event, at: moment)
  }

  private func take(_ stored: StoredCertificate, note: CertifiedNote?, into report: inout CarReport) throws {
    report.certificate = try note ?? CertifiedNote(stored)
    report.bundle = stored.content.text
  }
}

/// A document about a certificate that was issued before.
package struct FollowUp: Hashable, Sendable {
  /// `correction` and `withdrawal` replace it, `supplement` adds to it.
  package var kind: HandoverClaims.Kind
  package var earlier: CertifiedNote
  package var reason: EarlierCertificate.Reason

  package init(kind: HandoverClaims.Kind, earlier: CertifiedNote, reason: EarlierCertificate.Reason) {
    self.kind = kind
    self.earlier = earlier
    self.reason = reason
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
