import Glibc
import StrictFormats

/// The bytes of one input, readable twice and watched for change: a regular file, or a pipe that was copied to a
/// nameless temporary file first, because a file is surveyed to its end before its first row is used.
final class ByteSource {
  /// The number of bytes from the place where the input begins.
  let size: Int64
  /// The input's name, safe to print.
  let name: String
  private let descriptor: Int32
  private let start: Int64
  private let stamp: Stamp
  private(set) var offset: Int64 = 0

  /// What must not change while a file is read (fault E13 of the reliability notes).
  private struct Stamp: Equatable {
    var size: Int64
    var seconds: Int
    var nanoseconds: Int

    init(_ status: stat) {
      size = Int64(status.st_size)
      seconds = status.st_mtim.tv_sec
      nanoseconds = status.st_mtim.tv_nsec
    }
  }

  /// Opens a file, or standard input for `-`.
  init(path: String) throws(LotFileProblem) {
    name = path == "-" ? "standard input" : PlainText.shown(path)
    let opened = path == "-" ? dup(0) : try Self.open(path, name: name)
    guard opened >= 0 else { throw Self.unreadable(name, errno) }
    var status = stat()
    guard fstat(opened, &status) == 0 else {
      let code = errno
      close(opened)
      throw Self.unreadable(name, code)
    }
    if let problem = Self.refusal(of: status, name: name) {
      close(opened)
      throw problem
    }
    let isRegular = status.st_mode & S_IFMT == S_IFREG
    let usable = isRegular ? opened : try Spool.copy(of: opened, name: name)
    if !isRegular {
      close(opened)
      fstat(usable, &status)
    }
    descriptor = usable
    start = isRegular && path == "-" ? Int64(max(0, lseek(usable, 0, SEEK_CUR))) : 0
    stamp = Stamp(status)
    size = max(0, stamp.size - start)
    guard size <= LotLimits.fileBytes else { throw Self.tooLarge(name) }
  }

  deinit { close(descriptor) }

  func rewind() { offset = 0 }

  /// Reads up to `count` bytes; 0 at the end.
  func read(into base: UnsafeMutableRawPointer, count: Int) throws(LotFileProblem) -> Int {
    let wanted = Int(min(Int64(count), size - offset))
    guard wanted > 0 else {
      try checkUnchanged()
      return 0
    }
    var got = -1
    repeat { got = pread(descriptor, base, wanted, off_t(start + offset)) } while got < 0 && errno == EINTR
    guard got >= 0 else { throw Self.unreadable(name, errno) }
    try checkUnchanged()
    guard got > 0 else { throw Self.changed(name) }
    offset += Int64(got)
    return got
  }

  private func checkUnchanged() throws(LotFileProblem) {
    var status = stat()
    guard fstat(descriptor, &status) == 0, Stamp(status) == stamp else { throw Self.changed(name) }
  }
}

// What cannot be opened.
extension ByteSource {
  private static func open(_ path: String, name: String) throws(LotFileProblem) -> Int32 {
    var status = stat()
    guard stat(path, &status) == 0 else { throw unreadable(name, errno) }
    if let problem = refusal(of: status, name: name) { throw problem }
    return Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
  }

  private static func refusal(of status: stat, name: String) -> LotFileProblem? {
    switch status.st_mode & S_IFMT {
    case S_IFREG, S_IFIFO, S_IFSOCK: nil
    case S_IFDIR:
      LotFileProblem(
        code: "lot.directory", reason: "\(name) is a folder, not a file.", hint: "Name the file inside it.")
    default:
      LotFileProblem(
        code: "lot.device", reason: "\(name) is a device or a terminal, not a file with rows.",
        hint: "Name a file, or pipe one in and write - for its name.")
    }
  }

  private static func unreadable(_ name: String, _ error: Int32) -> LotFileProblem {
    if error == ENOENT || error == ENOTDIR {
      return LotFileProblem(
        code: "lot.not-found", reason: "There is no file \(name).", hint: "Look at the spelling and the folder.")
    }
    return LotFileProblem(
      code: "lot.unreadable", reason: "\(name) cannot be read: \(String(cString: strerror(error))).",
      hint: "Look at the file's permissions, or copy it to this machine.")
  }

  static func tooLarge(_ name: String) -> LotFileProblem {
    LotFileProblem(
      code: "lot.too-large", reason: "\(name) is larger than 2 GiB.", hint: "Split it into several files.")
  }

  private static func changed(_ name: String) -> LotFileProblem {
    LotFileProblem(
      code: "lot.changed", reason: "\(name) was changed by another program while it was read.",
      hint: "Wait until it is written completely, then give the same command again.")
  }
}
