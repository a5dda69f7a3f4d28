import FoundationEssentials
import Glibc
import StrictFormats

/// The ledger's file before SQLite sees it. SQLite's locks die when any descriptor of the file is closed, so nothing here
/// opens a ledger that is in use: it only looks.
enum LedgerFile {
  /// Refuses a file that is not a plain file, that belongs to or can be read by others, or that lies on a network.
  static func check(_ path: String) throws {
    var info = stat()
    guard lstat(path, &info) == 0 else { throw missing(path, errno) }
    try check(info, path)
    try refuseNetwork(UInt64(info.st_dev), path)
    if lstat(path + "-journal", &info) == 0 { try check(info, path + "-journal") }
  }

  private static func check(_ info: stat, _ path: String) throws {
    guard info.st_mode & S_IFMT == S_IFREG else {
      let what = info.st_mode & S_IFMT == S_IFLNK ? "is a symbolic link" : "is not a plain file"
      throw LedgerProblem("ledger.file-kind", "\(path) \(what)", hint: "name the ledger's own file")
    }
    guard info.st_nlink == 1 else {
      throw LedgerProblem("ledger.file-kind", "\(path) has a second name", hint: "keep one name for the ledger")
    }
    guard info.st_uid == geteuid() else {
      throw LedgerProblem("ledger.owner", "\(path) belongs to another user", hint: "run as the user who made it")
    }
    guard info.st_mode & 0o077 == 0 else {
      throw LedgerProblem("ledger.permissions", "\(path) can be read by others", hint: "chmod 600 '\(path)'")
    }
  }

  private static func refuseNetwork(_ device: UInt64, _ path: String) throws {
    let mounts = FileManager.default.contents(atPath: "/proc/self/mountinfo") ?? Data()
    guard let type = MountTable.type(ofDevice: device, in: String(decoding: mounts, as: UTF8.self)) else { return }
    guard MountTable.isNetwork(type) else { return }
    throw LedgerProblem(
      "ledger.network", "\(path) is on a network file system (\(type)), where locks cannot be trusted",
      hint: "keep the ledger on a local disk")
  }

  private static func missing(_ path: String, _ error: Int32) -> LedgerProblem {
    guard error == ENOENT || error == ENOTDIR else { return failed("cannot be looked at", path, error) }
    return LedgerProblem("ledger.missing", "there is no ledger at \(path)", hint: LedgerProblem.howToMakeOne)
  }

  /// Makes the empty file, which must not be there yet, and makes its name durable.
  static func create(_ path: String) throws {
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      guard errno == EEXIST else { throw failed("cannot be made", path, errno) }
      throw LedgerProblem("ledger.exists", "there is a file at \(path) already", hint: "choose another name, or use it")
    }
    defer { close(descriptor) }
    guard fchmod(descriptor, 0o600) == 0, fsync(descriptor) == 0 else { throw failed("cannot be made", path, errno) }
    try syncFolder(of: path)
  }

  /// Makes the names in the folder of this file durable.
  static func syncFolder(of path: String) throws {
    let folder = folder(of: path)
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failed("cannot be opened", folder, errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failed("cannot be made durable", folder, errno) }
  }

  /// Makes the content of a file that no SQLite connection of this process has open durable.
  static func sync(_ path: String) throws {
    let descriptor = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { throw failed("cannot be opened", path, errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failed("cannot be made durable", path, errno) }
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  static func failed(_ what: String, _ path: String, _ error: Int32) -> LedgerProblem {
    LedgerProblem(
      "ledger.file", "\(path) \(what): \(String(cString: strerror(error)))", hint: FileAdvice.after(error))
  }
}
