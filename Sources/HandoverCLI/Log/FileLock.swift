import Glibc

/// Lets one process at a time do something to files, across processes. The system gives it back when the process ends, however
/// it ends.
enum FileLock {
  /// Waits for its turn, and runs the body.
  ///
  /// - Parameter path: the lock's own file, which stays.
  static func hold<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
    let lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard lock >= 0 else { throw unusable(path) }
    // Unlocked and not only closed: a child that was forked meanwhile may hold the same open file.
    defer {
      flock(lock, LOCK_UN)
      close(lock)
    }
    while flock(lock, LOCK_EX) != 0 {
      guard errno == EINTR else { throw unusable(path) }
    }
    return try body()
  }

  private static func unusable(_ path: String) -> Complaint {
    Complaint(
      "log.lock", "\(path) cannot be locked: \(String(cString: strerror(errno)))",
      hint: "it must be a file that you may write to, on a disk of this machine", status: .unreadable)
  }
}
