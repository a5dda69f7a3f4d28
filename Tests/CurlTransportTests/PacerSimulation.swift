import OEMAdapterKit

@testable import CurlTransport

/// A provider's limiter and a pacer in front of it, in simulated time.
struct PacerSimulation {
  enum Verdict {
    case accepted
    case throttled(retryAfter: Double?)
  }

  var pacer: Pacer
  var chance: Chance
  var concurrency: Int
  var latency: Double
  /// The limiter: asked at the time a call arrives.
  var limiter: (_ time: Double, _ chance: inout Chance) -> Verdict

  private(set) var starts: [Double] = []
  private(set) var throttles = 0
  private(set) var accepted = 0
  private(set) var startsInPause = 0
  private var now: Double = 100
  private var ends: [(time: Double, call: Int, verdict: Verdict)] = []

  init(
    limits: ProviderLimits, latency: Double, seed: UInt64, limiter: @escaping (Double, inout Chance) -> Verdict
  ) {
    pacer = Pacer(limits: limits, backoff: RetryPolicy(base: 1, cap: 60))
    chance = Chance(seed: seed)
    concurrency = limits.concurrency
    self.latency = latency
    self.limiter = limiter
  }

  /// Runs until so many calls were accepted, or nothing can ever happen again.
  /// - Returns: seconds it took.
  mutating func run(accepting count: Int) -> Double {
    let begin = now
    while accepted < count {
      startWhatMay()
      guard let next = nextEvent() else { break }
      now = next
      finishDue()
    }
    return now - begin
  }

  private mutating func startWhatMay() {
    while ends.count < concurrency, pacer.wait(now: now) == 0 {
      if now < pacer.pausedUntil { startsInPause += 1 }
      let call = pacer.started(now: now)
      starts.append(now)
      let verdict = limiter(now + latency / 2, &chance)
      ends.append((now + latency * Double.random(in: 0.9...1.1, using: &chance), call, verdict))
    }
  }

  private mutating func nextEvent() -> Double? {
    let wait = ends.count < concurrency ? pacer.wait(now: now) : .infinity
    let start = wait.isFinite ? now + max(wait, 1e-9) : Double.infinity
    let next = min(start, ends.map(\.time).min() ?? .infinity)
    return next.isFinite ? next : nil
  }

  private mutating func finishDue() {
    for end in ends where end.time <= now {
      switch end.verdict {
      case .accepted:
        accepted += 1
        pacer.accepted(end.call, now: now)
      case .throttled(let asked):
        throttles += 1
        pacer.throttled(end.call, now: now, asked: asked, using: &chance)
      }
    }
    ends.removeAll { $0.time <= now }
  }
}

/// A token bucket as a provider has one.
final class BucketLimiter {
  private let rate: Double
  private let burst: Double
  private let saysWhen: Bool
  private var tokens: Double
  private var at: Double = 100

  init(rate: Double, burst: Double, saysWhen: Bool) {
    self.rate = rate
    self.burst = burst
    self.saysWhen = saysWhen
    tokens = burst
  }

  func judge(_ time: Double) -> PacerSimulation.Verdict {
    tokens = min(burst, tokens + max(0, time - at) * rate)
    at = max(at, time)
    guard tokens >= 1 else { return .throttled(retryAfter: saysWhen ? ((1 - tokens) / rate).rounded(.up) : nil) }
    tokens -= 1
    return .accepted
  }
}

/// So many calls per minute, counted from the full minute.
final class WindowLimiter {
  private let most: Int
  private var window = 0.0
  private var count = 0

  init(mostPerMinute: Int) { most = mostPerMinute }

  func judge(_ time: Double) -> PacerSimulation.Verdict {
    let current = (time / 60).rounded(.down)
    if current != window {
      window = current
      count = 0
    }
    guard count < most else { return .throttled(retryAfter: (60 * (current + 1) - time).rounded(.up)) }
    count += 1
    return .accepted
  }
}
