import ArgumentParser
import CertificateChecking
import Certification
import Foundation
import HandoverFlow
import HandoverLedger
import StrictFormats

extension CertificateCommand {
  struct Publish: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "publish", abstract: "Write the signed status list of all certificates, for buyers to ask.",
      discussion: """
        Writes status/list.jwt in the dealership's folder. Put that file where your certificates say (handover key show names \
        the address) and give it to any mirror: it is signed, so anybody may hand it on. It is good for 30 days; publish at \
        least once a week, and after every change.

        It is signed with keys/status.pem, which no terminal needs. A list never says less than the one before: a ledger that \
        does not know of a revocation already published is refused.
        """)

    @Option(help: ArgumentHelp("Write a copy here too, replacing what is there.", valueName: "file")) var out: String?
    @OptionGroup var home: HomeOption
    @OptionGroup var passphrase: PassphraseOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
      let folder = try home.folder()
      let reader = try Ledger.openForReading(at: folder.ledgerFile)
      defer { reader.close() }
      let desk = StatusDesk(home: folder)
      let keys = KeyRing(folder, passphrase.source(streams))
      try keys.unlock(.status)
      let edition = try desk.next(try await LedgerStatuses(reader), signedWith: keys, at: Date())
      try desk.keep(edition)
      if let out { try SafeFile.write(Array(edition.token.utf8), to: out, mode: 0o644) }
      if output.json {
        streams.result(CanonicalJSON.text(edition.json(file: folder.statusToken)))
      } else {
        for line in edition.lines(file: folder.statusToken) { streams.result(line) }
      }
      streams.say("next: put it at \(edition.summary.uri); log it: handover log")
    }
  }
}

extension StatusDesk.Edition {
  private static let withdrawn: [StatusValue] = [.revoked, .suspended, .superseded]

  func lines(file: String) -> [String] {
    let counts = Self.withdrawn.map { "\(count($0)) \($0.words)" }.joined(separator: ", ")
    var lines = ["wrote \(file), good until \(UTC.day(summary.expires))"]
    lines.append("  \(counted(entries.count, "certificate")): \(count(.valid)) in force, \(counts)")
    lines.append(before.map { "  changed since \(UTC.minute($0.issuedAt)):" } ?? "  the first list; it says:")
    lines += changed.map { "    \($0.vin)  \($0.id)  \($0.value.words)" }
    if changed.isEmpty { lines.append("    nothing") }
    return lines
  }

  func json(file: String) -> JSONValue {
    [
      "file": .string(file), "uri": .string(summary.uri), "issued_at": .string(UTC.instant(summary.issuedAt)),
      "expires": .string(UTC.instant(summary.expires)), "certificates": .integer(Int64(entries.count)),
      "revoked": .integer(Int64(count(.revoked))), "suspended": .integer(Int64(count(.suspended))),
      "superseded": .integer(Int64(count(.superseded))),
      "changed": .array(
        changed.map { ["vin": .string($0.vin), "jti": .string($0.id), "status": .string($0.value.name)] }),
    ]
  }
}
