import Foundation
import HandoverModel
import HandoverTestSupport
import Judgement
import Testing

/// The properties of certificate content 6.4 that concern judgement, over random cases. A failure prints its seed.
@Suite struct JudgementProperties {
  static let seeds: [UInt64] = (0..<200).map { 0x5EED_0000 + $0 }

  @Test(arguments: seeds) func orderNeverMatters(seed: UInt64) {
    var chance = SeededChance(seed: seed)
    let file = randomFile(&chance)
    var shuffled = file
    shuffled.sightings.shuffle(using: &chance)
    shuffled.attempts.shuffle(using: &chance)
    shuffled.statements.shuffle(using: &chance)
    #expect(judge(file, by: StrictRules()).rows == judge(shuffled, by: StrictRules()).rows, "seed \(seed)")
  }

  @Test(arguments: seeds) func anAccessSeenAtTheEndNeverImprovesTheVerdict(seed: UInt64) {
    var chance = SeededChance(seed: seed)
    let file = randomFile(&chance)
    var worse = file
    worse.sightings.append(Case.sighting(.second, at: 9_000, [Case.access("late")]))
    #expect(
      judge(worse, by: StrictRules()).worst >= judge(file, by: StrictRules()).worst || lookHelped(file), "seed \(seed)")
  }

  @Test(arguments: seeds) func aStatementOfSomethingStillThereNeverImprovesTheVerdict(seed: UInt64) {
    var chance = SeededChance(seed: seed)
    let file = randomFile(&chance)
    var worse = file
    let layer = Layer.allCases.randomElement(using: &chance)!
    worse.statements.append(
      Statement(layer: layer, kind: .stillThere, by: "clerk-9", at: Case.start, reach: .statedByTwo))
    #expect(judge(worse, by: StrictRules()).worst >= judge(file, by: StrictRules()).worst, "seed \(seed)")
  }

  @Test(arguments: seeds) func withoutALookAfterTheEffectNothingIsVerified(seed: UInt64) {
    var chance = SeededChance(seed: seed)
    var file = randomFile(&chance)
    file.sightings.removeAll { $0.pass == .second }
    let verified = judge(file, by: StrictRules()).lines.filter { $0.outcome == .revokedVerified }
    for line in verified {
      #expect(!file.attempts.contains { $0.access == line.access && $0.report.certainty != .notDone }, "seed \(seed)")
    }
  }

  /// A look after which a complete view exists can lift the layer from unknown: that is a newer observation, and allowed.
  private func lookHelped(_ file: CaseFile) -> Bool {
    judge(file, by: StrictRules()).row(.secondaryUsers)?.group == .notKnown
  }

  private func randomFile(_ chance: inout SeededChance) -> CaseFile {
    let guests = (0..<Int.random(in: 0...3, using: &chance)).map { Case.access("g\($0)") }
    var sightings = [Case.sighting(.first, at: 0, control: .random(using: &chance), guests)]
    var attempts: [Attempt] = []
    for (place, guest) in guests.enumerated() where Bool.random(using: &chance) {
      let certainty = [Certainty.done, .notDone, .mayHaveBeenDone].randomElement(using: &chance)!
      attempts.append(Case.attempt(on: guest, at: 10 + Double(place), certainty))
    }
    for look in 0..<Int.random(in: 0...3, using: &chance) {
      let left = guests.filter { _ in Bool.random(using: &chance) }
      let sight = [Sight.complete, .partial].randomElement(using: &chance)!
      sightings.append(
        Case.sighting(.second, at: 100 + 10 * Double(look), sight: sight, control: .random(using: &chance), left))
    }
    let kinds: [Statement.Kind] = [.done, .notPossible, .keptDisclosed, .declined]
    let statements = Layer.allCases.compactMap { layer -> Statement? in
      guard Bool.random(using: &chance) else { return nil }
      return Statement(
        layer: layer, kind: kinds.randomElement(using: &chance)!, by: "clerk-1", at: Case.start,
        evidence: Bool.random(using: &chance) ? "photo" : nil, reach: .statedByTwo)
    }
    return Case.file(sightings, attempts, statements: statements)
  }
}
