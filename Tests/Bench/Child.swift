import FoundationEssentials
import Glibc

/// What a finished process used: wall time, its own processor time and its largest resident memory, as the kernel counted
/// them for it alone (wait4). Nothing of the simulators or of this program is in them.
struct Usage {
  var wall: Double
  var cpu: Double
  var peakBytes: Int
  var status: Int32
}

/// A process that this program started.
struct Child {
  let pid: pid_t
  private let started: Double

  /// - Parameters:
  ///   - output: where its stdout goes, as a file path; nil throws it away.
  ///   - talk: the same for stderr.
  init(_ command: [String], environment: [String: String] = [:], output: String? = nil, talk: String? = nil) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    let flags = O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&actions, 1, output ?? "/dev/null", flags, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, talk ?? "/dev/null", flags, 0o600)
    let names = Self.surroundings(environment)
    var pid: pid_t = 0
    started = clock(CLOCK_MONOTONIC)
    let code = withStrings(command) { arguments in
      withStrings(names) { posix_spawnp(&pid, command[0], &actions, nil, arguments, $0) }
    }
    guard code == 0 else {
      throw BenchProblem("\(command[0]) could not be started: \(String(cString: strerror(code)))")
    }
    self.pid = pid
  }

  private static func surroundings(_ extra: [String: String]) -> [String] {
    var all = ProcessInfo.processInfo.environment
    all["SWIFT_BACKTRACE"] = "enable=no"
    for (name, value) in extra { all[name] = value }
    return all.map { "\($0.key)=\($0.value)" }
  }

  /// Waits for its end.
  func wait() -> Usage {
    var status: Int32 = 0
    var usage = rusage()
    while wait4(pid, &status, 0, &usage) < 0 && errno == EINTR {}
    return Usage(
      wall: clock(CLOCK_MONOTONIC) - started, cpu: seconds(usage.ru_utime) + seconds(usage.ru_stime),
      peakBytes: usage.ru_maxrss * 1024, status: status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F))
  }

  func signal(_ number: Int32) { kill(pid, number) }

  /// Runs a command to its end; any status outside `expecting` is an error, because a figure taken from a run that failed
  /// says nothing.
  static func run(
    _ command: [String], environment: [String: String] = [:], output: String? = nil, expecting: Set<Int32> = [0]
  ) throws -> Usage {
    let talk = (output ?? temporary("talk")) + ".stderr"
    let usage = try Child(command, environment: environment, output: output, talk: talk).wait()
    guard expecting.contains(usage.status) else {
      let words = (try? String(contentsOfFile: talk, encoding: .utf8)) ?? ""
      throw BenchProblem("\(command.joined(separator: " ")) ended with \(usage.status): \(words.suffix(600))")
    }
    unlink(talk)
    return usage
  }
}

/// Why a figure could not be taken.
struct BenchProblem: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// Seconds on one of the system's clocks.
func clock(_ id: clockid_t) -> Double {
  var time = timespec()
  clock_gettime(id, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// A fresh name in the system's temporary folder.
func temporary(_ word: String) -> String { "/tmp/handover-bench-\(getpid())-\(word)-\(UInt32.random(in: 0 ... .max))" }

private func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }

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
