import Foundation
import Testing

/// Repeats a transcript in a folder of its own, with the programs that were built beside the test.
struct TranscriptRun {
  private let folder: URL
  private let normal: Normal

  /// The folder of the programs: where this test's own executable lies.
  static let programs: String = {
    let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return URL(filePath: own ?? CommandLine.arguments[0]).deletingLastPathComponent().path
  }()

  init() throws {
    folder = URL(filePath: NSTemporaryDirectory()).appending(path: "transcript-" + UUID().uuidString)
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    normal = Normal(
      here: folder.path, programs: Self.programs, today: Self.day(0), yesterday: Self.day(-1))
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  private static func day(_ offset: Double) -> String {
    String(Date().addingTimeInterval(offset * 86_400).ISO8601Format().prefix(10))
  }

  private func filled(_ text: String) -> String {
    text.replacing("{today}", with: normal.today).replacing("{yesterday}", with: normal.yesterday)
  }

  func write(_ name: String, _ lines: [String]) throws {
    let text = lines.map { $0 + "\n" }.joined()
    try Data(filled(text).utf8).write(to: folder.appending(path: name))
  }

  /// Runs one command and gives what came back, normalised.
  func perform(_ command: String) async throws -> Transcript.Exchange {
    let out = folder.appending(path: ".stdout-of-transcript")
    let err = folder.appending(path: ".stderr-of-transcript")
    for file in [out, err] { try Data().write(to: file) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/timeout")
    process.arguments = ["60", "/bin/sh", "-c", filled(command)]
    process.currentDirectoryURL = folder
    process.environment = [
      "PATH": "\(Self.programs):/usr/bin:/bin", "HOME": folder.path, "HANDOVER_HOME": folder.path + "/home",
      "LC_ALL": "C.UTF-8", "TZ": "UTC", "SWIFT_BACKTRACE": "enable=no",
    ]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: err)
    let status = try await withCheckedThrowingContinuation { (end: CheckedContinuation<Int32, any Error>) in
      process.terminationHandler = { end.resume(returning: $0.terminationStatus) }
      do { try process.run() } catch { end.resume(throwing: error) }
    }
    return Transcript.Exchange(
      command: command, out: normal.lines(try Data(contentsOf: out)), err: normal.lines(try Data(contentsOf: err)),
      status: status)
  }
}
