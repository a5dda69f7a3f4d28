import OEMAdapterKit

/// One provider's queue, pacer, budget and circuit. Nothing in it knows of another provider. Lives on the loop's thread only.
final class Lane {
  enum Step {
    case start(Job, isProbe: Bool)
    case refuse(Job, TransportFailure)
  }

  let limits: ProviderLimits
  var inFlight = 0
  private(set) var queue = JobQueue()
  private let options: TransportOptions
  private var pacer: Pacer
  private var budget: RetryBudget
  private var circuit: Circuit
  private var throttlesInARow = 0

  init(limits: ProviderLimits, options: TransportOptions) {
    self.limits = limits
    self.options = options
    pacer = Pacer(limits: limits, backoff: options.throttlePause)
    budget = RetryBudget(share: options.retryShare, minimum: options.retryMinimum)
    circuit = Circuit(
      failuresToOpen: options.failuresToOpen, firstPause: options.circuitPause,
      longestPause: options.circuitLongestPause)
  }

  func append(_ job: Job) { queue.append(job) }

  func removeWaiting(where isGone: (Job) -> Bool) -> [Job] { queue.remove(where: isGone) }

  /// What is to be done now, one job at a time; nil when nothing may start.
  func next(now: Double) -> Step? {
    guard inFlight < max(1, limits.concurrency), let due = queue.firstDue(now: now), due <= now else { return nil }
    switch circuit.leave(now: now) {
    case .refused(let seconds): return queue.popDue(now: now).map { .refuse($0, .circuitOpen(seconds)) }
    case .wait: return nil
    case .go, .probe: break
    }
    let wait = pacer.wait(now: now)
    guard wait == 0 else {
      guard wait.isFinite, wait > options.deadline else { return nil }
      return queue.popDue(now: now).map { .refuse($0, .paused(wait)) }
    }
    guard circuit.isClosed else { return probe(now: now) }
    return queue.popDue(now: now).map { .start($0, isProbe: false) }
  }

  /// Only a read may try whether the provider is back.
  private func probe(now: Double) -> Step? {
    if let read = queue.popDueRead(now: now) {
      circuit.probeStarted()
      return .start(read, isProbe: true)
    }
    return queue.popDue(now: now).map { .refuse($0, .circuitOpen(options.circuitPause)) }
  }

  /// - Returns: the call's number for the pacer.
  func started(_ job: Job, now: Double) -> Int {
    inFlight += 1
    job.sends += 1
    if job.sends == 1 {
      budget.earn()
      job.deadline = now + options.deadline
    }
    return pacer.started(now: now)
  }

  /// Seconds until `next` may have something to do; nil when only the end of a send can change that.
  func wait(now: Double) -> Double? {
    guard inFlight < max(1, limits.concurrency), let due = queue.firstDue(now: now) else { return nil }
    if case .wait = circuit.leave(now: now) { return nil }
    let wait = max(due - now, pacer.wait(now: now))
    return wait.isFinite ? max(0, wait) : nil
  }

  /// Learns from the end of a send.
  func observe(_ outcome: SendOutcome, of send: Send, now: Double, using chance: inout Chance) {
    inFlight -= 1
    switch outcome {
    case .answer(let response) where response.status == 429:
      throttlesInARow += 1
      circuit.succeeded()
      let asked = RetryAfter(
        response.header("Retry-After"), date: response.header("Date"), wallClock: wallClock())
      pacer.throttled(send.call, now: now, asked: asked?.seconds, using: &chance)
    case .answer(let response):
      throttlesInARow = 0
      pacer.accepted(send.call, now: now)
      if RetryPolicy.transientStatuses.contains(response.status) {
        circuit.failed(now: now)
      } else {
        circuit.succeeded()
      }
    case .failure(_, let isTransient):
      pacer.unanswered(send.call)
      if isTransient || send.isProbe { circuit.failed(now: now) }
    }
  }

  /// A send was broken off by ourselves: nobody waits for it any more, or it could not begin.
  func abandoned(_ send: Send, now: Double) {
    inFlight -= 1
    pacer.unanswered(send.call)
    if send.isProbe { circuit.probeAbandoned(now: now) }
  }

  /// Puts a job back for another send, if it is safe, worth it, affordable and in time.
  /// - Returns: false when its latest outcome is its end.
  func keep(_ job: Job, now: Double, using chance: inout Chance) -> Bool {
    guard job.request.isRepeatable, !job.ticket.isCancelled, job.sends < options.retry.attempts,
      let pause = pauseBeforeAgain(job, using: &chance),
      max(now + pause, pacer.pausedUntil) < job.deadline, canAfford(job, now: now)
    else { return false }
    job.notBefore = now + pause
    queue.appendAgain(job)
    return true
  }

  /// A failure before anything was sent is worth another try by whoever planned the request: it says after how long.
  func advised(_ outcome: SendOutcome, using chance: inout Chance) -> SendOutcome {
    guard case .failure(var failure, isTransient: true) = outcome, failure.kind == .notSent else { return outcome }
    failure.retryAfter = options.retry.pause(after: 1, using: &chance)
    return .failure(failure, isTransient: true)
  }

  private func pauseBeforeAgain(_ job: Job, using chance: inout Chance) -> Double? {
    switch job.latest {
    case .answer(let response) where response.status == 429: return 0
    case .answer(let response) where RetryPolicy.transientStatuses.contains(response.status):
      let asked = RetryAfter(response.header("Retry-After"), date: response.header("Date"), wallClock: wallClock())
      return max(asked?.seconds ?? 0, options.retry.pause(after: job.sends, using: &chance))
    case .failure(_, isTransient: true): return options.retry.pause(after: job.sends, using: &chance)
    default: return nil
    }
  }

  /// One round of 429s is free, for the pacer bounds it; whatever goes beyond is paid for like any retry.
  private func canAfford(_ job: Job, now: Double) -> Bool {
    if case .answer(let response) = job.latest, response.status == 429, throttlesInARow <= max(1, limits.concurrency) {
      return true
    }
    if budget.spend() { return true }
    circuit.budgetEmpty(now: now)
    return false
  }
}
