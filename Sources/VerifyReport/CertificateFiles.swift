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

  private(set) var paths: [String] = []
  /// What was left out of folders, one line for each folder.
  private(set) var notes: [String] = []

  /// - Throws: `Stop` for a folder that cannot be read or holds no certificate.
  init(_ words: [String]) throws(Stop) {
    for word in words { if Self.isFolder(word) { try add(folder: word) } else { paths.append(word) } }
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

  private static func isFolder(_ path: String) -> Bool { path != "-" && kind(path) == S_IFDIR }

  /// The kind of file that a name leads to, as stat(2) gives it; nil where it leads to none.
  private static func kind(_ path: String) -> mode_t? {
    var facts = stat()
    return stat(path, &facts) == 0 ? facts.st_mode & S_IFMT : nil
  }

  /// Sorted by name. Folders within are left alone, and so is whatever is no plain file: a pipe would be waited for without end.
  private mutating func add(folder: String) throws(Stop) {
    let shown = PlainText.shown(folder, limit: 200)
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw Stop(
        status: 66, reason: "the folder \(shown) cannot be read",
        hint: "look with ls -ld who may read it, or give the files themselves")
    }
    let all = names.sorted().map { (name: $0, path: folder.hasSuffix("/") ? folder + $0 : "\(folder)/\($0)") }
    let named = all.filter { $0.name.hasSuffix(Self.ending) }
    let certificates = named.filter { Self.kind($0.path) == S_IFREG }
    guard !certificates.isEmpty else {
      throw Stop(
        status: 66, reason: "the folder \(shown) holds no file ending in \(Self.ending)",
        hint: "give the folder in which the certificates lie, or the files themselves")
    }
    paths += certificates.map(\.path)
    let others = all.filter { !$0.name.hasSuffix(Self.ending) }
    let folders = others.filter { Self.kind($0.path) == S_IFDIR }.count
    let odd = named.filter { Self.kind($0.path) != S_IFREG }.map { PlainText.shown($0.name) }
    let parts = [
      (others.count - folders, "of another name"), (folders, folders == 1 ? "folder" : "folders"),
      (odd.count, "no plain file (\(odd.prefix(3).joined(separator: ", "))\(odd.count > 3 ? ", ..." : ""))"),
    ]
    let left = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    if !left.isEmpty { notes.append("in \(shown) these were left out: \(left.joined(separator: ", "))") }
  }
}
