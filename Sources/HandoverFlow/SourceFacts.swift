package import HandoverModel
package import Judgement
package import OEMAdapterKit

/// What an adapter's descriptor said about looks and endings when it was used in a handover: recorded, so that what was seen
/// is judged by the same facts for ever, also in a run that does not have the adapter.
package struct SourceFacts: Codable, Hashable, Sendable {
  package var provider: ProviderID
  package var standing: Standing
  package var lastConfirmed: String
  /// Seconds an ended object of a kind may still be listed.
  package var settling: [String: Double]
  package var diesWith: [DiesWithRule]

  package init(_ descriptor: AdapterDescriptor) {
    provider = descriptor.id
    standing = descriptor.standing
    lastConfirmed = descriptor.lastConfirmed
    settling = Dictionary(descriptor.kinds.map { ($0.name, $0.settling) }) { first, _ in first }
    diesWith = descriptor.diesWith.map {
      DiesWithRule(
        parent: KindName(provider: descriptor.id, kind: $0.parentKind), dependent: $0.dependent,
        confirmed: $0.source.confirmed)
    }
  }
}
