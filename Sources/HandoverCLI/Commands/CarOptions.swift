import ArgumentParser
import ChecklistFormat
import Foundation
import Glibc
import HandoverFlow
import HandoverLedger
import HandoverModel
import Inventory
import StrictFormats

/// One car on the command line: the same columns as a lot file, read by the same reader.
struct CarOptions: ParsableArguments {
  @Argument(help: "The VIN, 17 characters.") var vin: String
  @Option(help: "The brand; needed where the VIN does not tell.") var make: String?
  @Option(help: "The model.") var model: String?
  @Option(help: "The model year.") var year: String?
  @Option(help: "Your stock number.") var stock: String?
  @Option(help: "When the car was taken in, 2026-11-20. Without it nothing is ended.") var takenIn: String?
  @Option(help: "How the VIN was read: car, scanned, or typed. Typed ends nothing.") var vinRead: String?
  @Option(
    help: ArgumentHelp(
      """
      Any other column of a lot file, as handover help open lists them: --set home_link=done --set answered_by=jm --set \
      answered_at=2026-11-20.
      """,
      valueName: "column=value"))
  var set: [String] = []

  func validate() throws {
    if let bad = set.first(where: { !$0.contains("=") }) {
      throw ValidationError("--set takes column=value, not '\(bad)'")
    }
  }

  /// The columns that `--set` is for.
  static let settable: String = {
    let own: Set<String> = ["vin", "make", "model", "year", "stock", "taken_in", "vin_read"]
    return LotColumnNames.all.filter { !own.contains($0) && !$0.hasSuffix("_evidence") }.joined(separator: ", ")
      + "; and LAYER_evidence for each layer"
  }()

  /// A column of a file that means nothing to us is the dealer's own; one on the command line is a mistake.
  private func checkColumns() throws {
    for (name, _) in columns where !LotColumnNames.isKnown(name) {
      let nearest = LotColumnNames.nearest(to: name).map { "did you mean \($0)? " } ?? ""
      throw Complaint(
        "car.column", "--set knows no column '\(PlainText.shown(name, limit: 40))'",
        hint: nearest + "handover help open lists the columns", status: .usage)
    }
  }

  /// What these options say, as a row of a lot.
  func row() throws -> LotRow {
    try checkColumns()
    var reader = try OneRow(columns: columns).reader()
    switch try reader.next() {
    case .row(let row)?: return row
    case .rejection(let rejection)?:
      throw Complaint(
        rejection.code, rejection.reason.droppingFullStop.lowercasedFirst, hint: rejection.hint, status: .usage)
    case nil: throw Complaint("car.none", "there is no car", hint: "name one by its VIN, 17 characters", status: .usage)
    }
  }

  /// What these options say about the car, held against the sheet that the ledger's word about it chooses.
  func facts(rules: Rulebooks, ledger: Ledger) async throws -> CarFacts {
    let row = try row()
    let known = try await ledger.history(vin: row.vehicle.vin).flatMap { try CaseHistory($0.events).facts }
    let intake = RowIntake(catalog: rules.catalog, evidence: EvidenceFolder(path: "."), now: Date())
    do {
      let facts = try intake.facts(of: row, known: known)
      if facts.keys != nil { try Self.checkKeys(known?.updated(by: facts) ?? facts) }
      return facts
    } catch let rejection as RowRejection {
      throw Complaint(
        rejection.code, rejection.reason.droppingFullStop.lowercasedFirst, hint: rejection.hint, status: .usage)
    }
  }

  /// A certificate has no place for the keys that the car accepts where nobody counted those that are handed over.
  private static func checkKeys(_ known: CarFacts) throws {
    guard let keys = known.keys, keys.handedOver == nil else { return }
    throw Complaint(
      "keys.accepted-alone", "keys_accepted says nothing while the keys handed over are not known",
      hint: "give both: --set keys_handed_over=2 --set keys_accepted=2", status: .usage)
  }

  private var columns: [(String, String)] {
    let named = [
      ("make", make), ("model", model), ("year", year), ("stock", stock), ("taken_in", takenIn), ("vin_read", vinRead),
    ]
    let given = named.compactMap { name, value in value.map { (name, $0) } }
    let set = self.set.map { text -> (String, String) in
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (String(parts[0]), String(parts[1]))
    }
    return [("vin", vin)] + given + set
  }
}

/// A lot of one row, handed to the reader through a pipe so that the command line and a file obey the same rules.
private struct OneRow {
  var columns: [(String, String)]

  func reader() throws -> LotReader {
    let text = quoted(columns.map(\.0)) + quoted(columns.map(\.1))
    var ends: [Int32] = [0, 0]
    guard text.utf8.count < 32_768, pipe(&ends) == 0 else {
      throw Complaint(
        "car.too-long", "the options are too long for one car", hint: "write them into a lot file: handover batch FILE",
        status: .usage)
    }
    defer { close(ends[0]) }
    _ = text.withCString { write(ends[1], $0, text.utf8.count) }
    close(ends[1])
    return try LotReader(path: "/dev/fd/\(ends[0])")
  }

  private func quoted(_ cells: [String]) -> String {
    cells.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",") + "\n"
  }
}

extension String {
  /// Without the full stop at its end: errors have none.
  var droppingFullStop: String { hasSuffix(".") ? String(dropLast()) : self }

  /// With its first letter small: errors begin that way.
  var lowercasedFirst: String {
    dropFirst().first?.isLowercase == true ? prefix(1).lowercased() + dropFirst() : self
  }
}
