import Glibc
import Synchronization

/// Whether a person asked the run to stop. The first Ctrl-C (or SIGTERM) lets what is in flight finish and be recorded; a
/// second one ends the process at once, after which the same command goes on from the ledger.
package enum Drain {
  private static let asked = Atomic<Int>(0)

  /// Whether a stop was asked for.
  package static var isAsked: Bool { asked.load(ordering: .relaxed) > 0 }

  /// Begins to listen. A broken pipe is an error of the write, not the end of the process.
  package static func listen() {
    _ = isAsked
    signal(SIGPIPE, SIG_IGN)
    for number in [SIGINT, SIGTERM] {
      signal(number) { _ in
        if Drain.asked.add(1, ordering: .relaxed).newValue > 1 { _exit(ExitStatus.interrupted.rawValue) }
      }
    }
  }
}
