import ArgumentParser
import CertificateChecking
import Foundation
import HandoverFlow
import HandoverLedger
import HandoverModel
import StrictFormats

extension CertificateCommand {
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "Which certificates there are, and how each stands by the ledger.",
      discussion: "What buyers see is the list that was published last: handover certificate publish.")

    @Argument(help: ArgumentHelp("A VIN. Without it: every car.", valueName: "vin")) var vin: String?
    @OptionGroup var home: HomeOption
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
      let reader = try Ledger.openForReading(at: home.folder().ledgerFile)
      defer { reader.close() }
      if let vin {
        let record = try await RecallDesk(reader: reader).record(
          ofVIN: vin, elseHint: "compare the VIN; handover certificate list names the cars that have certificates")
        try await show(record, from: reader, streams)
        return
      }
      var cursor: HandoverCursor?
      repeat {
        let page = try await reader.handovers(after: cursor)
        for record in page.records { try await show(record, from: reader, streams) }
        cursor = page.next
      } while cursor != nil
    }

    private func show(_ record: HandoverRecord, from reader: LedgerReader, _ streams: Streams) async throws {
      let rows = try await CertificateRow.rows(of: record, in: reader)
      if output.json {
        for row in rows { streams.raw(CanonicalJSON.bytes(row.json) + [0x0A]) }
        return
      }
      guard !rows.isEmpty else { return }
      var table = TextTable(header: ["certificate", "kind", "says", "issued", "status"])
      table.rows = rows.map(\.cells)
      streams.result(record.vin.text)
      for line in table.aligned() { streams.result("  " + line) }
    }
  }
}

/// One certificate of a list.
struct CertificateRow {
  var vin: VIN
  var note: CertifiedNote
  var issuedAt: Date
  var index: Int64
  var status: StatusValue
  var successor: String?

  /// The certificates of a handover, oldest first.
  static func rows(of record: HandoverRecord, in ledger: some LedgerReading) async throws -> [CertificateRow] {
    let stored = try await ledger.certificates(of: record.id)
    guard !stored.isEmpty else { return [] }
    let history = try CaseHistory(certificatesIn: try await ledger.events(of: record.id))
    return stored.compactMap { one in
      guard let note = history.certified.first(where: { $0.id == one.content.id }),
        let status = history.status(of: note.id)
      else { return nil }
      return CertificateRow(
        vin: record.vin, note: note, issuedAt: one.content.issuedAt, index: one.content.statusIndex, status: status,
        successor: history.successor(of: note.id)?.id)
    }
  }

  var cells: [String] {
    let by = status == .superseded ? successor.map { " by \($0)" } ?? "" : ""
    let adds = note.supplements.map { ", adds to \($0)" } ?? ""
    return [note.id, note.kind ?? "handover", note.verdict.title, UTC.day(issuedAt), status.words + by + adds]
  }

  var json: JSONValue {
    func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
    return [
      "vin": .string(vin.text), "jti": .string(note.id), "sha256": .string(note.sha256),
      "kind": .string(note.kind ?? "handover"), "verdict": .string(note.verdict.rawValue),
      "specimen_of": text(note.specimenOf?.rawValue), "issued_at": .string(UTC.instant(issuedAt)),
      "idx": .integer(index), "status": .string(status.name), "superseded_by": text(successor),
      "supplements": text(note.supplements),
    ]
  }
}
