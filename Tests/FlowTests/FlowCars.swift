import ChecklistFormat
import Foundation
import HandoverFlow
import HandoverModel
import Inventory
import Judgement
import TransferRules

/// Cars as a dealer knows them, for flow tests.
enum FlowCars {
  static let skoda = VIN(strict: "TMBJB9NX0PY000001")!
  static let takenIn = FlowClock.start.addingTimeInterval(-4 * 86_400)
  static let answeredAt = FlowClock.start.addingTimeInterval(-2 * 3_600)

  /// A car that nothing speaks against ending accesses for.
  static func facts(
    _ vin: VIN = skoda, make: String = "Škoda", year: Int = 2023, answers: [Answer] = [],
    gates: Gates = Gates(takenIn: takenIn, vinRead: .car)
  ) -> CarFacts {
    CarFacts(
      vehicle: Vehicle(vin: vin, make: make, maker: nil, model: "Model", modelYear: year, stock: "S1001"),
      gates: gates, answers: answers, keys: LotKeys(handedOver: 2, accepted: 2),
      odometer: Odometer(value: 48_211, unit: "km"),
      protected: ProtectedFindings(
        ecall112: .ready, privateEmergency: .notApplicable, recallChannel: .present, theftRecovery: .notFitted),
      protectedAt: answeredAt)
  }

  static func sheet(_ make: String, year: Int = 2023) -> Sheet {
    FlowRules.catalog.sheet(for: make, year: year, hint: nil)
  }

  /// "Done", with evidence kept, for every layer that somebody can speak about, under the step that can say most among
  /// those that need no more than `has`.
  static func everythingDone(
    _ sheet: Sheet, except left: Set<Layer> = [], given has: Set<StepNeed> = Set(StepNeed.allCases),
    at moment: Date = answeredAt
  ) -> [Answer] {
    Layer.allCases.filter { $0 != .protectedFunctions && !left.contains($0) }.map { layer in
      let steps = sheet.steps(for: layer).filter { $0.needs.isSubset(of: has) }
      let best = steps.min { one, other in
        contribution(one.reach, layer, sheet) < contribution(other.reach, layer, sheet)
      }
      return Answer(
        layer: layer, kind: .done, step: best?.id, by: "jm", at: moment,
        evidence: EvidenceRecord(name: "photo.jpg", sha256: String(repeating: "A", count: 43)))
    }
  }

  private static func contribution(_ group: BuyerGroup, _ layer: Layer, _ sheet: Sheet) -> Verdict {
    FlowRules.table.contribution(of: group, for: layer, on: sheet.id) ?? .void
  }
}

extension CarReport {
  func group(_ layer: Layer) -> BuyerGroup? { judgement.row(layer)?.group }

  /// The layers that a machine is said to have found empty.
  /// The layers in which something was ended and seen gone; whether the layer is empty may still be for a person to say.
  var layersSeenGone: Set<Layer> {
    Set(judgement.lines.filter { $0.outcome == .revokedVerified }.map(\.layer))
  }
  var foundEmpty: Set<Layer> { Set(judgement.rows.filter { $0.group == .noneRemaining }.map(\.layer)) }
}
