import CertificateChecking
import Dispatch
import FoundationEssentials
import StrictFormats
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The certificates that are to be checked: a file for itself, a folder for each certificate in it.
struct CertificateFiles {
  /// How the name of a certificate ends in a folder.
  static let ending = ".transfer.json"
  /// Files read and checked before their results are written, so that memory stays small however many there are.
  static let together = 256

  typealias Stop = VerifyCommandLogic.Stop
  typealias Outcome = Result<ValidationReport, Stop>

  let paths: [String]

  /// - Throws: `Stop` for a folder that cannot be read or holds no certificate.
  init(_ words: [String]) throws(Stop) {
    var paths: [String] = []
    for word in words { paths += Self.isFolder(word) ? try Self.certificates(in: word) : [word] }
    self.paths = paths
  }

  /// Calls `each` with every file and what came of it, in order. The files are read and checked side by side, on as many
  /// processors as there are.
  func check(_ check: @escaping @Sendable (String) -> Outcome, each: (String, Outcome) -> Void) {
    guard paths.count > 1 else {
      for path in paths { each(path, check(path)) }
      return
    }
    for start in stride(from: 0, to: paths.count, by: Self.together) {
      let part = Array(paths[start..<min(paths.count, start + Self.together)])
      let outcomes = Mutex<[Int: Outcome]>([:])
      DispatchQueue.concurrentPerform(iterations: part.count) { place in
        let outcome = check(part[place])
        outcomes.withLock { $0[place] = outcome }
      }
      let done = outcomes.withLock { $0 }
      for (place, path) in part.enumerated() {
        if let outcome = done[place] { each(path, outcome) }
      }
    }
  }

  private static func isFolder(_ path: String) -> Bool {
    var facts = stat()
    return path != "-" && stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
  }

  /// Sorted by name; folders within are left alone.
  private static func certificates(in folder: String) throws(Stop) -> [String] {
    let shown = PlainText.shown(folder, limit: 200)
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw Stop(status: 66, reason: "the folder \(shown) cannot be read", hint: nil)
    }
    let certificates = names.filter { $0.hasSuffix(ending) }.sorted()
    guard !certificates.isEmpty else {
      throw Stop(
        status: 66, reason: "the folder \(shown) holds no file ending in \(ending)",
        hint: "give the folder in which the certificates lie, or the files themselves")
    }
    return certificates.map { folder.hasSuffix("/") ? folder + $0 : "\(folder)/\($0)" }
  }
}
