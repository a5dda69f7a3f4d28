import StrictFormats

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Reads files that somebody else wrote: never more than a limit, and with the system's own words when it cannot.
package enum InputFile {
  /// Why a file could not be read.
  package struct Problem: Error, Hashable, Sendable {
    /// In the system's words.
    package var reason: String
    /// Whether there is no such file.
    package var isMissing: Bool
    /// What to do next.
    package var hint: String
  }

  /// The first bytes of a file, at most `limit` and one, so that a file that is too large is seen to be. `-` is standard input.
  package static func read(_ path: String, limit: Int) throws(Problem) -> [UInt8] {
    let descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw problem() }
    defer { if descriptor != 0 { close(descriptor) } }
    var bytes: [UInt8] = []
    while bytes.count <= limit {
      let part = try chunk(of: descriptor, upTo: min(65_536, limit + 1 - bytes.count))
      if part.isEmpty { break }
      bytes += part
    }
    return bytes
  }

  /// The next bytes, none at the end. Only as much memory as was read is touched.
  private static func chunk(of descriptor: Int32, upTo room: Int) throws(Problem) -> [UInt8] {
    var count = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: room) { buffer, initialized in
      repeat { count = systemRead(descriptor, buffer.baseAddress, room) } while count < 0 && errno == EINTR
      initialized = max(0, count)
    }
    guard count >= 0 else { throw problem() }
    return bytes
  }

  private static func problem() -> Problem {
    let error = errno
    return Problem(
      reason: String(cString: strerror(error)), isMissing: error == ENOENT, hint: FileAdvice.after(error))
  }
}

private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}
