package import ChecklistFormat
package import FoundationEssentials
package import HandoverLedger
import HandoverModel
import Judgement
package import TransferRules

/// What is known about a handover without looking: judged from its events alone.
///
/// - Throws: `FlowProblem` when the events hold no facts or the table does not know the platform.
package func recalled(
  _ events: [LedgerEvent], handover: HandoverRecord, catalog: SheetCatalog, table: RuleTable, at moment: Date
) throws -> CarReport {
  guard !events.contains(where: \.isErased) else { throw FlowProblem.erased(handover) }
  let history = try CaseHistory(events)
  guard let facts = history.facts else {
    throw FlowProblem(code: "recall.no-facts", reason: "the handover \(handover.id) holds no word about its car")
  }
  let vehicle = facts.vehicle
  let sheet = catalog.sheet(for: vehicle.make, year: vehicle.modelYear, hint: vehicle.platformHint)
  var work = CarWork(handover: handover.id, facts: facts, sheet: sheet, sources: [], history: history)
  work.plan = history.plans.last
  work.isOver = handover.state != .open
  work.holds = work.standingHolds(at: moment)
  guard let rules = TableRules(table, platform: sheet.id) else {
    throw FlowProblem.unknownPlatform(sheet.id)
  }
  let mode =
    history.certified.last.map { $0.verdict == .void ? HandoverMode.simulated : .live } ?? recordedMode(history)
  return try CarReport(work, judgement: judge(makeCaseFile(work, at: moment), by: rules), mode: mode, table: table)
}

private func recordedMode(_ history: CaseHistory) -> HandoverMode {
  let modes = Set(history.sightings.map(\.mode) + history.judged.map(\.mode))
  return modes.count > 1 ? .mixed : modes.first ?? .live
}
