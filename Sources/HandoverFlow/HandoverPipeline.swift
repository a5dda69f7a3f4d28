import ChecklistFormat
import Enumeration
import FoundationEssentials
import HandoverLedger
import HandoverModel
import Judgement
import OEMAdapterKit
import Planning

/// Takes one car from what the dealer knows to a signed certificate. This file is the flow; every step has a file or a
/// target of its own.
///
/// ```
/// facts --open--> handover --look--> sightings --plan--> plan
///       --end--> attempts --look again--> sightings --judge--> verdict --certify--> certificate
/// ```
///
/// Every step is in the ledger before anything outside relies on it, so a run that dies anywhere goes on from there.
package struct HandoverPipeline: Sendable {
  package var environment: FlowEnvironment
  package var certify: CertificateDesk?

  /// - Parameter certify: nil where no certificate is to be issued.
  package init(_ environment: FlowEnvironment, certify: CertificateDesk? = nil) {
    self.environment = environment
    self.certify = certify
  }

  /// Opens or finds the handover, looks at every source, and stores the plan that follows. Changes nothing outside.
  package func look(_ facts: CarFacts) async throws -> CarWork {
    try await look(at: try await open(facts))
  }

  /// The same for a car that was just opened.
  func look(at opened: CarWork) async throws -> CarWork {
    var work = opened
    guard !work.isOver else { return work }
    try await enumerate(&work)
    try plan(&work)
    return work
  }

  /// Ends what the plan says, if nothing speaks against it, and looks again; then judges, and certifies where asked.
  package func finish(_ work: CarWork, apply: Bool) async throws -> CarReport {
    var work = work
    guard !work.isOver else { return try await report(work) }
    if apply {
      try await end(&work)
    } else {
      work.holds.append(.notAsked)
    }
    return try await report(work)
  }

  /// The first look at every source, side by side.
  private func enumerate(_ work: inout CarWork) async throws {
    let vin = work.vin
    let sightings = await withTaskGroup(of: (Int, Sighting).self) { group in
      for (place, source) in work.sources.enumerated() {
        let transport = environment.guarded(source, for: vin)
        let known = work.history.keys(at: source.descriptor.id)
        group.addTask { [now = environment.now] in
          (place, await Enumeration.look(at: vin, in: source, pass: .first, known: known, through: transport, now: now))
        }
      }
      return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
    }
    work.looks = sightings
    work.lookedAt = environment.now()
    try work.record(sightings.map(FlowEvent.sighting), in: environment)
  }

  /// Makes the plan from this look and stores it when it differs from the last one stored.
  private func plan(_ work: inout CarWork) throws {
    let plan = makePlan(
      for: work.vin, seen: work.looks, adapters: work.sources.map(\.descriptor),
      tasks: plannedTasks(work.sheet, answers: work.facts.answers, make: work.facts.vehicle.make),
      madeAt: environment.now()
    ).holdingBack(seen: work.looks, adapters: work.sources.map(\.descriptor))
    let before = work.history.plans.last
    work.plan = plan
    work.holds = work.standingHolds(at: environment.now())
    if let before, !Set(plan.ends.map(\.id)).isSubset(of: before.ends.map(\.id)) { work.holds.append(.planChanged) }
    if before?.listing != plan.listing || before?.ends != plan.ends || before?.tasks != plan.tasks {
      try work.record([.planned(plan)], in: environment)
    }
  }

  /// Judges the car, notes what the rows came to, and has a certificate made where that is asked for and allowed.
  func report(_ work: CarWork) async throws -> CarReport {
    var report = try judged(work)
    if !work.isOver, report.judgedBefore != report.ofRows {
      var work = work
      try work.record([.judged(JudgedNote(verdict: report.ofRows, mode: report.mode))], in: environment)
    }
    if let certify, report.mayCertify {
      try await certify.issue(&report, environment: environment)
    }
    return report
  }

  /// Judges everything known about the car by the published table.
  func judged(_ work: CarWork) throws -> CarReport {
    guard let rules = TableRules(environment.table, platform: work.sheet.id) else {
      throw FlowProblem.unknownPlatform(work.sheet.id)
    }
    let judgement = judge(makeCaseFile(work, at: environment.now()), by: rules)
    return try CarReport(work, judgement: judgement, mode: work.mode(of: environment), table: environment.table)
  }
}

/// Why the flow cannot go on with a car. Ledger problems pass through as they are.
package struct FlowProblem: Error, Hashable, Sendable {
  package var code: String
  package var reason: String
  /// What to do next, where a person can do something about it.
  package var hint: String?
}

extension FlowProblem {
  /// A handover whose record was erased cannot be judged, shown or added to.
  static func erased(_ handover: HandoverRecord) -> FlowProblem {
    FlowProblem(
      code: "handover.erased", reason: "what was recorded about the car ending \(handover.vin.last4) was erased",
      hint: "its certificates stand: handover certificate list \(handover.vin.text); "
        + "if it came in again, say when with taken_in")
  }

  static func unknownPlatform(_ id: String) -> FlowProblem {
    FlowProblem(code: "rules.platform", reason: "the rule table does not know the platform \(id) of the sheet")
  }
}
