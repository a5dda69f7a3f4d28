import BundledChecklists
public import TransferRules

extension RuleTable {
  /// Every rule table that was published when this version was made, the oldest first. A certificate names its table by
  /// digest; one that is not here makes it inconclusive (`rules.unknown`), never wrong.
  public static let published: [RuleTable] = BundledChecklists.tables.compactMap { try? RuleTable(bytes: $0.bytes) }

  /// Whether a digest is that of a table published when this version was made.
  static func isPublished(_ digest: String) -> Bool { publishedDigests.contains(digest) }

  private static let publishedDigests = Set(BundledChecklists.tables.map { CertificateChecking.digest($0.bytes) })
}
