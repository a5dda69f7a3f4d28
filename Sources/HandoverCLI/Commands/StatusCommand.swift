import ArgumentParser
import CertificateChecking
import Foundation
import HandoverFlow
import HandoverLedger
import HandoverModel
import Judgement
import StrictFormats
import TransferRules

/// `handover status`: what is open, from the ledger alone.
struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "What is left, and which cars may be delivered. Asks nobody.",
    discussion: "Without a VIN: every open handover, the oldest first. With a VIN: that car, row by row.")

  @Argument(help: "One car's VIN.") var vin: String?
  @OptionGroup var home: HomeOption
  @OptionGroup var output: OutputOptions
  @Option(help: "How many cars to print; the count is always whole.") var limit = 50

  func run() async throws {
    let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
    let reader = try Ledger.openForReading(at: home.folder().ledgerFile)
    defer { reader.close() }
    let desk = try RecallDesk(reader: reader)
    if let vin {
      try await one(vin, desk, streams)
    } else {
      try await all(desk, reader, streams)
    }
  }

  private func one(_ text: String, _ desk: RecallDesk, _ streams: Streams) async throws {
    let report = try await desk.report(ofVIN: text)
    if output.json {
      streams.raw(CanonicalJSON.bytes(carJSON(report)) + [0x0A])
      return
    }
    streams.report(CarText(report: report, style: streams.style).lines())
    for row in report.judgement.rows {
      streams.result("  \(layerWords(row.layer).padded(to: 24)) \(groupWords(row.group))")
    }
  }

  private func all(_ desk: RecallDesk, _ reader: LedgerReader, _ streams: Streams) async throws {
    var shown = 0
    var total = 0
    var free = 0
    var cursor: HandoverCursor?
    repeat {
      let page = try await reader.handovers(after: cursor, state: .open)
      for record in page.records {
        let report = try await desk.report(of: record)
        total += 1
        if report.mayBeDelivered { free += 1 }
        guard shown < limit else { continue }
        shown += 1
        if output.json {
          streams.raw(CanonicalJSON.bytes(carJSON(report)) + [0x0A])
        } else {
          streams.result(statusLine(report, streams.style))
        }
      }
      cursor = page.next
    } while cursor != nil
    streams.say("\(counted(total, "open handover")); \(free) may be delivered as far as this can tell")
  }

  private func statusLine(_ report: CarReport, _ style: Style) -> String {
    let vehicle = report.facts.vehicle
    let session = sessionWords(report.history)
    let stopped = report.holds.contains(where: \.stopsCertificate) ? "stopped, " : ""
    let paper = report.certificateStatus.flatMap { $0 == .valid ? nil : "paper \($0.words), " } ?? ""
    return
      "\((vehicle.stock ?? "").cut(to: 10)) \(vehicle.vin.text)  \(vehicle.make.cut(to: 14)) \(stopped)\(paper)\(style.verdict(report.ofRows))\(session)"
  }

  /// A seller's session that was used and not given back is named: it belongs to the visit.
  private func sessionWords(_ history: CaseHistory) -> String {
    let kept = history.sessionReturns.filter { $0.certainty != .done }.map(\.provider.rawValue)
    return kept.isEmpty ? "" : "  (session at \(kept.joined(separator: ", ")) not known to be given back)"
  }
}
