import ChecklistFormat
import Foundation
import HandoverFlow
import HandoverModel
import HandoverTestSupport
import Inventory
import Judgement
import OEMAdapterKit
import OEMAdapters
import OEMSimulators
import Testing

/// The best verdict that `oem list` promises is an upper bound on everything that can really come out.
@Suite struct BestReachableTests {
  /// The best over every situation with these adapters.
  static func bound(_ sheet: Sheet, _ adapters: [AdapterDescriptor]) -> Verdict {
    let all = SheetSituation.allCases.compactMap {
      bestReachable(sheet, in: $0, adapters: adapters, by: FlowRules.table)?.verdict
    }
    return all.min() ?? .void
  }

  /// Anybody's answers: any kind, for any layer or step, with or without evidence.
  static func answers(_ sheet: Sheet, _ chance: inout SeededChance) -> [HandoverFlow.Answer] {
    let isHonest = Int.random(in: 0..<3, using: &chance) > 0
    return Layer.allCases.compactMap { layer -> HandoverFlow.Answer? in
      guard Int.random(in: 0..<10, using: &chance) > 0 else { return nil }
      let kinds: [Statement.Kind] = [.done, .done, .notPossible, .keptDisclosed, .declined, .stillThere]
      let kind = isHonest ? [.done, .notPossible].randomElement(using: &chance)! : kinds.randomElement(using: &chance)!
      let step = Bool.random(using: &chance) ? sheet.steps(for: layer).randomElement(using: &chance)?.id : nil
      let evidence = EvidenceRecord(name: "photo.jpg", sha256: String(repeating: "A", count: 43))
      return HandoverFlow.Answer(
        layer: layer, kind: kind, step: step, by: "jm", at: FlowCars.answeredAt,
        evidence: Int.random(in: 0..<5, using: &chance) > 0 ? evidence : nil)
    }
  }

  static func facts(_ sheet: Sheet, vin: VIN = FlowCars.skoda, make: String? = nil, _ chance: inout SeededChance)
    -> CarFacts
  {
    var facts = FlowCars.facts(vin, make: make ?? "unknown", answers: answers(sheet, &chance))
    if make == nil {
      facts.vehicle.make = sheet.makes.first?.name ?? Vehicle.unknown
      facts.vehicle.platformHint = sheet.id
    }
    if Int.random(in: 0..<4, using: &chance) == 0 { facts.protected = nil }
    return facts
  }

  @Test(arguments: FlowRules.catalog.sheets.map(\.id)) func noAnswersBeatThePromise(_ platform: String) async throws {
    let sheet = try #require(FlowRules.catalog.sheet(platform: platform))
    let bound = Self.bound(sheet, [])
    let place = try FlowPlace()
    var best = Verdict.void
    for number in 0..<60 {
      var chance = SeededChance(seed: UInt64(number))
      let vin = VIN(
        strict: VINMaker.vin(prefix: "TMB", descriptor: "JB9NX", year: 2023, plant: "Y", serial: number + 1))!
      var facts = Self.facts(sheet, vin: vin, &chance)
      if number == 0 { facts.answers = FlowCars.everythingDone(sheet) }
      let report = try await place.pipelineWithoutSources(certify: false).run(facts, apply: false)
      #expect(report.sheet.id == platform)
      #expect(report.ofRows >= bound, "seed \(number): \(report.ofRows) beats \(bound)")
      best = min(best, report.ofRows)
    }
    #expect(best >= bound)
  }

  @Test(arguments: 1...4) func noWorldBeatsThePromise(_ seed: Int) async throws {
    let world = SimulatedWorld.generated(vehicles: 8, seed: UInt64(seed))
    let profile: FaultProfile = seed.isMultiple(of: 2) ? .unkind : .kind
    try await SimulatedLot.with(world, profile: profile, changes: SimulatedLot.noWaiting, seed: UInt64(seed)) { lot in
      var chance = SeededChance(seed: UInt64(seed))
      let pipeline = lot.pipeline()
      for vehicle in world.vehicles {
        let sheet = FlowCars.sheet(vehicle.make, year: vehicle.year)
        let facts = Self.facts(sheet, vin: VIN(strict: vehicle.vin)!, make: vehicle.make, &chance)
        var dated = facts
        dated.vehicle.modelYear = vehicle.year
        let report = try await pipeline.run(dated)
        #expect(report.sheet.id == sheet.id)
        #expect(report.ofRows >= Self.bound(sheet, lot.descriptors), "seed \(seed) \(vehicle.vin) \(report.ofRows)")
      }
    }
  }

  /// What is promised is also reached: by one person with evidence for everything, where the sheet promises that.
  @Test(arguments: FlowRules.catalog.sheets.map(\.id)) func whatOnePersonAloneIsPromisedIsReached(
    _ platform: String
  ) async throws {
    let sheet = try #require(FlowRules.catalog.sheet(platform: platform))
    let promise = bestReachable(sheet, in: .onePersonAlone, adapters: [], by: FlowRules.table)
    var facts = FlowCars.facts(make: sheet.makes.first?.name ?? Vehicle.unknown)
    facts.vehicle.platformHint = sheet.id
    facts.answers = FlowCars.everythingDone(sheet, given: [.seller]).map { answer in
      var answer = answer
      let step = sheet.steps(for: answer.layer).first { $0.mayBeMissing && $0.needs.isSubset(of: [.seller]) }
      if let step {
        answer.kind = .notPossible
        answer.step = step.id
      } else if !sheet.steps(for: answer.layer).contains(where: { $0.needs.isSubset(of: [.seller]) }) {
        answer.kind = .declined
      }
      return answer
    }
    let report = try await FlowPlace().pipelineWithoutSources(certify: false).run(facts, apply: false)
    if promise?.verdict.allowsDelivery ?? false {
      #expect(report.ofRows == promise?.verdict, "\(report.judgement.drivers.map { ($0.layer, $0.group) })")
    } else {
      #expect(report.ofRows >= promise?.verdict ?? .void)
    }
  }
}
