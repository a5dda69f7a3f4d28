import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// A person at a terminal types a passphrase, and nobody reads it on the screen.
@Suite struct TerminalTests {
  /// A pair of ends: what the person sees and types, and what the program takes for its terminal.
  private struct Terminal {
    let screen: Int32
    let program: Int32

    /// The C library's calls for this are not in Swift's view of it, so the kernel's own are made: pty(4), ioctl_tty(2).
    init() throws {
      screen = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
      var (unlocked, number): (Int32, UInt32) = (0, 0)
      try #require(screen >= 0 && ioctl(screen, Self.setLock, &unlocked) == 0)
      try #require(ioctl(screen, Self.getNumber, &number) == 0)
      program = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
      try #require(program >= 0)
    }

    /// TIOCSPTLCK and TIOCGPTN.
    private static let (setLock, getNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)

    /// Reads on until the screen shows this, or the program is gone.
    func read(until text: String?, into seen: inout [UInt8]) {
      while text.map({ !String(decoding: seen, as: UTF8.self).contains($0) }) ?? true {
        var byte: UInt8 = 0
        guard Glibc.read(screen, &byte, 1) == 1 else { return }
        seen.append(byte)
      }
    }

    /// Whether what is typed is shown.
    var shows: Bool {
      var settings = termios()
      return tcgetattr(program, &settings) == 0 && settings.c_lflag & tcflag_t(ECHO) != 0
    }

    func type(_ text: String) {
      let bytes = Array(text.utf8)
      _ = bytes.withUnsafeBytes { Glibc.write(screen, $0.baseAddress, $0.count) }
    }
  }

  /// What is typed at each prompt, and what the screen showed in the end.
  private func session(
    _ command: String, in folder: URL, _ answers: [(prompt: String, answer: String)]
  ) throws -> (screen: String, status: Int32) {
    let terminal = try Terminal()
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/timeout")
    process.arguments = ["60", "/bin/sh", "-c", command]
    process.currentDirectoryURL = folder
    process.environment = [
      "PATH": "\(TranscriptRun.programs):/usr/bin:/bin", "HOME": folder.path, "HANDOVER_HOME": folder.path + "/home",
      "SWIFT_BACKTRACE": "enable=no", "TERM": "xterm",
    ]
    let handle = FileHandle(fileDescriptor: terminal.program)
    process.standardInput = handle
    process.standardOutput = FileHandle.nullDevice
    process.standardError = handle
    try process.run()
    close(terminal.program)
    var whole: [UInt8] = []
    for (prompt, answer) in answers {
      var seen: [UInt8] = []
      terminal.read(until: prompt, into: &seen)
      terminal.type(answer)
      whole += seen
    }
    terminal.read(until: nil, into: &whole)
    process.waitUntilExit()
    close(terminal.screen)
    return (String(decoding: whole, as: UTF8.self), process.terminationStatus)
  }

  @Test func aPassphraseIsAskedForAndNotShown() throws {
    let folder = URL(filePath: NSTemporaryDirectory()).appending(path: "terminal-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let setup =
      #"handover setup --organisation "Example Motors" --rooftop North --issuer https://north.example-motors.example"#
    // Another the second time, too short, and then with a mistake taken back.
    let made = try session(
      setup, in: folder,
      [
        ("not encrypted): ", "first secret\n"), ("Once more: ", "other secret\n"), ("not encrypted): ", "short\n"),
        ("not encrypted): ", "real secretx\u{7F}\n"), ("Once more: ", "real secret\n"),
      ])
    #expect(made.status == 0 && !made.screen.contains("secret") && made.screen.contains("are not the same"))
    let key = try String(contentsOf: folder.appending(path: "home/keys/terminal.pem"), encoding: .utf8)
    #expect(key.hasPrefix("-----BEGIN ENCRYPTED PRIVATE KEY-----"))
    let revoke = "handover trust revoke home/chain/terminal.der"
    let wrong = try session(revoke, in: folder, [("Passphrase of ", "bad secret\n"), ("Passphrase of ", "\u{3}")])
    #expect(wrong.status == 75 && wrong.screen.contains("does not unlock") && !wrong.screen.contains("secret"))
    let right = try session(revoke, in: folder, [("Passphrase of ", "real secret\n")])
    #expect(right.status == 0 && !right.screen.contains("secret"))
  }

  @Test func aTerminalIsNotLeftSilentByASignalAtTheQuestion() throws {
    let terminal = try Terminal()
    defer { close(terminal.program) }
    let folder = URL(filePath: NSTemporaryDirectory()).appending(path: "terminal-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let process = Process()
    process.executableURL = URL(filePath: TranscriptRun.programs + "/handover")
    process.arguments = ["trust", "key", "--home", folder.path]
    let handle = FileHandle(fileDescriptor: terminal.program)
    process.standardInput = handle
    process.standardOutput = FileHandle.nullDevice
    process.standardError = handle
    try process.run()
    var seen: [UInt8] = []
    terminal.read(until: "not encrypted): ", into: &seen)
    #expect(terminal.shows == false)
    process.terminate()
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGTERM)
    #expect(terminal.shows)
    close(terminal.screen)
  }

  @Test func noPassphraseMeansNone() throws {
    let folder = URL(filePath: NSTemporaryDirectory()).appending(path: "terminal-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let made = try session("handover trust key", in: folder, [("not encrypted): ", "\n")])
    #expect(made.status == 0)
    let key = try String(contentsOf: folder.appending(path: "home/trust/authority.pem"), encoding: .utf8)
    #expect(key.hasPrefix("-----BEGIN PRIVATE KEY-----"))
  }
}
