/// How often and how patiently the transport itself sends again what is safe to send again. Seconds throughout.
package struct RetryPolicy: Hashable, Sendable {
  /// Sends of one request, the first included.
  package var attempts: Int
  /// The longest first pause.
  package var base: Double
  /// The longest pause of all.
  package var cap: Double

  package init(attempts: Int = 4, base: Double = 0.1, cap: Double = 10) {
    self.attempts = attempts
    self.base = base
    self.cap = cap
  }

  /// Statuses that may be gone the next time. 429 is among them, but its pause is the pacer's.
  static let transientStatuses: Set<Int> = [429, 500, 502, 503, 504]

  /// Exponential with full jitter: anywhere between nothing and base x 2^(attempt - 1), at most the cap (AWS Architecture
  /// Blog, "Exponential Backoff And Jitter").
  /// - Parameter attempt: the number of the send that failed, from 1.
  func pause(after attempt: Int, using chance: inout some RandomNumberGenerator) -> Double {
    Double.random(in: 0...1, using: &chance) * ceiling(after: attempt)
  }

  func ceiling(after attempt: Int) -> Double {
    var ceiling = max(0, base)
    for _ in 1..<max(1, min(attempt, 64)) where ceiling < cap { ceiling *= 2 }
    return min(ceiling, cap)
  }
}

/// How many retries a provider's requests have earned (Finagle's retry budget): each first send earns a share, each retry
/// costs one, and a small minimum lets a short run retry at all.
struct RetryBudget: Hashable, Sendable {
  private(set) var tokens: Double
  private let share: Double
  private let most: Double

  init(share: Double, minimum: Double) {
    self.share = share
    tokens = minimum
    most = max(minimum, 10 * minimum)
  }

  mutating func earn() { tokens = min(most, tokens + share) }

  /// - Returns: false when the budget is empty; nothing is taken then.
  mutating func spend() -> Bool {
    guard tokens >= 1 else { return false }
    tokens -= 1
    return true
  }
}
