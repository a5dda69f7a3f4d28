/// Stops calling a provider that only fails. It opens when a retry was refused for lack of budget while nothing succeeded
/// lately; after a pause one read may try, never an effectful call, and its end decides.
struct Circuit: Hashable, Sendable {
  enum Leave: Hashable {
    case go
    /// Nothing may start; seconds until a read may try.
    case refused(Double)
    /// One read may try now; everything else waits for it.
    case probe
    /// A read is trying; wait for its end.
    case wait
  }

  private enum State: Hashable {
    case closed
    case open(until: Double)
    case trying
  }

  private var state = State.closed
  private var failuresInARow = 0
  private var pause: Double
  private let firstPause: Double
  private let longestPause: Double
  private let failuresToOpen: Int

  init(failuresToOpen: Int, firstPause: Double, longestPause: Double) {
    self.failuresToOpen = failuresToOpen
    self.firstPause = firstPause
    self.longestPause = longestPause
    pause = firstPause
  }

  var isClosed: Bool { state == .closed }

  func leave(now: Double) -> Leave {
    switch state {
    case .closed: .go
    case .open(let until): now < until ? .refused(until - now) : .probe
    case .trying: .wait
    }
  }

  mutating func probeStarted() { state = .trying }

  mutating func succeeded() {
    state = .closed
    failuresInARow = 0
    pause = firstPause
  }

  /// A send failed in a way that may be gone the next time.
  mutating func failed(now: Double) {
    failuresInARow += 1
    guard state == .trying else { return }
    pause = min(longestPause, pause * 2)
    state = .open(until: now + pause)
  }

  /// A retry was refused for lack of budget.
  mutating func budgetEmpty(now: Double) {
    guard state == .closed, failuresInARow >= failuresToOpen else { return }
    state = .open(until: now + pause)
  }

  /// The read that tried ended without telling anything, for example because it was cancelled.
  mutating func probeAbandoned(now: Double) {
    if state == .trying { state = .open(until: now) }
  }
}
