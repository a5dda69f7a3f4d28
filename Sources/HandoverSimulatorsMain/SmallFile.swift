import OEMSimulators

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Small files read whole and written whole.
enum SmallFile {
  static func contents(of path: String) throws -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw SimulatorFailure("cannot read \(path)") }
    defer { close(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = block.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
      guard count >= 0 else { throw SimulatorFailure("cannot read \(path)") }
      if count == 0 { return bytes }
      bytes += block.prefix(count)
    }
  }

  /// Writes under another name and renames, so that nobody ever reads half a file. Only its owner may read it: a sessions
  /// file holds tokens.
  static func replace(_ path: String, with bytes: [UInt8]) throws {
    let draft = path + ".\(OwnProcess.id).draft"
    let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0, put(bytes, to: file), close(file) == 0, rename(draft, path) == 0 else {
      unlink(draft)
      throw SimulatorFailure("cannot write \(path)")
    }
  }

  /// A line on standard output.
  static func say(_ line: String) { _ = put(Array((line + "\n").utf8), to: STDOUT_FILENO) }

  private static func put(_ bytes: [UInt8], to file: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}

/// This process.
enum OwnProcess {
  static var id: Int32 { getpid() }
}
