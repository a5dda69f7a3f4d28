import BundledChecklists
public import TransferRules

extension RuleTable {
  /// Every rule table that was published when this version was made, the oldest first. A certificate names its table by
  /// digest; one that is not here makes it inconclusive (`rules.unknown`), never wrong.
  public static let published: [RuleTable] = BundledChecklists.tables.compactMap { try? RuleTable(bytes: $0.bytes) }
}
