import HandoverTestSupport
import Testing

@testable import CurlTransport

@Suite struct RetryTests {
  @Test(arguments: [UInt64](1...50)) func everyPauseIsWithinItsCeiling(seed: UInt64) {
    var chance = SeededChance(seed: seed)
    let policy = RetryPolicy(base: 0.1, cap: 10)
    for attempt in [-1, 0, 1, 2, 5, 7, 8, 64, 1_000_000] {
      let pause = policy.pause(after: attempt, using: &chance)
      let ceiling = min(10, 0.1 * Double(sequence(first: 1.0) { $0 * 2 }.prefix(max(1, min(attempt, 12))).max() ?? 1))
      #expect(pause >= 0 && pause <= ceiling, "seed \(seed), attempt \(attempt): \(pause)")
    }
  }

  @Test func pausesUseTheirWholeRange() {
    var chance = SeededChance(seed: 7)
    let policy = RetryPolicy(base: 1, cap: 8)
    let pauses = (0..<1_000).map { _ in policy.pause(after: 3, using: &chance) }
    #expect((pauses.min() ?? 9) < 0.1)
    #expect((pauses.max() ?? 0) > 3.9)
  }

  @Test(arguments: [UInt64](1...20)) func retriesNeverExceedTheirShareAndTheMinimum(seed: UInt64) {
    var chance = SeededChance(seed: seed)
    var budget = RetryBudget(share: 0.2, minimum: 10)
    var first = 0
    var retries = 0
    for _ in 0..<5_000 {
      if Bool.random(using: &chance) {
        budget.earn()
        first += 1
      } else if budget.spend() {
        retries += 1
      }
      #expect(Double(retries) <= 10 + 0.2 * Double(first) + 1e-6, "seed \(seed)")
    }
    #expect(Double(retries) >= 0.19 * Double(first), "seed \(seed)")
  }

  @Test func aCircuitOpensOnlyWhenTheBudgetIsEmptyAndNothingSucceeds() {
    var circuit = Circuit(failuresToOpen: 3, firstPause: 5, longestPause: 8)
    circuit.budgetEmpty(now: 0)
    #expect(circuit.leave(now: 0) == .go)
    for _ in 0..<3 { circuit.failed(now: 0) }
    #expect(circuit.leave(now: 0) == .go)
    circuit.budgetEmpty(now: 0)
    #expect(circuit.leave(now: 1) == .refused(4))
  }

  @Test func anOpenCircuitLetsOneTryAndItsEndDecides() {
    var circuit = Circuit(failuresToOpen: 1, firstPause: 5, longestPause: 8)
    circuit.failed(now: 0)
    circuit.budgetEmpty(now: 0)
    #expect(circuit.leave(now: 5) == .probe)
    circuit.probeStarted()
    #expect(circuit.leave(now: 5) == .wait)
    circuit.failed(now: 6)
    #expect(circuit.leave(now: 6) == .refused(8))
    circuit.probeStarted()
    circuit.succeeded()
    #expect(circuit.leave(now: 6) == .go)
    #expect(circuit.isClosed)
  }
}
