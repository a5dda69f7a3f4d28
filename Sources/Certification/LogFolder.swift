package import Crypto
import FoundationEssentials
import StrictFormats
package import TransparencyLog

#if canImport(Glibc)
  import Glibc
#endif

/// A log's files in a folder, laid out so that any web server can publish it as it is (C2SP tlog-tiles).
package struct LogFolder: LogStorage {
  package let path: String

  package init(_ path: String) { self.path = path }

  package func read(_ name: String) throws -> [UInt8]? {
    let file = "\(path)/\(name)"
    return SafeFile.exists(file) ? try SafeFile.read(file) : nil
  }

  package func write(_ bytes: [UInt8], as name: String) throws {
    let file = "\(path)/\(name)"
    try makeFolder(String(file.prefix(upTo: file.lastIndex(of: "/") ?? file.endIndex)))
    try SafeFile.write(bytes, to: file, mode: 0o644)
  }

  /// Makes a folder with those above it, each durably before anything is put into it.
  private func makeFolder(_ folder: String) throws {
    guard !folder.isEmpty, !SafeFile.exists(folder) else { return }
    if let slash = folder.lastIndex(of: "/") { try makeFolder(String(folder[..<slash])) }
    guard mkdir(folder, 0o755) == 0 || errno == EEXIST else {
      let error = errno
      throw SafeFile.Problem(
        code: "file.unusable", reason: "\(folder) could not be made: \(String(cString: strerror(error)))",
        hint: FileAdvice.after(error))
    }
    try SafeFile.syncFolder(of: folder)
  }
}

extension IssuedCertificate {
  /// What a log holds of it.
  package var logEntry: LogEntry { LogEntry(.certificate, of: Array(signedPart.utf8)) }
}

extension PublicKey {
  /// The key when it is Ed25519.
  package var ed25519: Curve25519.Signing.PublicKey? {
    p256 == nil ? try? Curve25519.Signing.PublicKey(rawRepresentation: der.suffix(32)) : nil
  }
}
