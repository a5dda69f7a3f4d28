import ArgumentParser
import Foundation
import HandoverFlow
import HandoverLedger
import HandoverModel
import StrictFormats

extension LedgerCommand {
  struct Purge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "purge", abstract: "Erase what was recorded about handovers that are over. Certificates stay valid.",
      discussion: """
        For the end of the time for which you keep records, or a request for erasure. It erases what every look, plan and \
        ending said, and what the full and the owner's copy of a certificate open.

        What stays: the VIN, when something was recorded and of which kind, what the certificate of the car says to a \
        buyer, and its status. So the buyer's copies stay valid and can be made again, certificates can still be taken \
        back, and handover ledger audit still proves the order of everything.

        An open handover, and one that a claim or a legal hold stops, is left alone. The files are written anew without the \
        erased bytes, but what a disk or a backup of yours still has is out of reach, and so are copies that you gave away, \
        exports, and evidence files: erase those yourself.

          handover ledger purge --ended-before 2025-01-01 --dry-run
          handover ledger purge TMBJJ7NX5RY000001
        """)

    @Argument(help: "One car's VIN.") var vin: String?
    @Option(help: ArgumentHelp("Every handover that ended before this day.", valueName: "date")) var endedBefore:
      String?
    @Flag(help: "Say what would be erased, and erase nothing.") var dryRun = false
    @Flag(help: "Do not ask.") var yes = false
    @OptionGroup var home: HomeOption
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
      let choice = try choice()
      let path = try home.folder().ledgerFile
      let ledger = try Ledger.open(at: path, purpose: "ledger purge")
      defer { ledger.close() }
      let desk = PurgeDesk(ledger: ledger, now: Date())
      if case .car(let vin) = choice { _ = try await RecallDesk(reader: ledger).record(ofVIN: vin.text) }
      let found = try await desk.find(choice)
      var done = found.extent
      if !found.candidates.isEmpty, !dryRun {
        if !yes { try Confirmation(streams: streams).confirm(erasing: found.candidates.count) }
        done = try await desk.erase(found.candidates)
      }
      report(found, done, backups: Ledger.backups(besides: path), streams)
      if !found.refused.isEmpty { throw ExitCode(ExitStatus.somethingLeft.rawValue) }
    }

    private func choice() throws -> PurgeDesk.Choice {
      switch (vin, endedBefore) {
      case (let text?, nil):
        guard let vin = VIN(strict: text.uppercased()) else {
          throw Complaint(
            "vin.malformed", "'\(text)' is no VIN", hint: "17 characters, no I, O or Q", status: .usage)
        }
        return .car(vin)
      case (nil, let text?):
        guard let day = UTC.parseDay(text) else {
          throw Complaint("purge.date", "'\(text)' is no date", hint: "as in 2025-01-31", status: .usage)
        }
        return .endedBefore(day)
      default:
        throw Complaint(
          "purge.choice", "say whose record: one VIN, or --ended-before a date", hint: "handover help ledger purge",
          status: .usage)
      }
    }

    private func report(_ found: PurgeDesk.Findings, _ done: LedgerErased, backups: [String], _ streams: Streams) {
      if output.json {
        streams.raw(CanonicalJSON.bytes(json(found, done, backups)) + [0x0A])
        return
      }
      for candidate in found.candidates {
        let extent = candidate.extent
        streams.result("\(candidate.handover.vin.text)  \(extent.events) events, \(extent.certificates) certificates")
      }
      for (handover, problem) in found.refused {
        streams.result("\(handover.vin.text)  left alone: \(PlainText.shown(problem.reason))")
      }
      streams.result(summary(found, done))
      for backup in backups {
        streams.say("handover: note: \(backup) was left by an upgrade and holds what the ledger held then; remove it")
      }
    }

    private func summary(_ found: PurgeDesk.Findings, _ done: LedgerErased) -> String {
      guard !found.candidates.isEmpty else { return "nothing to erase" }
      return (dryRun ? "would be erased: " : "erased: ")
        + "what \(done.events) events said and what \(done.certificates) certificates open, "
        + "of \(found.candidates.count) handovers"
    }

    private func json(_ found: PurgeDesk.Findings, _ done: LedgerErased, _ backups: [String]) -> JSONValue {
      let refused = found.refused.map { handover, problem -> JSONValue in
        ["vin": .string(handover.vin.text), "code": .string(problem.code), "reason": .string(problem.reason)]
      }
      return [
        "dry_run": .bool(dryRun), "handovers": .integer(Int64(found.candidates.count)),
        "events": .integer(Int64(done.events)), "certificates": .integer(Int64(done.certificates)),
        "left_alone": .array(refused), "backups": .array(backups.map { .string($0) }),
      ]
    }
  }
}
