import OEMAdapterKit

/// When the next call to one provider may start. A token bucket where the rate is known or learnt; a 429 pauses the whole
/// provider, after which one call tries alone. A pure value: time comes in as seconds on a clock that never jumps.
///
/// Learning is from evidence only: at recovery, the provider accepted so many calls between the window's start and now, so
/// that is a rate it accepts. One 429 among many accepted calls is a shed load, not a rate, and cuts nothing.
struct Pacer: Sendable {
  private(set) var rate: Double?
  private(set) var pausedUntil: Double = -.infinity
  private let ceiling: Double?
  private let burst: Double
  private let backoff: RetryPolicy
  private var tokens: Double
  private var filledAt: Double?
  private var window = Window()
  private var throttle: Throttle?
  private var raisedAt: Double = 0

  /// The share of a stated rate that is used: at 1.00 every clock difference is a 429.
  static let margin = 0.98
  /// Calls per second below which nothing learnt may push a provider.
  static let lowestRate = 1.0 / 120
  /// Seconds without a 429 after which a learnt rate is raised by a twentieth.
  static let raiseEvery: Double = 15
  /// Seconds without a call after which earlier calls say nothing about the rate.
  static let forgetAfter: Double = 10

  /// - Parameter backoff: the pauses after a 429 that names none.
  init(limits: ProviderLimits, backoff: RetryPolicy) {
    ceiling = limits.callsPerSecond.map { max($0 * Pacer.margin, Pacer.lowestRate) }
    rate = ceiling
    burst = Double(max(1, limits.burst))
    tokens = burst
    self.backoff = backoff
  }

  /// Seconds until a call may start: 0 for now, infinity for "when the call that is trying has ended".
  mutating func wait(now: Double) -> Double {
    if now < pausedUntil { return pausedUntil - now }
    if let throttle, throttle.probe != nil { return .infinity }
    guard let rate else { return 0 }
    fill(rate, now: now)
    return tokens >= 1 ? 0 : (1 - tokens) / rate
  }

  mutating func started(now: Double) {
    if rate != nil { tokens -= 1 }
    if throttle != nil { throttle?.probe = now }
    window.started(now: now, learning: throttle != nil)
  }

  /// The provider answered with anything but 429.
  mutating func accepted(startedAt: Double, now: Double) {
    window.accepted += 1
    guard let current = throttle else { return raise(now: now) }
    if startedAt <= current.began {
      if startedAt >= current.firstStart { throttle?.acceptedLater += 1 }
    } else {
      if current.isRate { learn(now: now) }
      throttle = nil
      window = Window(startedAt: now)
    }
  }

  /// The provider answered 429.
  /// - Parameter asked: what its `Retry-After` said, in seconds.
  mutating func throttled(
    startedAt: Double, now: Double, asked: Double?, using chance: inout some RandomNumberGenerator
  ) {
    raisedAt = now
    var current = throttle ?? Throttle(firstStart: startedAt, began: now)
    current.count += 1
    if throttle != nil, startedAt > current.began {
      current.streak += 1
      current.began = now
      current.probe = nil
    }
    throttle = current
    let own = backoff.pause(after: current.streak, using: &chance) / 2 + backoff.ceiling(after: current.streak) / 2
    let pause = asked.map { $0 > 0 ? $0 : own } ?? own
    pausedUntil = max(pausedUntil, now + min(pause, RetryAfter.longest))
  }

  /// A call ended without an answer: it says nothing about the rate, but another may try.
  mutating func unanswered(startedAt: Double) {
    if throttle?.probe == startedAt { throttle?.probe = nil }
  }

  private mutating func fill(_ rate: Double, now: Double) {
    tokens = min(burst, tokens + max(0, now - (filledAt ?? now)) * rate)
    filledAt = now
  }

  private mutating func learn(now: Double) {
    guard let start = window.startedAt, now > start else { return }
    let seen = Double(window.accepted) / (now - start) * Pacer.margin
    rate = max(Pacer.lowestRate, min(seen, rate.map { $0 * 0.95 } ?? seen))
    tokens = 0
    filledAt = now
    raisedAt = now
  }

  private mutating func raise(now: Double) {
    guard let current = rate, now - raisedAt >= Pacer.raiseEvery else { return }
    raisedAt = now
    rate = min(current * 1.05, ceiling ?? .infinity)
  }
}

/// The calls a rate is learnt from.
private struct Window: Sendable {
  var startedAt: Double?
  var accepted = 0
  private var lastStart: Double?

  init(startedAt: Double? = nil) { self.startedAt = startedAt }

  mutating func started(now: Double, learning: Bool) {
    if !learning, let lastStart, now - lastStart > Pacer.forgetAfter { self = Window() }
    if startedAt == nil { startedAt = now }
    lastStart = now
  }
}

/// From the first 429 until a call is accepted again.
private struct Throttle: Sendable {
  /// When the first refused call was started.
  var firstStart: Double
  /// When the latest pause was decided.
  var began: Double
  /// Refused calls, and calls started after the first refused one that were accepted nevertheless.
  var count = 0
  var acceptedLater = 0
  /// Pauses in a row.
  var streak = 1
  /// When the call that tries alone was started.
  var probe: Double?

  init(firstStart: Double, began: Double) {
    self.firstStart = firstStart
    self.began = began
  }

  var isRate: Bool { count >= 2 && count >= acceptedLater }
}
