package import CertificateChecking
package import ChecklistFormat
package import FoundationEssentials
package import HandoverLedger
package import HandoverModel
import Inventory
package import Judgement
package import Planning
package import TransferRules

/// What a run came to for one car.
package struct CarReport: Sendable {
  package var handover: HandoverID
  package var facts: CarFacts
  package var sheet: Sheet
  package var plan: Plan?
  package var holds: [Hold]
  package var judgement: Judgement
  package var mode: HandoverMode
  /// The oldest look or statement among the layers of high weight that the car can have.
  package var checkedAt: Date
  package var verdict: RecomputedVerdict
  /// What the rows came to in the run before this one; nil when there was none.
  package var judgedBefore: Verdict?
  /// The certificate of the state reached.
  package var certificate: CertifiedNote?
  /// Its full copy, as the ledger keeps it.
  package var bundle: [UInt8]?
  /// How it stands; nil when there is none.
  package var certificateStatus: StatusValue? { certificate.flatMap { history.status(of: $0.id) } }
  /// Whether it was issued by this run.
  package var isNewCertificate = false
  /// What this run sent with some effect.
  package var sent: Set<AccessKey>
  package var interrupted: Bool
  package var isOver: Bool
  package var history: CaseHistory

  /// - Throws: `FlowProblem` when the table does not know the platform.
  init(_ work: CarWork, judgement: Judgement, mode: HandoverMode, table: RuleTable) throws {
    handover = work.handover
    facts = work.facts
    sheet = work.sheet
    plan = work.plan
    holds = work.holds
    self.judgement = judgement
    self.mode = mode
    let high = judgement.rows.filter { $0.weight == .high && $0.group != .nonePossible }
    checkedAt = min(judgement.decidedAt, high.compactMap(\.checkedAt).min() ?? judgement.decidedAt)
    let groups = Dictionary(judgement.rows.map { ($0.layer, $0.group) }) { first, _ in first }
    let facts = VerdictFacts(
      groups: groups, platform: work.sheet.id, vinRead: work.facts.vinRead, mode: mode, checkedAt: checkedAt.hour,
      issuedAt: judgement.decidedAt.second)
    guard let verdict = table.verdict(of: facts) else { throw FlowProblem.unknownPlatform(work.sheet.id) }
    self.verdict = verdict
    judgedBefore = work.history.judged.last?.verdict
    certificate = work.history.currentCertificate
    sent = work.sent
    interrupted = work.interrupted
    isOver = work.isOver
    history = work.history
  }

  /// A car that a claim or a flag stops gets no certificate, and neither does one whose work was cut short.
  package var mayCertify: Bool { !isOver && !interrupted && !holds.contains(where: \.stopsCertificate) }

  /// The verdict of the rows, whatever the mode: what a live run would print.
  package var ofRows: Verdict { verdict.ofRows }

  /// Whether the car may be handed to a buyer as far as the rows and its paper go: one that was taken back or is on hold
  /// is no paper to deliver it with.
  package var mayBeDelivered: Bool {
    ofRows.allowsDelivery && !holds.contains(where: \.stopsCertificate) && certificateStatus ?? .valid == .valid
  }

  /// What this run sent and what is seen gone.
  package var seenGone: Set<AccessKey> {
    let gone = judgement.lines.filter { $0.outcome == .revokedVerified }.compactMap(\.access)
    return sent.intersection(gone)
  }

  /// Endings that the plan holds and that were not seen gone.
  package var openEndings: Int {
    judgement.lines.filter { $0.access != nil && $0.group(at: judgement.decidedAt) == .open }.count
  }
}

extension CarFacts {
  /// How the VIN was come by; what nobody said counts as typed.
  package var vinRead: VINRead { gates.vinRead.flatMap { VINRead(rawValue: $0.rawValue) } ?? .typed }
}

extension Date {
  /// Rounded down to the hour, as certificates print it.
  var hour: Date { Date(timeIntervalSince1970: (timeIntervalSince1970 / 3_600).rounded(.down) * 3_600) }
  /// Rounded down to the second, as certificates are dated.
  var second: Date { Date(timeIntervalSince1970: timeIntervalSince1970.rounded(.down)) }
}
