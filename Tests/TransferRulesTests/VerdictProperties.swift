import FoundationEssentials
import HandoverModel
import HandoverTestSupport
import Testing
import TransferRules

/// The properties of certificate content 6.4, over random rows. A failure prints its seed.
@Suite struct VerdictProperties {
  private static let rounds = 400
  private let table: RuleTable
  private let moment = Date(timeIntervalSince1970: 1_795_363_200)

  init() throws { table = try PublishedTable.table() }

  private func groups(for layer: Layer) -> [BuyerGroup] { BuyerGroup.allCases.filter { $0.mayStand(in: layer) } }

  private func facts(using chance: inout SeededChance) -> VerdictFacts {
    var rows: [Layer: BuyerGroup] = [:]
    // Mostly good rows, or every random car would be NOT CLEAR and the properties would hold for nothing.
    let good: [BuyerGroup] = [.noneRemaining, .nonePossible, .statedByTwo, .endedWithAccount]
    for layer in Layer.allCases {
      let allowed = groups(for: layer)
      let pool =
        Int.random(in: 0..<10, using: &chance) == 0
        ? allowed : allowed.filter { good.contains($0) || $0 == .protectedOK }
      rows[layer] = pool.randomElement(using: &chance)
    }
    return VerdictFacts(
      groups: rows, platform: table.platformIDs.randomElement(using: &chance) ?? "generic",
      vinRead: VINRead.allCases.randomElement(using: &chance) ?? .car, mode: .live,
      checkedAt: moment.addingTimeInterval(-Double(Int.random(in: 0...90, using: &chance)) * 3_600), issuedAt: moment)
  }

  private func forAll(_ property: (VerdictFacts, inout SeededChance, UInt64) throws -> Void) rethrows {
    let seed = UInt64.random(in: 0...UInt64.max)
    var chance = SeededChance(seed: seed)
    for _ in 0..<Self.rounds { try property(facts(using: &chance), &chance, seed) }
  }

  private func rows(_ facts: VerdictFacts) throws -> Verdict { try #require(table.verdict(of: facts)).ofRows }

  @Test func worseningARowNeverImprovesTheVerdict() throws {
    try forAll { (facts, chance, seed) throws in
      let layer = try #require(Layer.allCases.randomElement(using: &chance))
      let group = try #require(facts.groups[layer])
      let old = try #require(table.contribution(of: group, for: layer, on: facts.platform))
      for group in groups(for: layer) {
        guard let new = table.contribution(of: group, for: layer, on: facts.platform), new > old else { continue }
        var worse = facts
        worse.groups[layer] = group
        #expect(try rows(worse) >= rows(facts), "seed \(seed): \(layer) to \(group)")
      }
    }
  }

  @Test func worseningWhatIsNotARowNeverImprovesTheVerdict() throws {
    try forAll { (facts, _, seed) throws in
      var typed = facts
      typed.vinRead = .typed
      var stale = facts
      stale.checkedAt = facts.checkedAt.addingTimeInterval(-100 * 3_600)
      #expect(try rows(typed) >= rows(facts), "seed \(seed)")
      #expect(try rows(stale) >= rows(facts), "seed \(seed)")
    }
  }

  /// A row is the worst of its lines, so one more line can only leave it or make it worse.
  @Test func addingALineNeverImprovesTheVerdictAndOrderDoesNotMatter() throws {
    try forAll { (facts, chance, seed) throws in
      var lines = facts.groups.map { (layer: $0.key, group: $0.value) }
      let before = try rows(facts)
      #expect(try rows(reduced(lines, like: facts)) == before, "seed \(seed)")
      let layer = try #require(Layer.allCases.randomElement(using: &chance))
      let group = try #require(groups(for: layer).randomElement(using: &chance))
      lines.append((layer, group))
      let after = try rows(reduced(lines, like: facts))
      lines.shuffle(using: &chance)
      #expect(after >= before, "seed \(seed)")
      #expect(try rows(reduced(lines, like: facts)) == after, "seed \(seed)")
    }
  }

  /// The worst of the lines of each layer; of equal ones the last by name, so that the order they come in says nothing.
  private func reduced(_ lines: [(layer: Layer, group: BuyerGroup)], like facts: VerdictFacts) -> VerdictFacts {
    var result = facts
    result.groups = [:]
    for (layer, list) in Dictionary(grouping: lines, by: \.layer) {
      result.groups[layer] = list.map(\.group).max { one, other in
        let a = table.contribution(of: one, for: layer, on: facts.platform) ?? .void
        let b = table.contribution(of: other, for: layer, on: facts.platform) ?? .void
        return (a, one == .nonePossible ? 0 : 1, one.rawValue) < (b, other == .nonePossible ? 0 : 1, other.rawValue)
      }
    }
    return result
  }

  @Test func leavingARequiredRowOutNeverImprovesTheVerdict() throws {
    try forAll { (facts, chance, seed) throws in
      let layer = try #require(Layer.allCases.randomElement(using: &chance))
      guard table.rule(for: layer, on: facts.platform)?.required == true else { return }
      var without = facts
      without.groups[layer] = nil
      #expect(try rows(without) >= rows(facts), "seed \(seed): \(layer)")
      #expect(try rows(without) == .notClear, "seed \(seed): \(layer)")
    }
  }

  @Test func voidAbsorbsEverythingAndKeepsWhatTheRowsGive() throws {
    try forAll { (facts, _, seed) throws in
      let live = try #require(table.verdict(of: facts))
      #expect(live.specimenOf == nil && live.verdict == live.ofRows, "seed \(seed)")
      for mode in [HandoverMode.simulated, .mixed] {
        var practice = facts
        practice.mode = mode
        let result = try #require(table.verdict(of: practice))
        #expect(result.verdict == .void, "seed \(seed)")
        #expect(result.specimenOf == live.verdict, "seed \(seed)")
      }
    }
  }

  @Test func theRandomCarsReachEveryVerdict() throws {
    var seen: Set<Verdict> = []
    try forAll { facts, _, _ in seen.insert(try rows(facts)) }
    #expect(seen.isSuperset(of: [.clearAttested, .conditional, .notClear]))
  }
}
