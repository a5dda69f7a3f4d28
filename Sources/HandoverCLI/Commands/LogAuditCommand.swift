import ArgumentParser
import Certification
import Foundation
import StrictFormats
import TransparencyLog

/// `handover log audit`.
struct LogAuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Open every leaf of the log and hold it against the ledger.",
    discussion: """
      Recomputes the tree from its entries, checks the checkpoint and its witnesses, and names every leaf without a \
      certificate, every certificate without a leaf, and every leaf that is there twice.

      With --from or --to it lists what was logged then, such as in the days after a key was stolen:
        handover log audit --from 2026-11-20 --to 2026-11-23
      It goes by the time of the witnesses. What has none yet is always listed: the date in a certificate is the word of \
      whoever had the key.

      Exit status: 1 when anything differs; 8 when all is well and certificates wait for handover log checkpoint.
      """)

  @Option(help: ArgumentHelp("List what was logged on this day or later.", valueName: "yyyy-mm-dd")) var from: String?
  @Option(help: ArgumentHelp("List what was logged before this day.", valueName: "yyyy-mm-dd")) var to: String?
  @Option(help: ArgumentHelp("A status token or trust list that the log may hold; may be repeated.", valueName: "file"))
  var also: [String] = []
  @OptionGroup var home: HomeOption
  @OptionGroup var output: OutputOptions

  func validate() throws {
    for day in [from, to].compactMap(\.self) where UTC.parseDay(day) == nil {
      throw ValidationError("'\(day)' is no day: 2026-11-20")
    }
  }

  func run() async throws {
    let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
    let folder = try home.folder()
    let own = [folder.trustList, folder.path + "/status/list.jwt"].filter(SafeFile.exists)
    let audit = try LogAudit(
      folder, certificates: try await LogLeaves.certificates(of: folder), files: try (own + also).map(LogLeaves.file),
      key: try LogBook(folder).publicKey())
    let listed = from != nil || to != nil
    let leaves = audit.leaves(from: from.flatMap(UTC.parseDay), to: to.flatMap(UTC.parseDay))
    if output.json {
      streams.result(CanonicalJSON.text(Self.json(audit, listed ? leaves : audit.leaves)))
    } else {
      if listed { for line in Self.table(leaves) { streams.result(line) } }
      for line in Self.text(audit) { streams.result(line) }
    }
    if !audit.isSound { throw ExitCode(ExitStatus.failed.rawValue) }
    if !audit.waiting.isEmpty { throw ExitCode(ExitStatus.somethingLeft.rawValue) }
  }

  private static func text(_ audit: LogAudit) -> [String] {
    let witnesses = audit.witnesses.map { ", signed by \($0.signed) of \($0.of) witnesses" } ?? ""
    let waiting =
      switch audit.waiting.count {
      case 0: [String]()
      case 1: ["1 certificate is not in the log yet: handover log checkpoint"]
      case let count: ["\(count) certificates are not in the log yet: handover log checkpoint"]
      }
    return audit.findings.map { "  \(PlainText.shown($0, limit: 200))" } + [
      (audit.isSound ? "sound: " : "NOT SOUND: ") + "\(counted(audit.leaves.count, "entry", "entries"))\(witnesses)"
    ] + waiting
  }

  private static func table(_ leaves: [LogAudit.Leaf]) -> [String] {
    var table = TextTable(header: ["leaf", "witnessed", "dated", "what"])
    for leaf in leaves {
      table.rows.append([
        "\(leaf.index)", leaf.witnessed.map(UTC.minute) ?? "not yet", leaf.dated.map(UTC.minute) ?? "",
        leaf.name ?? leaf.entry.map { "\($0.kind.spoken), not opened: \($0.hex.prefix(16))" } ?? "unknown",
      ])
    }
    return table.aligned()
  }

  private static func json(_ audit: LogAudit, _ leaves: [LogAudit.Leaf]) -> JSONValue {
    [
      "sound": .bool(audit.isSound), "origin": .string(audit.checkpoint.origin),
      "size": .integer(Int64(audit.checkpoint.size)),
      "witnesses": audit.witnesses.map { ["signed": .integer(Int64($0.signed)), "of": .integer(Int64($0.of))] }
        ?? .null,
      "findings": .array(audit.findings.map { .string($0) }),
      "not_logged_yet": .array(audit.waiting.map { .string($0.name) }),
      "leaves": .array(
        leaves.map { leaf in
          [
            "index": .integer(Int64(leaf.index)), "kind": leaf.entry.map { .string($0.kind.rawValue) } ?? .null,
            "sha256": leaf.entry.map { .string($0.hex) } ?? .null, "name": leaf.name.map { .string($0) } ?? .null,
            "witnessed": leaf.witnessed.map { .string(UTC.instant($0)) } ?? .null,
            "dated": leaf.dated.map { .string(UTC.instant($0)) } ?? .null,
          ]
        }),
    ]
  }
}
