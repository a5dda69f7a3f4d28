package import HandoverModel
import Judgement
package import TransferRules

/// One platform of a published table, as judgement asks for it.
package struct TableRules: RuleBook {
  package let platform: String
  private let table: RuleTable

  /// - Returns: nil when the table does not know the platform.
  package init?(_ table: RuleTable, platform: String) {
    guard table.platformIDs.contains(platform) else { return nil }
    self.table = table
    self.platform = platform
  }

  package func isRequired(_ layer: Layer) -> Bool { table.rule(for: layer, on: platform)?.required ?? true }

  package func weight(of layer: Layer) -> Weight { table.rule(for: layer, on: platform)?.weight ?? .high }

  package func contribution(of group: BuyerGroup, for layer: Layer) -> Verdict {
    table.contribution(of: group, for: layer, on: platform) ?? .notClear
  }
}
