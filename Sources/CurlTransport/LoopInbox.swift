import CCurl
import Glibc
import Synchronization

/// What another thread writes to and the loop's thread sleeps on. Belongs to the inbox; closed with it.
struct WakeUp: Sendable {
  let socket: Int32

  /// Nil when this machine gives no more descriptors.
  init?() {
    socket = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    guard socket >= 0 else { return nil }
  }

  func ring() {
    var one: UInt64 = 1
    _ = write(socket, &one, MemoryLayout<UInt64>.size)
  }

  func silence() {
    var count: UInt64 = 0
    _ = read(socket, &count, MemoryLayout<UInt64>.size)
  }

  func close() { _ = Glibc.close(socket) }
}

/// What other threads leave for the loop's thread. The lock is held for a few instructions only, never across a wait.
final class LoopInbox: Sendable {
  struct News {
    var submissions: [Submission] = []
    /// Parts of tasks that run on the loop's thread.
    var jobs: [UnownedJob] = []
    /// Whether a ticket was cancelled since the last look.
    var anyCancelled = false
    var isClosing = false

    var isNothing: Bool { submissions.isEmpty && jobs.isEmpty && !anyCancelled && !isClosing }
  }

  private struct State {
    var news = News()
    var isClosed = false
    /// Whether the loop's thread looks in again before it sleeps, so that nobody has to wake it.
    var isAwake = true
    /// Whether the loop's thread never looks in again.
    var isOver = false
  }

  private let state = Mutex(State())
  let wakeUp: WakeUp

  init(_ wakeUp: WakeUp) { self.wakeUp = wakeUp }

  deinit { wakeUp.close() }

  /// - Returns: false when the transport is shut down: the caller keeps the continuation.
  func submit(_ submission: Submission) -> Bool {
    leave {
      guard !$0.isClosed else { return false }
      $0.news.submissions.append(submission)
      return true
    }
  }

  /// - Returns: false when the loop's thread has ended: the caller keeps the job.
  func submit(_ job: UnownedJob) -> Bool {
    leave {
      guard !$0.isOver else { return false }
      $0.news.jobs.append(job)
      return true
    }
  }

  func noteCancelled() {
    _ = leave {
      $0.news.anyCancelled = true
      return true
    }
  }

  func close() {
    _ = leave {
      $0.isClosed = true
      $0.news.isClosing = true
      return true
    }
  }

  /// What was left since the last time; nil for nothing.
  func take() -> News? {
    state.withLock { state in
      guard !state.news.isNothing else { return nil }
      defer { state.news = News() }
      return state.news
    }
  }

  /// Asked by the loop's thread before it sleeps: from then on whoever leaves something wakes it.
  /// - Returns: false when something was left meanwhile.
  func mayRest() -> Bool {
    state.withLock { state in
      guard state.news.isNothing else { return false }
      state.isAwake = false
      return true
    }
  }

  /// Told by the loop's thread when it goes on.
  /// - Parameter isRung: whether it was woken by `wakeUp`.
  func awoke(isRung: Bool) {
    if isRung { wakeUp.silence() }
    state.withLock { $0.isAwake = true }
  }

  /// Told by the loop's thread before it ends.
  /// - Returns: false when something was left meanwhile.
  func end() -> Bool {
    state.withLock { state in
      guard state.news.isNothing else { return false }
      state.isOver = true
      return true
    }
  }

  private func leave(_ change: (inout State) -> Bool) -> Bool {
    let (isTaken, mustWake) = state.withLock { state in
      guard change(&state) else { return (false, false) }
      defer { state.isAwake = true }
      return (true, !state.isAwake)
    }
    if mustWake { wakeUp.ring() }
    return isTaken
  }
}
