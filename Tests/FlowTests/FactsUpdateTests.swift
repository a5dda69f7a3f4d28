import Foundation
import HandoverFlow
import HandoverModel
import HandoverTestSupport
import Inventory
import Judgement
import Testing
import TransferRules

/// What the dealer says later adds to what was said before; silence takes nothing back.
@Suite struct FactsUpdateTests {
  static func randomFacts(_ chance: inout SeededChance, silence: Double) -> CarFacts {
    func says() -> Bool { Double.random(in: 0..<1, using: &chance) >= silence }
    let day = FlowClock.start.addingTimeInterval(Double.random(in: -30..<0, using: &chance).rounded() * 86_400)
    let answers = Layer.allCases.compactMap { layer -> Answer? in
      guard says() else { return nil }
      let kinds: [Statement.Kind] = [.done, .notPossible, .keptDisclosed, .declined, .stillThere]
      return Answer(
        layer: layer, kind: kinds.randomElement(using: &chance)!, by: "p\(Int.random(in: 0..<3, using: &chance))",
        at: day)
    }
    var facts = CarFacts(
      vehicle: Vehicle(
        vin: FlowCars.skoda, make: says() ? "Škoda" : Vehicle.unknown, maker: says() ? "skoda" : nil,
        model: says() ? "Octavia" : Vehicle.unknown, modelYear: says() ? 2023 : nil, stock: says() ? "S1" : nil,
        platformHint: says() ? "mib3" : nil),
      gates: Gates(), answers: answers)
    facts.gates.takenIn = says() ? day : nil
    facts.gates.vinRead = says() ? .car : nil
    facts.gates.stolen = says()
    facts.gates.fleet = says()
    facts.gates.lenderClaim = says()
    facts.gates.secondClaimant = says()
    facts.gates.legalHold = says()
    facts.gates.deliveredOn = says() ? day : nil
    facts.keys = says() ? LotKeys(handedOver: says() ? 2 : nil, accepted: Int.random(in: 1...3, using: &chance)) : nil
    facts.odometer = says() ? Odometer(value: 1, unit: "km") : nil
    if says() {
      facts.protected = ProtectedFindings(
        ecall112: says() ? [.ready, .fault].randomElement(using: &chance) : nil,
        privateEmergency: says() ? [.activeForBuyer, .fault].randomElement(using: &chance) : nil,
        recallChannel: says() ? [.present, .absent].randomElement(using: &chance) : nil,
        theftRecovery: says() ? [.inactive, .notFitted].randomElement(using: &chance) : nil)
      facts.protectedAt = day
    }
    return facts
  }

  @Test(arguments: 1...200) func silenceRemovesNoFlagAndNoAnswer(_ seed: Int) {
    var chance = SeededChance(seed: UInt64(seed))
    let old = Self.randomFacts(&chance, silence: 0.5)
    let news = Self.randomFacts(&chance, silence: 0.7)
    let now = old.updated(by: news)
    let flags: [KeyPath<Gates, Bool>] = [\.stolen, \.fleet, \.lenderClaim, \.secondClaimant, \.legalHold]
    for flag in flags { #expect(now.gates[keyPath: flag] == (old.gates[keyPath: flag] || news.gates[keyPath: flag])) }
    #expect(now.gates.takenIn == news.gates.takenIn ?? old.gates.takenIn)
    #expect(now.gates.vinRead == news.gates.vinRead ?? old.gates.vinRead)
    #expect(now.gates.deliveredOn == news.gates.deliveredOn ?? old.gates.deliveredOn)
    let told = Set(news.answers.map(\.layer))
    for answer in old.answers where !told.contains(answer.layer) { #expect(now.answers.contains(answer)) }
    for answer in news.answers { #expect(now.answers.contains(answer)) }
    #expect(now.answers.count == Set(old.answers.map(\.layer)).union(told).count)
    #expect(now.odometer == news.odometer ?? old.odometer)
    #expect(now.keys?.handedOver == news.keys?.handedOver ?? old.keys?.handedOver)
    #expect(now.keys?.accepted == news.keys?.accepted ?? old.keys?.accepted)
    let found = (old.protected, news.protected, now.protected)
    #expect(found.2?.ecall112 == found.1?.ecall112 ?? found.0?.ecall112)
    #expect(found.2?.privateEmergency == found.1?.privateEmergency ?? found.0?.privateEmergency)
    #expect(found.2?.recallChannel == found.1?.recallChannel ?? found.0?.recallChannel)
    #expect(found.2?.theftRecovery == found.1?.theftRecovery ?? found.0?.theftRecovery)
    #expect(
      now.vehicle.make == "Škoda" || (old.vehicle.make == Vehicle.unknown && news.vehicle.make == Vehicle.unknown))
  }

  @Test(arguments: 1...50) func sayingTheSameAgainChangesNothing(_ seed: Int) {
    var chance = SeededChance(seed: UInt64(seed))
    let facts = Self.randomFacts(&chance, silence: 0.3)
    let silent = CarFacts(vehicle: Vehicle(vin: FlowCars.skoda), gates: Gates())
    #expect(facts.updated(by: silent) == facts)
    #expect(facts.updated(by: facts) == facts)
  }

  @Test(arguments: StopSign.allCases) func onlyTheFlagThatIsNamedIsSettled(_ sign: StopSign) {
    var facts = FlowCars.facts()
    facts.gates = Gates(
      takenIn: FlowCars.takenIn, vinRead: .car, stolen: true, fleet: true, lenderClaim: true, secondClaimant: true,
      legalHold: true)
    let held = Set(holds(on: facts, seen: [], delivered: false, at: FlowClock.start))
    let left = Set(holds(on: facts.settled(sign), seen: [], delivered: false, at: FlowClock.start))
    #expect(left == held.subtracting([.stop(sign)]))
  }
}
