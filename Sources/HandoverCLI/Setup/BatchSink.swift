import CertificateChecking
import Certification
import Foundation
import HandoverFlow
import HandoverLedger
import HandoverModel
import Inventory
import StrictFormats

/// Where a batch's results go: the terminal or JSON Lines, a CSV, the rejects file, the folder of buyers' copies.
final class BatchSink {
  private let command: BatchCommand
  private let place: Workplace
  private var table = TextTable(header: ["stock", "vin", "make", "verdict", "left"])
  private var rejects: RejectsWriter?
  private var cars: CSVLines?
  private(set) var rejected = 0

  init(command: BatchCommand, place: Workplace) throws {
    self.command = command
    self.place = place
    rejects = try command.rejects.map { try RejectsWriter(path: $0) }
    cars = try command.csv.map { try CSVLines(path: $0, header: CarRow.header) }
  }

  /// A refused row.
  func reject(_ rejection: RowRejection) {
    rejected += 1
    try? rejects?.write(rejection)
    guard rejected <= 20 || command.output.json else { return }
    if command.output.json {
      place.streams.raw(CanonicalJSON.bytes(rejectionJSON(rejection)) + [0x0A])
    } else {
      let column = rejection.column.map { ", \($0)" } ?? ""
      place.streams.say("row \(rejection.row) (line \(rejection.line)\(column)): \(rejection.reason) \(rejection.hint)")
    }
  }

  /// Notes about the file as a whole.
  func tell(_ notes: [String]) { for note in notes { place.streams.say("note: \(note)") } }

  /// Asks for the number of endings where it is large.
  func confirm(_ preview: Batch.Preview) throws {
    let time = preview.endings > 0 ? "; that takes \(span(place.idealSeconds(preview))) or more" : ""
    place.streams.say("\(preview.cars) cars, \(preview.endings) endings planned\(time)")
    try Confirmation(streams: place.streams).confirm(endings: preview.endings, given: command.apply.endings)
  }

  /// One car's result.
  func write(_ facts: CarFacts, _ ending: Batch.Ending) {
    lazy var row = CarRow(facts, ending)
    try? cars?.write(row.cells)
    if case .done(let report) = ending { writeCopy(of: report) }
    if command.newOnly, case .done(let report) = ending, report.judgedBefore == report.ofRows { return }
    if command.output.json {
      place.streams.raw(CanonicalJSON.bytes(json(facts, ending)) + [0x0A])
    } else if table.rows.count < 500 {
      table.rows.append(row.shown(place.streams.style))
    }
  }

  /// The table and the summary.
  func finish(_ tally: LotTally, seconds: Double) throws {
    try cars?.close()
    try rejects?.finish()
    if command.output.json {
      place.streams.raw(CanonicalJSON.bytes(tallyJSON(tally, rejected: rejected, mode: place.providers.mode)) + [0x0A])
      return
    }
    // Cars end in the order in which their makers answer; a person looks for a stock number.
    table.rows.sort { ($0[0], $0[1]) < ($1[0], $1[1]) }
    let lines = table.aligned(width: place.streams.outIsTerminal ? place.streams.width : nil)
    if !table.rows.isEmpty { for line in lines { place.streams.result(line) } }
    let text = LotText(
      tally: tally, rejected: rejected, rejectsFile: command.rejects, mode: place.providers.mode,
      style: place.streams.style, seconds: seconds)
    place.streams.report(text.lines(), hanging: 15)
  }

  private func json(_ facts: CarFacts, _ ending: Batch.Ending) -> JSONValue {
    switch ending {
    case .done(let report): carJSON(report)
    case .failed(let vin, let error): ["vin": .string(vin.text), "error": .string(describe(error))]
    }
  }

  private func writeCopy(of report: CarReport) {
    guard let folder = command.out, let bytes = report.bundle else { return }
    let vin = report.facts.vehicle.vin.text
    if let status = report.certificateStatus, status != .valid {
      place.streams.say("handover: note: no copy for \(vin), whose certificate is \(status.words)")
      return
    }
    let path = "\(folder)/\(vin).transfer.json"
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let issued = try IssuedCertificate(fullCopy: bytes)
      let proof = try LogProofs(home: place.home).proof(of: issued.logEntry)
      let buyer = try present(issued, for: .buyer, with: BundleAttachments(logProof: proof))
      try SafeFile.write(buyer, to: path, mode: 0o644)
    } catch {
      place.streams.say("handover: error: \(path) could not be written: \(describe(error))")
    }
  }
}
