import ArgumentParser
import Foundation
import HandoverLedger
import StrictFormats

/// `handover ledger`: audit, export and purge.
struct LedgerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger", abstract: "The record of everything intended, done and seen.",
    subcommands: [Audit.self, Export.self, Purge.self])

  struct Audit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "audit", abstract: "Recompute every chain of the ledger and name the first thing that does not hold."
    )

    @OptionGroup var home: HomeOption
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
      let reader = try Ledger.openForReading(at: home.folder().ledgerFile)
      defer { reader.close() }
      let audit = try await reader.audit()
      let findings = audit.findings.map(\.message)
      if output.json {
        let value: JSONValue = [
          "sound": .bool(audit.isSound), "handovers": .integer(audit.handovers), "events": .integer(audit.events),
          "certificates": .integer(audit.certificates), "erased": .integer(audit.erased),
          "findings": .array(findings.map { .string($0) }),
        ]
        streams.raw(CanonicalJSON.bytes(value) + [0x0A])
      } else {
        for finding in findings { streams.result("  \(PlainText.shown(finding, limit: 200))") }
        streams.result(
          (audit.isSound ? "sound: " : "NOT SOUND: ")
            + "\(audit.handovers) handovers, \(audit.events) events, \(audit.certificates) certificates"
            + (audit.erased > 0 ? "; of \(audit.erased) events what they said was erased" : ""))
      }
      if !audit.isSound { throw ExitCode(ExitStatus.failed.rawValue) }
    }
  }

  struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "export", abstract: "Every event as JSON Lines on stdout.",
      discussion: "Holds no token or key, but ids of accounts and whole VINs: keep it as you keep the ledger.")

    @OptionGroup var home: HomeOption

    func run() async throws {
      let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
      let reader = try Ledger.openForReading(at: home.folder().ledgerFile)
      defer { reader.close() }
      _ = try await reader.export { streams.raw($0) }
    }
  }
}
