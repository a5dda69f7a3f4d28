import ChecklistFormat
import Foundation
import HandoverFlow
import HandoverModel
import Inventory
import Judgement
import TransferRules

/// Turns a row of a lot file into what the flow works with: evidence files are read and named by digest, answers are held
/// against the sheet, and what cannot stand is refused with its column.
struct RowIntake {
  var catalog: SheetCatalog
  /// The folder that evidence names are relative to.
  var evidence: EvidenceFolder
  /// Further answers, by car.
  var further: [VIN: [LayerAnswer]] = [:]
  var now: Date

  /// - Parameter known: what is on record about the car, which chooses the sheet where the row is silent.
  /// - Throws: `RowRejection` when something in the row cannot stand.
  func facts(of row: LotRow, known: CarFacts? = nil) throws -> CarFacts {
    var facts = CarFacts(
      vehicle: row.vehicle, guesses: row.guesses.isEmpty ? nil : row.guesses, gates: row.gates, keys: row.keys,
      odometer: row.odometer.map { Odometer(value: Int64($0.value), unit: $0.unit.rawValue) },
      protected: row.protected == ProtectedFindings() ? nil : row.protected)
    let car = known?.updated(by: facts).vehicle ?? facts.vehicle
    let sheet = catalog.sheet(for: car.make, year: car.modelYear, hint: car.platformHint)
    let given = row.answers + (further[row.vehicle.vin] ?? [])
    facts.answers = try given.flatMap { try self.answers(for: $0, sheet: sheet, row: row) }
    facts.protectedAt = facts.answers.map(\.at).max() ?? row.gates.takenIn
    return facts
  }

  /// One answer for each layer it speaks about: a layer itself, or all layers of a step of the sheet.
  private func answers(for given: LayerAnswer, sheet: Sheet, row: LotRow) throws -> [Answer] {
    guard given.at <= now else {
      throw rejection(
        row, given.target.name, "answer.future", "The answer is dated in the future.", "Write when it was done.")
    }
    let evidence = try record(of: given, row)
    return try layers(of: given, sheet: sheet, row: row).map { layer, step in
      guard given.word.kind != .notPossible || mayBeMissing(layer, sheet) else {
        throw rejection(
          row, given.target.name, "answer.not-fitted", "The sheet \(sheet.id) does not allow 'not fitted' here.",
          "Look, and answer done or still there; or leave it empty.")
      }
      return Answer(layer: layer, kind: given.word.kind, step: step, by: given.by, at: given.at, evidence: evidence)
    }
  }

  private func layers(of given: LayerAnswer, sheet: Sheet, row: LotRow) throws -> [(Layer, String?)] {
    switch given.target {
    case .layer(let layer): return [(layer, nil)]
    case .step(let id):
      guard let step = sheet.step(id), !step.layers.isEmpty else {
        throw rejection(
          row, id, "answer.step", "The sheet \(sheet.id) has no step '\(id)' that speaks about a layer.",
          "handover checklist show \(sheet.id) prints its steps.")
      }
      return step.layers.map { ($0, id) }
    }
  }

  private func mayBeMissing(_ layer: Layer, _ sheet: Sheet) -> Bool {
    sheet.steps(for: layer).contains(where: \.mayBeMissing) || sheet.cannotHave.contains { $0.layer == layer }
  }

  private func record(of given: LayerAnswer, _ row: LotRow) throws -> EvidenceRecord? {
    guard let name = given.evidence else { return nil }
    do { return try evidence.record(of: name) } catch {
      throw rejection(
        row, "\(given.target.name)_evidence", "evidence.unreadable", "The evidence \(name) cannot be read.",
        "Put the file there, or leave the cell empty: the answer then counts as one person's word.")
    }
  }

  private func rejection(
    _ row: LotRow, _ column: String, _ code: String, _ reason: String, _ hint: String
  ) -> RowRejection {
    RowRejection(
      row: row.number, line: row.line, column: column, code: code, reason: reason, hint: hint,
      value: row.vehicle.vin.text)
  }
}

extension AnswerWord {
  /// What the word means for judgement.
  fileprivate var kind: Statement.Kind {
    switch self {
    case .done, .none: .done
    case .notFitted: .notPossible
    case .kept: .keptDisclosed
    case .declined: .declined
    case .stillThere: .stillThere
    }
  }
}
