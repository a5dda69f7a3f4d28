import Dispatch
import Foundation
import GRDB
import Synchronization

/// One thing a caller wants written.
struct LedgerJob: Sendable {
  /// Writes, and returns how to tell the caller once it is durable. It looks before it writes: a `LedgerProblem` thrown
  /// before the first row refuses this job alone.
  var perform: @Sendable (LedgerTransaction) throws -> @Sendable () -> Void
  /// Tells the caller that it failed; nil when nobody waits, and then a failure stops the ledger.
  var fail: (@Sendable (LedgerProblem) -> Void)?
}

/// Group commit: one thread takes everything that waits, commits it once, and tells everybody. While one commit runs, the
/// next group gathers by itself. What nobody waits for gathers for a moment more, and goes with the next job somebody waits
/// for: without that, half the commits of a run hold one row. In busy times commits keep a distance, because most of a
/// commit's cost is the commit, not the rows.
///
/// A commit that fails stops the writer for good. The kernel may have dropped the pages that could not be written, so a
/// second fsync that "succeeds" proves nothing (performance and reliability, 6.3); only reading the file again does.
final class LedgerWriter: Sendable {
  private struct Waiting {
    var jobs: [LedgerJob] = []
    /// How long they may gather.
    var until = DispatchTime.distantFuture
    /// Nothing is committed before.
    var earliest = DispatchTime(uptimeNanoseconds: 1)
    var closed = false

    /// When they are to be committed; nil for at once, or when there are none.
    var due: DispatchTime? { closed || jobs.isEmpty ? nil : max(until, earliest) }

    /// - Returns: whether they are due sooner now.
    mutating func add(_ job: LedgerJob, at now: DispatchTime) -> Bool {
      jobs.append(job)
      let end = job.fail == nil ? now + LedgerWriter.gathering : now
      defer { until = min(until, end) }
      return end < until
    }

    mutating func take() -> [LedgerJob] {
      defer { (jobs, until) = ([], .distantFuture) }
      return jobs
    }
  }

  /// How long rows that nobody waits for may gather. A run that dies meanwhile has lost what it could have lost before: a
  /// result without which an intent reads as "may have been done".
  private static let gathering = DispatchTimeInterval.milliseconds(3)
  /// How many commits after one that several waited for times are still busy.
  private static let memory = 4
  /// How far apart commits are in busy times. Longer saves more of them, and delays endings and what is known about them.
  private static let pace = DispatchTimeInterval.milliseconds(5)

  /// Whether the ledger was stopped, and by what.
  let latch: LedgerLatch
  /// Commits and rows of this process.
  let counters = Mutex(LedgerCounters())
  private let faults: LedgerFaults
  private let waiting = Mutex(Waiting())
  private let bell = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)

  /// The lock is let go when the thread ends, not before: as long as it writes, nobody else may.
  init(_ queue: DatabaseQueue, lock: LedgerLock, from tip: LedgerTip, latch: LedgerLatch, faults: LedgerFaults) {
    self.latch = latch
    self.faults = faults
    let thread = Thread { [self] in
      run(queue, from: tip)
      lock.release()
      ended.signal()
    }
    thread.name = "ledger"
    thread.start()
  }

  /// Puts a job behind those that wait already.
  func put(_ job: LedgerJob) {
    let now = DispatchTime.now()
    let (ring, refused) = waiting.withLock { waiting in
      waiting.closed ? (false, true) : (waiting.add(job, at: now), false)
    }
    if refused { job.fail?(.closed) }
    if ring { bell.signal() }
  }

  /// Writes what waits, then ends the thread. Later jobs are refused.
  func close() {
    waiting.withLock { $0.closed = true }
    bell.signal()
  }

  /// Returns when the thread has ended; after `close` only.
  func waitUntilEnded() {
    ended.wait()
    ended.signal()
  }

  private func run(_ queue: DatabaseQueue, from tip: LedgerTip) {
    var tip = tip
    let histories = LedgerHistoryEnds()
    var sinceShared = Self.memory
    while true {
      bell.wait()
      gather()
      let (jobs, closed) = waiting.withLock { ($0.take(), $0.closed) }
      if !jobs.isEmpty { tip = commit(jobs, to: queue, at: tip, histories) }
      if closed { return }
      sinceShared = jobs.count(where: { $0.fail != nil }) > 1 ? 0 : sinceShared + 1
      if sinceShared < Self.memory { waiting.withLock { $0.earliest = .now() + Self.pace } }
    }
  }

  /// Returns when what waits is due. The bell rings meanwhile for whoever is in more haste, and at the end.
  private func gather() {
    while let due = waiting.withLock({ $0.due }), due > .now() {
      if bell.wait(timeout: due) == .timedOut { return }
    }
  }

  /// Commits the group and tells its callers; returns what the next group starts from.
  private func commit(
    _ jobs: [LedgerJob], to queue: DatabaseQueue, at tip: LedgerTip, _ histories: LedgerHistoryEnds
  ) -> LedgerTip {
    if let problem = latch.problem {
      for job in jobs { job.fail?(problem) }
      return tip
    }
    var answers: [@Sendable () -> Void] = []
    answers.reserveCapacity(jobs.count)
    var next = tip
    var rows = 0
    let number = counters.withLock { $0.commits + 1 }
    do {
      try queue.inTransaction(.immediate) { database in
        let transaction = LedgerTransaction(database, tip, histories: histories)
        for job in jobs { answers.append(try perform(job, in: transaction)) }
        rows = transaction.rows
        guard rows > 0 else { return .rollback }
        try transaction.finish()
        next = transaction.tip
        try faults.beforeCommit?(number)
        return .commit
      }
    } catch {
      let problem = latch.stop(error)
      for job in jobs { job.fail?(problem) }
      return tip
    }
    if rows > 0 {
      counters.withLock { $0.add(rows: rows) }
      faults.afterCommit?(number)
    }
    for answer in answers { answer() }
    return next
  }

  /// How to tell this job's caller; a job that was refused before it wrote anything is told so and disturbs nobody.
  private func perform(_ job: LedgerJob, in transaction: LedgerTransaction) throws -> @Sendable () -> Void {
    let before = transaction.rows
    do {
      return try job.perform(transaction)
    } catch let problem as LedgerProblem where transaction.rows == before {
      guard let fail = job.fail else { throw problem }
      return { fail(problem) }
    }
  }
}

/// How much a process has written.
package struct LedgerCounters: Hashable, Sendable {
  /// Durable commits; the journal and the file are synchronised a fixed number of times for each.
  package var commits = 0
  /// Events, handovers, certificates and status indices in them.
  package var rows = 0

  mutating func add(rows more: Int) {
    commits += 1
    rows += more
  }
}

/// Remembers the first failed write. Once set it stays set: nothing is retried.
final class LedgerLatch: Sendable {
  private let first = Mutex<LedgerProblem?>(nil)

  var problem: LedgerProblem? { first.withLock { $0 } }

  /// Throws what stopped the ledger, if something did.
  func check() throws {
    if let problem { throw problem }
  }

  /// Stops the ledger, and returns what stopped it first.
  func stop(_ error: any Error) -> LedgerProblem {
    first.withLock { first in
      let problem = first ?? LedgerProblem.stopped(by: error)
      first = problem
      return problem
    }
  }
}
