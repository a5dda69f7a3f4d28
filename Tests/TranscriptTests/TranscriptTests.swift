import Foundation
import Testing

/// The command line as people meet it. `HANDOVER_UPDATE_TRANSCRIPTS=1 swift test --filter TranscriptTests` writes what
/// really comes back into the files, for a person to review; what matches already stays as it is written.
@Suite struct TranscriptTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Transcripts")
  static let updates = ProcessInfo.processInfo.environment["HANDOVER_UPDATE_TRANSCRIPTS"] == "1"
  static let names: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".transcript") }.sorted()
  }()

  @Test func thereAreTranscripts() { #expect(Self.names.count >= 15) }

  @Test(arguments: names) func theSessionGoesAsWritten(_ name: String) async throws {
    let file = Self.folder.appending(path: name)
    var transcript = try Transcript(String(contentsOf: file, encoding: .utf8))
    let run = try TranscriptRun()
    defer { run.remove() }
    for place in transcript.parts.indices {
      switch transcript.parts[place] {
      case .remark: continue
      case .file(let name, let lines): try run.write(name, lines)
      case .command(let expected):
        let actual = try await run.perform(expected.command)
        if isAsExpected(actual, expected) { continue }
        if Self.updates {
          transcript.parts[place] = .command(actual)
        } else {
          Issue.record("\(name): \(difference(actual, expected))")
        }
      }
    }
    if Self.updates { try Data(transcript.text.utf8).write(to: file) }
  }

  private func isAsExpected(_ actual: Transcript.Exchange, _ expected: Transcript.Exchange) -> Bool {
    actual.status == expected.status && matches(expected.out[...], actual.out[...])
      && matches(expected.err[...], actual.err[...])
  }

  private func difference(_ actual: Transcript.Exchange, _ expected: Transcript.Exchange) -> Comment {
    var lines = ["$ \(expected.command)", "expected status \(expected.status), got \(actual.status)"]
    for (name, wanted, got) in [("stdout", expected.out, actual.out), ("stderr", expected.err, actual.err)]
    where !matches(wanted[...], got[...]) {
      lines += ["expected \(name):"] + wanted.map { "  \($0)" } + ["got \(name):"] + got.map { "  \($0)" }
    }
    return Comment(rawValue: lines.joined(separator: "\n"))
  }
}

/// The reader of transcripts itself.
@Suite struct TranscriptReaderTests {
  static let sample = """
    # A remark.
    <<FILE a.txt
    one
    FILE
    $ cat a.txt
    one

    \\$ not a command
    ! talk
    !
    ? 3

    """

  @Test func itReadsAndWritesTheSameText() throws {
    let transcript = try Transcript(Self.sample)
    #expect(transcript.text == Self.sample)
    guard case .command(let exchange)? = transcript.parts.last else {
      Issue.record("no command")
      return
    }
    #expect(exchange.out == ["one", "", "$ not a command"])
    #expect(exchange.err == ["talk", ""] && exchange.status == 3)
  }

  @Test(arguments: ["$ true\n", "stray\n", "$ a\nout\n? x\n"]) func itRefusesWhatItCannotRead(_ text: String) {
    #expect(throws: Transcript.Malformed.self) { try Transcript(text) }
  }

  @Test func wildcardsStandForPartsOfALineAndForLines() {
    #expect(matches("a[..]c", "abc") && matches("a[..]c", "ac") && !matches("a[..]c", "abd"))
    #expect(matches("[..]b[..]b", "abab") && !matches("[..]x", "ab") && !matches("ab", "abc"))
    #expect(matches(["a", "[...]", "c"], ["a", "b", "b", "c"]) && matches(["[...]"], []))
    #expect(!matches(["a", "[...]", "c"], ["a", "b"]) && !matches(["a"], ["a", "b"]))
  }
}
