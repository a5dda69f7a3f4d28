import BundledChecklists
import ChecklistFormat
import HandoverModel
import TransferRules

/// The sheets and the newest table as the programs carry them.
enum Published {
  private static let read = Result { try SheetCatalog(texts: BundledChecklists.sheets) }

  static func catalog() throws -> SheetCatalog { try read.get() }

  static func table() throws -> RuleTable {
    try RuleTable(bytes: BundledChecklists.tables.last?.bytes ?? [])
  }

  static func required(_ table: RuleTable, on platform: String) -> Set<Layer> {
    Set(Layer.allCases.filter { table.rule(for: $0, on: platform)?.required == true })
  }

  /// The best verdict that people alone can bring about: every layer at the best group the sheet promises.
  static func best(_ sheet: Sheet, _ table: RuleTable, given has: Set<StepNeed>) -> Verdict {
    Layer.allCases.map { layer in
      table.contribution(of: sheet.best(for: layer, given: has) ?? .notKnown, for: layer, on: sheet.id) ?? .void
    }
    .max() ?? .void
  }
}
