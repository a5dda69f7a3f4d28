import FoundationEssentials
import Glibc
import StrictFormats
import Synchronization

/// Who holds a ledger.
package struct LedgerHolder: Hashable, Sendable {
  /// The number of the process.
  package var pid: Int32
  /// The name of the machine it runs on.
  package var host: String
  /// Since when, as `2026-11-22T14:03:09.120Z`.
  package var since: String
  /// What it is doing: `batch`.
  package var purpose: String
}

/// An exclusive `flock` on `<ledger>.lock`, held until it is released or the process ends in whatever way. The file stays:
/// removing it would let two processes lock two files of one name.
final class LedgerLock: Sendable {
  /// Nil once released.
  private let descriptor: Mutex<Int32?>

  init(of path: String, purpose: String) throws {
    let lockPath = path + ".lock"
    let descriptor = Glibc.open(lockPath, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw LedgerFile.failed("cannot be opened", lockPath, errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let error = errno
      defer { close(descriptor) }
      guard error == EWOULDBLOCK else { throw LedgerFile.failed("cannot be locked", lockPath, error) }
      throw Self.held(path, by: Self.holder(descriptor))
    }
    Self.write(LedgerHolder.me(purpose), to: descriptor)
    self.descriptor = Mutex(descriptor)
  }

  deinit { release() }

  /// Lets the next process in. Unlocked and not only closed: a child that was forked for another program and has not begun
  /// it yet holds the same open file.
  func release() {
    descriptor.withLock { descriptor in
      if let descriptor {
        flock(descriptor, LOCK_UN)
        close(descriptor)
      }
      descriptor = nil
    }
  }

  private static func held(_ path: String, by holder: LedgerHolder?) -> LedgerProblem {
    let who = holder.map {
      "process \($0.pid) on \(PlainText.shown($0.host)) since \($0.since) (\(PlainText.shown($0.purpose)))"
    }
    return LedgerProblem(
      "ledger.held", "the ledger \(path) is in use by \(who ?? "another process")",
      hint: "wait until it has finished, or end it: it can be resumed", holder: holder)
  }

  /// What the holder wrote about itself, or nil in the moment between its lock and its note.
  private static func holder(_ descriptor: Int32) -> LedgerHolder? {
    var bytes = [UInt8](repeating: 0, count: 1_024)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0, let note = try? StrictJSON.parse(Array(bytes[..<count])) else { return nil }
    guard let pid = note["pid"]?.integer, let host = note["host"]?.string, let since = note["since"]?.string,
      let purpose = note["purpose"]?.string
    else { return nil }
    return LedgerHolder(pid: Int32(truncatingIfNeeded: pid), host: host, since: since, purpose: purpose)
  }

  /// The note helps people and decides nothing, so a note that cannot be written stops nobody.
  private static func write(_ holder: LedgerHolder, to descriptor: Int32) {
    let note: JSONValue = .object([
      .init("pid", .integer(Int64(holder.pid))), .init("host", .string(holder.host)),
      .init("since", .string(holder.since)), .init("purpose", .string(holder.purpose)),
    ])
    let bytes = CanonicalJSON.bytes(note)
    guard ftruncate(descriptor, 0) == 0 else { return }
    _ = pwrite(descriptor, bytes, bytes.count, 0)
  }
}

extension LedgerHolder {
  /// This process, now.
  static func me(_ purpose: String) -> LedgerHolder {
    LedgerHolder(
      pid: getpid(), host: thisHost, since: UTC.instant(Date()),
      purpose: String(purpose.prefix(64)))
  }
}

/// The name of this machine, as gethostname(2) gives it.
private var thisHost: String {
  var name = [UInt8](repeating: 0, count: 256)
  let failed = name.withUnsafeMutableBytes { bytes in
    bytes.withMemoryRebound(to: CChar.self) { name in name.baseAddress.map { gethostname($0, name.count - 1) } != 0 }
  }
  return failed ? "unknown" : String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
}
