import HandoverTestSupport
import OEMAdapterKit
import Testing

@testable import CurlTransport

@Suite struct PacerTests {
  static let seeds: [UInt64] = Array(1...20)

  @Test(arguments: seeds) func aStatedRateIsUsedWhollyAndNeverExceeded(seed: UInt64) {
    var chance = SeededChance(seed: seed)
    let rate = Double.random(in: 0.5...50, using: &chance)
    let burst = Int.random(in: 1...20, using: &chance)
    let latency = Double.random(in: 0.001...0.3, using: &chance)
    let limits = ProviderLimits(
      concurrency: max(2, Int((rate * latency * 2).rounded(.up))), callsPerSecond: rate, burst: burst)
    let limiter = BucketLimiter(rate: rate, burst: Double(burst), saysWhen: true)
    var simulation = PacerSimulation(limits: limits, latency: latency, seed: seed) { time, _ in limiter.judge(time) }
    let calls = 1_000
    let seconds = simulation.run(accepting: calls)
    let ideal = Double(calls - burst) / rate
    #expect(simulation.throttles == 0, "seed \(seed)")
    #expect(ideal / seconds >= 0.97, "seed \(seed): efficiency \(ideal / seconds)")
  }

  @Test(arguments: seeds) func anUnknownRateIsLearntFromFew429s(seed: UInt64) {
    var chance = SeededChance(seed: seed)
    let rate = Double.random(in: 2...40, using: &chance)
    let limiter = BucketLimiter(rate: rate, burst: 10, saysWhen: seed % 2 == 0)
    let limits = ProviderLimits(concurrency: 16, burst: 4)
    var simulation = PacerSimulation(limits: limits, latency: 0.2, seed: seed) { time, _ in limiter.judge(time) }
    let seconds = simulation.run(accepting: 2_000)
    let perCall = Double(simulation.throttles) / 2_000
    #expect(perCall <= 0.1, "seed \(seed): \(perCall) 429s per call")
    #expect(2_000 / rate / seconds >= 0.4, "seed \(seed): efficiency \(2_000 / rate / seconds)")
  }

  @Test(arguments: seeds) func aLimitPerMinuteIsLearntFromItsRetryAfter(seed: UInt64) {
    let limiter = WindowLimiter(mostPerMinute: 100)
    let limits = ProviderLimits(concurrency: 16, burst: 4)
    var simulation = PacerSimulation(limits: limits, latency: 0.2, seed: seed) { time, _ in limiter.judge(time) }
    let seconds = simulation.run(accepting: 1_000)
    #expect(Double(simulation.throttles) / 1_000 <= 0.1, "seed \(seed): \(simulation.throttles) 429s")
    #expect(seconds <= 1.4 * 600, "seed \(seed): \(seconds) s")
  }

  @Test(arguments: seeds) func single429sAmongManyAnswersCostLittleMoreThanTheirPauses(seed: UInt64) {
    let limits = ProviderLimits(concurrency: 16)
    var simulation = PacerSimulation(limits: limits, latency: 0.05, seed: seed) { _, chance in
      Double.random(in: 0...1, using: &chance) < 0.03 ? .throttled(retryAfter: 1) : .accepted
    }
    let seconds = simulation.run(accepting: 1_000)
    #expect(simulation.throttles > 0, "seed \(seed)")
    #expect(seconds <= 4 * Double(simulation.throttles) + 10, "seed \(seed): \(seconds) s")
  }

  @Test(arguments: seeds) func nothingStartsDuringAPauseAndTheRunAlwaysEnds(seed: UInt64) {
    var chance = SeededChance(seed: seed)
    let limits = ProviderLimits(
      concurrency: Int.random(in: 1...20, using: &chance),
      callsPerSecond: Bool.random(using: &chance) ? Double.random(in: 0.1...100, using: &chance) : nil,
      burst: Int.random(in: 0...10, using: &chance))
    let share = Double.random(in: 0...0.6, using: &chance)
    let asks: [Double?] = [nil, 0, 0.5, 7, 3600, 1e300]
    var simulation = PacerSimulation(limits: limits, latency: 0.1, seed: seed) { _, chance in
      guard Double.random(in: 0...1, using: &chance) < share else { return .accepted }
      return .throttled(retryAfter: asks.randomElement(using: &chance) ?? nil)
    }
    let seconds = simulation.run(accepting: 200)
    #expect(simulation.accepted >= 200, "seed \(seed)")
    #expect(simulation.startsInPause == 0, "seed \(seed)")
    #expect(seconds.isFinite, "seed \(seed)")
  }

  @Test func aPauseHoldsEveryCallAndThenLetsOneTryAlone() {
    var chance = Chance(seed: 1)
    var pacer = Pacer(limits: ProviderLimits(concurrency: 4), backoff: RetryPolicy(base: 1, cap: 60))
    let first = pacer.started(now: 0)
    pacer.throttled(first, now: 1, asked: 30, using: &chance)
    #expect(pacer.wait(now: 1) == 30)
    #expect(pacer.wait(now: 31) == 0)
    let alone = pacer.started(now: 31)
    #expect(pacer.wait(now: 31) == .infinity)
    pacer.accepted(alone, now: 32)
    #expect(pacer.wait(now: 32) == 0)
  }

  @Test func aCallThatTriesAloneAndGetsNoAnswerLetsAnotherTry() {
    var chance = Chance(seed: 1)
    var pacer = Pacer(limits: ProviderLimits(concurrency: 4), backoff: RetryPolicy(base: 1, cap: 60))
    pacer.throttled(pacer.started(now: 0), now: 1, asked: 2, using: &chance)
    pacer.unanswered(pacer.started(now: 3))
    #expect(pacer.wait(now: 4) == 0)
  }

  @Test func aLearntRateRisesSlowlyAndNotAboveTheStatedOne() {
    var chance = Chance(seed: 1)
    let limits = ProviderLimits(concurrency: 4, callsPerSecond: 10, burst: 1)
    var pacer = Pacer(limits: limits, backoff: RetryPolicy(base: 1, cap: 60))
    let calls = [pacer.started(now: 0), pacer.started(now: 0.5)]
    for call in calls { pacer.throttled(call, now: 1, asked: 1, using: &chance) }
    pacer.accepted(pacer.started(now: 2), now: 2)
    let learnt = pacer.rate ?? .infinity
    #expect(learnt < 1)
    for second in 3..<32 { pacer.accepted(1_000 + second, now: Double(second)) }
    #expect(pacer.rate == learnt)
    for second in 32..<2_000 { pacer.accepted(1_000 + second, now: Double(second)) }
    #expect(pacer.rate == 9.8)
  }
}
