import Foundation
import HandoverFlow
import HandoverLedger
import HandoverModel

/// Finds the handovers whose record may be erased, and erases it.
struct PurgeDesk {
  let ledger: Ledger
  let now: Date

  /// Which handovers are meant.
  enum Choice {
    /// Every one of the car with this VIN.
    case car(VIN)
    /// Every one that ended before this day began.
    case endedBefore(Date)
  }

  /// A handover with what is to be erased of it.
  struct Candidate {
    var handover: HandoverRecord
    var erasure: LedgerErasure
    /// What erasing it will do.
    var extent: LedgerErased
  }

  /// What was found: what can be erased, and what cannot and why.
  struct Findings {
    var candidates: [Candidate] = []
    var refused: [(handover: HandoverRecord, problem: FlowProblem)] = []

    var extent: LedgerErased { candidates.map(\.extent).reduce(LedgerErased(), +) }
  }

  /// Looks and changes nothing. Handovers of which nothing is left to erase are not among the findings.
  func find(_ choice: Choice) async throws -> Findings {
    var findings = Findings()
    var cursor: HandoverCursor?
    repeat {
      let page = try await ledger.handovers(after: cursor)
      for record in page.records { try await look(at: record, choice, &findings) }
      cursor = page.next
    } while cursor != nil
    return findings
  }

  /// Erases what was found, a handover at a time, so that it can be stopped and run again, then writes the file anew.
  func erase(_ candidates: [Candidate]) async throws -> LedgerErased {
    var done = LedgerErased()
    for candidate in candidates { done = done + (try await ledger.erase(candidate.erasure)) }
    try await ledger.scrub()
    return done
  }

  private func look(at record: HandoverRecord, _ choice: Choice, _ findings: inout Findings) async throws {
    if case .car(let vin) = choice, record.vin != vin { return }
    if case .endedBefore = choice, record.state == .open { return }
    let events = try await ledger.events(of: record.id)
    if case .endedBefore(let day) = choice, ended(events).map({ $0 >= day }) ?? true { return }
    let certificates = try await ledger.certificates(of: record.id)
    do {
      let erasure = try CaseHistory(events).erasure(of: record, certificates, at: now)
      let extent = LedgerErased(events: events.count(where: erasure.erases), certificates: erasure.texts.count)
      guard extent != LedgerErased() else { return }
      findings.candidates.append(Candidate(handover: record, erasure: erasure, extent: extent))
    } catch let problem as FlowProblem {
      findings.refused.append((record, problem))
    }
  }

  /// When a handover ended: at its delivery, or when it was closed without one.
  private func ended(_ events: [LedgerEvent]) -> Date? {
    let delivered = events.last { $0.kind == HandoverState.delivered.rawValue }
    return (delivered ?? events.last { $0.kind == HandoverState.closed.rawValue })?.at
  }
}
