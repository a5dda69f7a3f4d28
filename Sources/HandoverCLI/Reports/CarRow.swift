import CertificateChecking
import Foundation
import HandoverFlow
import HandoverModel
import Judgement
import StrictFormats

/// One car as one line of a table or a spreadsheet.
struct CarRow {
  static let header = ["stock", "vin", "make", "model", "verdict", "before", "may_be_delivered", "left", "certificate"]
  let cells: [String]
  private let verdict: Verdict?

  init(_ facts: CarFacts, _ ending: Batch.Ending) {
    let vehicle = if case .done(let report) = ending { report.facts.vehicle } else { facts.vehicle }
    let start = [vehicle.stock ?? "", vehicle.vin.text, vehicle.make, vehicle.model]
    switch ending {
    case .failed(_, let error):
      verdict = nil
      cells = start + ["failed", "", "no", describe(error), ""]
    case .done(let report):
      let stopped = report.holds.contains(where: \.stopsCertificate)
      verdict = stopped ? nil : report.ofRows
      cells =
        start + [
          stopped ? "stopped" : report.ofRows.rawValue, report.judgedBefore?.rawValue ?? "",
          report.mayBeDelivered ? "yes" : "no", Self.left(report), report.certificate?.id ?? "",
        ]
    }
  }

  /// Stock, VIN, make, verdict, what is left: for a person.
  func shown(_ style: Style) -> [String] {
    [PlainText.shown(cells[0], limit: 12), cells[1], PlainText.shown(cells[2], limit: 14)]
      + [verdict.map(\.title) ?? cells[4], PlainText.shown(cells[7], limit: 100)]
  }

  private static func left(_ report: CarReport) -> String {
    if let stop = report.holds.first(where: \.stopsCertificate) { return stop.words }
    let paper = report.certificateStatus.flatMap { $0 == .valid ? nil : "paper \($0.words)" }
    let gates = [paper].compactMap(\.self) + report.holds.filter { $0 != .notAsked }.map(\.words)
    let rows = report.judgement.rows.filter { $0.contribution > .clearAttested }.map { layerWords($0.layer) }
    let named = rows.prefix(4).joined(separator: ", ") + (rows.count > 4 ? " and \(rows.count - 4) more" : "")
    return (gates.prefix(1) + [named].filter { !$0.isEmpty }).joined(separator: "; ")
  }
}
