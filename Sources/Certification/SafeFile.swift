import FoundationEssentials
import StrictFormats

#if canImport(Glibc)
  import Glibc
#endif

/// Writes and reads files so that a power cut cannot halve them and nobody else can read what is secret.
package enum SafeFile {
  /// Why a file could not be written or may not be read.
  package struct Problem: Error, Hashable, Sendable {
    package var code: String
    package var reason: String
    /// What to do next.
    package var hint: String
    /// Whether there is no such file.
    package var isMissing = false
  }

  /// Writes to a new name beside it, syncs, renames, and syncs the folder. Replaces what was there.
  package static func write(_ bytes: [UInt8], to path: String, mode: UInt32) throws {
    let temporary = path + ".new-\(getpid())"
    unlink(temporary)
    try createFile(bytes, at: temporary, mode: mode)
    guard rename(temporary, path) == 0 else {
      let problem = problem("could not be put in place", path)
      unlink(temporary)
      throw problem
    }
    try syncFolder(of: path)
  }

  /// Writes a file that must not be there yet: a key is never overwritten.
  package static func create(_ bytes: [UInt8], at path: String, mode: UInt32) throws {
    try createFile(bytes, at: path, mode: mode)
    try syncFolder(of: path)
  }

  /// Puts a file in the place of another, whole, and syncs the folder.
  package static func move(_ path: String, to place: String) throws {
    guard rename(path, place) == 0 else { throw problem("could not be put in place", place) }
    try syncFolder(of: place)
  }

  /// Removes a file, for good: also after a power cut it is gone.
  package static func remove(_ path: String) throws {
    guard unlink(path) == 0 else { throw problem("could not be removed", path) }
    try syncFolder(of: path)
  }

  /// Makes a folder that only its owner may enter, with those above it.
  package static func makeFolder(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw Problem(
        code: "file.unusable", reason: "\(path) could not be made", hint: "give a place that you may write to")
    }
  }

  /// Reads a secret, which only its owner, the user who runs this, may be able to read.
  package static func readSecret(_ path: String) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw problem("cannot be read", path) }
    defer { close(descriptor) }
    var info = stat()
    // The open file is asked, not the name: it cannot be exchanged in between.
    guard fstat(descriptor, &info) == 0 else { throw problem("cannot be read", path) }
    guard info.st_uid == geteuid() else {
      throw Problem(code: "key.owner", reason: "\(path) belongs to somebody else", hint: "use a key file of your own")
    }
    guard info.st_mode & 0o077 == 0 else {
      throw Problem(code: "key.permissions", reason: "\(path) can be read by others", hint: "chmod 600 \(path)")
    }
    return try contents(descriptor, path)
  }

  /// Reads a whole file.
  package static func read(_ path: String) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw problem("cannot be read", path) }
    defer { close(descriptor) }
    return try contents(descriptor, path)
  }

  /// Whether there is anything of this name.
  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  private static func createFile(_ bytes: [UInt8], at path: String, mode: UInt32) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    guard descriptor >= 0 else {
      if errno == EEXIST {
        throw Problem(
          code: "file.exists", reason: "\(path) is already there",
          hint: "give another name; a file that is there is never overwritten")
      }
      throw problem("could not be made", path)
    }
    defer { close(descriptor) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw problem("could not be written", path) }
      rest = rest.dropFirst(count)
    }
    guard fsync(descriptor) == 0 else { throw problem("could not be made durable", path) }
  }

  private static func contents(_ descriptor: Int32, _ path: String) throws -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw problem("cannot be read", path) }
      if count == 0 { return all }
      all += buffer[..<count]
    }
  }

  /// Makes what was put into a file's folder, or taken out of it, survive a power cut.
  package static func syncFolder(of path: String) throws {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let descriptor = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw problem("could not be opened", folder) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw problem("could not be made durable", folder) }
  }

  private static func problem(_ what: String, _ path: String) -> Problem {
    let error = errno
    return Problem(
      code: "file.unusable", reason: "\(path) \(what): \(String(cString: strerror(error)))",
      hint: FileAdvice.after(error), isMissing: error == ENOENT)
  }
}
