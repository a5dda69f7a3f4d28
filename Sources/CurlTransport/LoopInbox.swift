import CCurl
import Synchronization

/// The multi handle as other threads may hold it: for `curl_multi_wakeup`, the one multi call that is safe from any thread.
struct MultiHandle: @unchecked Sendable {
  let multi: UnsafeMutableRawPointer
}

/// What other threads leave for the loop's thread. The lock is held for a few instructions only, never across a wait.
final class LoopInbox: Sendable {
  struct News {
    var submissions: [Submission] = []
    /// Whether a ticket was cancelled since the last look.
    var anyCancelled = false
    var isClosing = false
  }

  private struct State {
    var news = News()
    var isAwake = false
    /// Set by the loop's thread before it lets go of the multi handle.
    var isOver = false
  }

  private let state = Mutex(State())
  private let handle: MultiHandle

  init(_ handle: MultiHandle) { self.handle = handle }

  /// - Returns: false when the transport is shut down: the caller keeps the continuation.
  func submit(_ submission: Submission) -> Bool {
    leave {
      guard !$0.news.isClosing else { return false }
      $0.news.submissions.append(submission)
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
      $0.news.isClosing = true
      return true
    }
  }

  func take() -> News {
    state.withLock { state in
      defer {
        state.news = News(isClosing: state.news.isClosing)
        state.isAwake = false
      }
      return state.news
    }
  }

  /// After this no other thread touches the multi handle.
  func end() {
    state.withLock { $0.isOver = true }
  }

  private func leave(_ change: (inout State) -> Bool) -> Bool {
    state.withLock { state in
      guard change(&state) else { return false }
      if !state.isAwake, !state.isOver {
        state.isAwake = true
        curl_multi_wakeup(handle.multi)
      }
      return true
    }
  }
}
