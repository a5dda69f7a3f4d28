import OEMAdapterKit

/// When the next call to one provider may start. A token bucket where the rate is known or learnt; a 429 pauses the whole
/// provider, after which one call tries alone. A pure value: time comes in as seconds on a clock that never jumps.
///
/// Learning is from evidence only. When a pause ends, the provider has accepted so many calls in so many seconds: that is a
/// rate it accepts. A single 429 among accepted calls is a shed load, not a rate, and cuts nothing.
struct Pacer: Sendable {
  /// Calls per second; nil while nothing is known.
  private(set) var rate: Double?
  private(set) var pausedUntil: Double = -.infinity
  private var isLearnt = false
  private let ceiling: Double?
  private let burst: Double
  private let backoff: RetryPolicy
  private var tokens: Double
  private var filledAt: Double?
  private var ordinal = 0
  private var window = Window()
  private var throttle: Throttle?
  /// When the rate last changed, and the calls accepted since.
  private var changedAt: Double = 0
  private var cleanCalls = 0

  /// The share of a stated rate that is used: at 1.00 every clock difference is a 429.
  static let margin = 0.98
  /// Calls per second below which nothing learnt may push a provider.
  static let lowestRate = 1.0 / 120
  /// A learnt rate is raised by a tenth after so many accepted calls in a row, and so many seconds.
  static let raiseAfter = (calls: 30, seconds: 2.0)
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

  /// Seconds until a call may start: 0 for now, infinity for "when the call that tries alone has ended".
  mutating func wait(now: Double) -> Double {
    if now < pausedUntil { return pausedUntil - now }
    if throttle?.probe != nil { return .infinity }
    guard let rate else { return 0 }
    tokens = min(burst, tokens + max(0, now - (filledAt ?? now)) * rate)
    filledAt = now
    return tokens >= 1 ? 0 : (1 - tokens) / rate
  }

  /// - Returns: the call's number, by which its end is reported.
  mutating func started(now: Double) -> Int {
    ordinal += 1
    if rate != nil { tokens -= 1 }
    if throttle != nil { throttle?.probe = ordinal }
    window.started(now: now, learning: throttle != nil)
    return ordinal
  }

  /// The provider answered with anything but 429.
  mutating func accepted(_ call: Int, now: Double) {
    window.accepted += 1
    guard let current = throttle else { return raise(now: now) }
    if call == current.probe {
      learn(from: current, now: now)
      throttle = nil
      window = Window(startedAt: now)
    } else if call > current.first {
      throttle?.acceptedLater += 1
    }
  }

  /// The provider answered 429.
  /// - Parameter asked: what its `Retry-After` said, in seconds.
  mutating func throttled(_ call: Int, now: Double, asked: Double?, using chance: inout some RandomNumberGenerator) {
    var current = throttle ?? Throttle(first: call)
    current.count += 1
    if call == current.probe {
      current.streak += 1
      current.probe = nil
    }
    throttle = current
    cleanCalls = 0
    changedAt = now
    pausedUntil = max(pausedUntil, now + pause(asked, after: current.streak, using: &chance))
  }

  /// A call ended without an answer: it says nothing about the rate, but another may try.
  mutating func unanswered(_ call: Int) {
    if call == throttle?.probe { throttle?.probe = nil }
  }

  /// What was asked, within reason; else the backoff, of which half is certain and half is chance.
  private func pause(_ asked: Double?, after streak: Int, using chance: inout some RandomNumberGenerator) -> Double {
    if let asked, asked > 0 { return min(asked, RetryAfter.longest) }
    return (backoff.ceiling(after: streak) + backoff.pause(after: streak, using: &chance)) / 2
  }

  private mutating func learn(from throttle: Throttle, now: Double) {
    guard throttle.isEvidence(again: isLearnt), let start = window.startedAt, now > start else { return }
    let seen = Double(window.accepted) / (now - start) * Pacer.margin
    if let rate, isLearnt {
      self.rate = throttle.count == 1 ? rate * 0.95 : min(max(seen, rate * 0.7), rate * 0.9)
    } else {
      rate = min(seen, rate.map { $0 * 0.9 } ?? seen)
    }
    rate = max(Pacer.lowestRate, rate ?? seen)
    isLearnt = true
    tokens = 0
    filledAt = now
    changedAt = now
  }

  private mutating func raise(now: Double) {
    guard isLearnt, let current = rate else { return }
    cleanCalls += 1
    guard cleanCalls >= Pacer.raiseAfter.calls, now - changedAt >= Pacer.raiseAfter.seconds else { return }
    cleanCalls = 0
    changedAt = now
    rate = min(current * 1.1, ceiling ?? .infinity)
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

/// From the first 429 until the call that tries alone is accepted.
private struct Throttle: Sendable {
  /// The number of the first refused call.
  var first: Int
  /// Refused calls, and later calls that were accepted nevertheless.
  var count = 0
  var acceptedLater = 0
  /// Pauses in a row.
  var streak = 1
  /// The call that tries alone.
  var probe: Int?

  init(first: Int) { self.first = first }

  /// Whether it shows a rate. Once one was found, a single 429 is enough to think again.
  func isEvidence(again: Bool) -> Bool {
    again ? count >= max(1, acceptedLater) : count >= max(2, 2 * acceptedLater)
  }
}
