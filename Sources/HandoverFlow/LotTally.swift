package import FoundationEssentials
package import HandoverModel
import Inventory
import Judgement
import Planning

/// What a run over a lot came to, in counters whose size does not grow with the lot, but for the lists that a person reads
/// and that are cut where nobody would read on.
package struct LotTally: Sendable {
  /// Longest list kept.
  package static let longest = 200

  package var cars = 0
  package var failures: [Failure] = []
  package var failed = 0
  package var byVerdict: [Verdict: Int] = [:]
  package var stopped = 0
  package var deliverable = 0
  /// The first of them, by stock number or VIN.
  package var deliverableCars: [String] = []
  /// Endings that the plans hold and nothing speaks against but that the run only looks.
  package var endings = 0
  /// Endings that this run sent with some effect, and how many of them two looks showed gone.
  package var endingsSent = 0
  package var endingsGone = 0
  package var certificatesIssued = 0
  package var interrupted = 0
  /// Cars that came out otherwise than in the run before, or are new.
  package var changes: [Change] = []
  package var changed = 0
  /// The oldest open item: the car that is not clear and was taken in first.
  package var oldest: Oldest?
  /// What people have to do, by step.
  package var work: [String: WorkItem] = [:]

  package struct Failure: Hashable, Sendable {
    package var vin: VIN
    package var stock: String?
    package var reason: String
  }

  package struct Change: Hashable, Sendable {
    package var vin: VIN
    package var stock: String?
    package var before: Verdict?
    package var after: Verdict
  }

  package struct Oldest: Hashable, Sendable {
    package var vin: VIN
    package var stock: String?
    package var since: Date
    package var verdict: Verdict
  }

  package struct WorkItem: Hashable, Sendable {
    /// How sheets word the step, by number of cars.
    package var titles: [String: Int] = [:]
    package var when: String
    package var cars = 0

    /// The words that most cars' sheets have for it.
    package var title: String { titles.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? "" }
  }

  package init() {}

  package mutating func add(_ facts: CarFacts, _ ending: Batch.Ending) {
    cars += 1
    switch ending {
    case .failed(let vin, let error):
      failed += 1
      if failures.count < Self.longest {
        failures.append(Failure(vin: vin, stock: facts.vehicle.stock, reason: describe(error)))
      }
    case .done(let report): add(report)
    }
  }

  private mutating func add(_ report: CarReport) {
    if report.interrupted { interrupted += 1 }
    if report.isNewCertificate { certificatesIssued += 1 }
    endingsSent += report.sent.count
    endingsGone += report.seenGone.count
    if report.holds == [.notAsked] { endings += report.plan?.ends.count ?? 0 }
    guard !report.holds.contains(where: \.stopsCertificate) else {
      stopped += 1
      return
    }
    byVerdict[report.ofRows, default: 0] += 1
    if report.mayBeDelivered { note(deliverable: report.facts.vehicle) }
    note(changeOf: report)
    guard !report.mayBeDelivered else { return }
    note(ageOf: report)
    note(workOf: report)
  }

  private mutating func note(deliverable vehicle: Vehicle) {
    deliverable += 1
    if deliverableCars.count < Self.longest { deliverableCars.append(vehicle.stock ?? vehicle.vin.text) }
  }

  private mutating func note(changeOf report: CarReport) {
    guard report.judgedBefore != report.ofRows else { return }
    changed += 1
    guard changes.count < Self.longest else { return }
    changes.append(
      Change(
        vin: report.facts.vehicle.vin, stock: report.facts.vehicle.stock, before: report.judgedBefore,
        after: report.ofRows))
  }

  private mutating func note(ageOf report: CarReport) {
    let vin = report.facts.vehicle.vin
    guard let since = report.facts.gates.takenIn, oldest.map({ (since, vin) < ($0.since, $0.vin) }) ?? true else {
      return
    }
    oldest = Oldest(
      vin: report.facts.vehicle.vin, stock: report.facts.vehicle.stock, since: since, verdict: report.ofRows)
  }

  /// The unanswered steps that speak about a layer that keeps the car from being clear.
  private mutating func note(workOf report: CarReport) {
    let layers = Set(report.judgement.rows.filter { $0.contribution > .clearAttested }.map(\.layer))
    for task in report.plan?.tasks ?? [] where !task.answered && !layers.isDisjoint(with: task.layers) {
      var item = work[task.step, default: WorkItem(when: task.when)]
      item.cars += 1
      item.titles[task.title, default: 0] += 1
      work[task.step] = item
    }
  }
}

/// An error as one line for a person.
package func describe(_ error: any Error) -> String {
  switch error {
  case let problem as FlowProblem: problem.reason
  default: "\(error)"
  }
}
