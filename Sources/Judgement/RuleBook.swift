package import HandoverModel

/// What a published table says about the layers of one platform. Judgement needs no more than this of it.
package protocol RuleBook: Sendable {
  /// Whether the platform requires the layer to be looked at.
  func isRequired(_ layer: Layer) -> Bool
  /// The most an access of the layer could do on this platform.
  func weight(of layer: Layer) -> Weight
  /// What a row of this group contributes to the verdict.
  func contribution(of group: BuyerGroup, for layer: Layer) -> Verdict
}
