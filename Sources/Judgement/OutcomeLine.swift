package import FoundationEssentials
package import HandoverModel

/// One line of the full record: an access, or a layer as a whole, and what is known about it.
package struct OutcomeLine: Codable, Hashable, Sendable {
  package var layer: Layer
  /// The access the line is about; nil for a line about the layer as a whole.
  package var access: AccessKey?
  package var holder: HolderClass?
  package var outcome: Outcome
  /// When it was last looked at or stated.
  package var checkedAt: Date?
  /// When something still to come should be done.
  package var dueAt: Date?
  /// A code for why, from a closed vocabulary: free text leaks.
  package var reason: String
  /// Whether a kept access was disclosed to the buyer.
  package var disclosed: Bool
  /// Who stated it, and the digest or name of the evidence kept, where it is a statement.
  package var statedBy: [String]
  package var evidence: String?

  package init(
    layer: Layer, access: AccessKey? = nil, holder: HolderClass? = nil, outcome: Outcome, checkedAt: Date? = nil,
    dueAt: Date? = nil, reason: String, disclosed: Bool = false, statedBy: [String] = [], evidence: String? = nil
  ) {
    self.layer = layer
    self.access = access
    self.holder = holder
    self.outcome = outcome
    self.checkedAt = checkedAt
    self.dueAt = dueAt
    self.reason = reason
    self.disclosed = disclosed
    self.statedBy = statedBy
    self.evidence = evidence
  }

  /// The group at this moment: something due turns overdue by itself.
  package func group(at moment: Date) -> BuyerGroup {
    outcome.group(disclosed: disclosed, overdue: dueAt.map { $0 < moment } ?? false)
  }
}

/// One layer's row: what the buyer's copy shows, and why.
package struct LayerRow: Codable, Hashable, Sendable {
  package var layer: Layer
  package var group: BuyerGroup
  /// What the row contributes to the verdict on this platform.
  package var contribution: Verdict
  package var required: Bool
  package var weight: Weight
  /// The oldest look or statement among the layer's lines.
  package var checkedAt: Date?
  package var dueAt: Date?
  /// The code of the line that fixed the row.
  package var reason: String
}
