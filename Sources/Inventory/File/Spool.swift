import Glibc

/// Copies a pipe into a temporary file without a name, so that it can be read twice and is gone when it is closed.
enum Spool {
  static func copy(of input: Int32, name: String) throws(LotFileProblem) -> Int32 {
    let output = try make()
    do throws(LotFileProblem) {
      try pump(input, into: output, name: name)
    } catch {
      close(output)
      throw error
    }
    return output
  }

  private static func make() throws(LotFileProblem) -> Int32 {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(folder)/handover-lot-XXXXXX".utf8CString)
    let output = mkstemp(&template)
    guard output >= 0 else { throw failure(errno) }
    unlink(template)
    return output
  }

  private static func pump(_ input: Int32, into output: Int32, name: String) throws(LotFileProblem) {
    let buffer = UnsafeMutableRawPointer.allocate(byteCount: LotLimits.bufferBytes, alignment: 16)
    defer { buffer.deallocate() }
    var total: Int64 = 0
    while true {
      let got = read(input, buffer, LotLimits.bufferBytes)
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { throw failure(errno) }
      guard got > 0 else { return }
      total += Int64(got)
      guard total <= LotLimits.fileBytes else { throw ByteSource.tooLarge(name) }
      try writeAll(buffer, got, to: output)
    }
  }

  private static func writeAll(_ base: UnsafeMutableRawPointer, _ count: Int, to output: Int32) throws(LotFileProblem) {
    var done = 0
    while done < count {
      let wrote = write(output, base + done, count - done)
      if wrote < 0 && errno == EINTR { continue }
      guard wrote > 0 else { throw failure(errno) }
      done += wrote
    }
  }

  private static func failure(_ error: Int32) -> LotFileProblem {
    LotFileProblem(
      code: "lot.unreadable", reason: "The piped input could not be stored: \(String(cString: strerror(error))).",
      hint: "Make room in the temporary folder, or name a file instead of -.")
  }
}
