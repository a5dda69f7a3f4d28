package import CertificateChecking
import FoundationEssentials

/// The file in which a verifier remembers the trust list and the status lists it has seen, so that nobody can hand it older
/// ones.
package struct MemoryFile: Sendable {
  package let path: String

  package init(path: String) { self.path = path }

  /// The place in the user's own state folder (XDG Base Directory Specification 0.8), or nil when there is no home.
  package static func inHome(_ environment: [String: String]) -> MemoryFile? {
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
      return MemoryFile(path: "\(state)/handover/verifier.json")
    }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return MemoryFile(path: "\(home)/.local/state/handover/verifier.json")
  }

  /// What is remembered; nothing when there is no file yet.
  ///
  /// - Throws: `VerifierMemory.Malformed` or `InputFile.Problem`.
  package func load() throws -> VerifierMemory {
    do { return try VerifierMemory(bytes: try InputFile.read(path, limit: Limits.memory)) } catch let problem
      as InputFile.Problem where problem.isMissing
    { return VerifierMemory() }
  }

  /// Keeps the memory, with what another verifier has meanwhile seen that is newer.
  func save(_ memory: VerifierMemory) throws {
    var memory = memory
    if let other = try? load() { memory.merge(other) }
    if let end = path.lastIndex(of: "/"), end != path.startIndex {
      try FileManager.default.createDirectory(
        atPath: String(path[..<end]), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
    try Data(memory.bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
  }
}
