import Foundation
import Glibc

/// A process that this program started, with its output in files. It is ended by its own id and never by name.
final class Child {
  let pid: pid_t
  private var ended: Int32?

  /// - Parameters:
  ///   - output: where stdout goes; nil throws it away.
  ///   - talk: the same for stderr.
  init(_ command: [String], output: String? = nil, talk: String? = nil) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    let flags = O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&actions, 1, output ?? "/dev/null", flags, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, talk ?? "/dev/null", flags, 0o600)
    var names = ProcessInfo.processInfo.environment
    names["SWIFT_BACKTRACE"] = "enable=no"
    var pid: pid_t = 0
    let code = withStrings(command) { arguments in
      withStrings(names.map { "\($0.key)=\($0.value)" }) {
        posix_spawnp(&pid, command[0], &actions, nil, arguments, $0)
      }
    }
    guard code == 0 else {
      throw ChaosProblem("\(command[0]) could not be started: \(String(cString: strerror(code)))")
    }
    self.pid = pid
  }

  /// The exit status, or 128 and the number of the signal that ended it; nil while it runs.
  func poll() -> Int32? {
    if let ended { return ended }
    var status: Int32 = 0
    guard waitpid(pid, &status, WNOHANG) == pid else { return nil }
    return end(status)
  }

  func wait() -> Int32 {
    if let ended { return ended }
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
    return end(status)
  }

  /// Waits for so many seconds at most; nil when it still runs then.
  func wait(atMost seconds: Double) -> Int32? {
    let limit = now() + seconds
    while now() < limit {
      if let status = poll() { return status }
      usleep(2_000)
    }
    return poll()
  }

  /// Ends it with a signal, once: a process that has ended is left alone, its id may be another's by now.
  func signal(_ number: Int32) { if ended == nil { kill(pid, number) } }

  private func end(_ status: Int32) -> Int32 {
    let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    ended = code
    return code
  }
}

/// Seconds since 1970 by the machine's clock, which is the simulators' and the product's too.
func now() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

private func withStrings<Result>(
  _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  var pointers = strings.map { strdup($0) } + [nil]
  defer { for pointer in pointers { free(pointer) } }
  return pointers.withUnsafeMutableBufferPointer { buffer in
    guard let base = buffer.baseAddress else { preconditionFailure("the list has its closing nil") }
    return body(base)
  }
}
