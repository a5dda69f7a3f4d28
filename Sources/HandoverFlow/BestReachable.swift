package import ChecklistFormat
import FoundationEssentials
package import HandoverModel
package import OEMAdapterKit
package import TransferRules

/// The best verdict that a platform can reach in one situation, and what stands in the way of a better one. Computed from
/// the published table, the sheet and the adapters' own facts; never typed in.
package struct BestReachable: Hashable, Sendable {
  package var platform: String
  package var situation: SheetSituation
  package var verdict: Verdict
  /// The best group of every layer.
  package var groups: [Layer: BuyerGroup]
  /// The layers that keep it from being better.
  package var limits: [Layer]
}

/// Computes the best verdict of one platform in one situation.
///
/// A layer that an adapter can list completely and end counts as checked by machine; partial sight counts for nothing, and
/// everything else is as good as people's answers may be on that platform.
///
/// - Parameter adapters: those in use; one that needs the seller's session counts only where the seller is there.
/// - Returns: nil when the table does not know the platform.
package func bestReachable(
  _ sheet: Sheet, in situation: SheetSituation, adapters: [AdapterDescriptor], by table: RuleTable
) -> BestReachable? {
  let usable = adapters.filter { adapter in
    (adapter.makes.isEmpty || sheet.makes.contains { adapter.makes.contains(foldedName($0.name)) })
      && (adapter.authority != .sellerSession || situation.has.contains(.seller))
  }
  var groups: [Layer: BuyerGroup] = [:]
  for layer in Layer.allCases {
    groups[layer] = bestGroup(of: layer, sheet, situation, usable)
  }
  let moment = Date(timeIntervalSince1970: 0)
  let facts = VerdictFacts(
    groups: groups, platform: sheet.id, vinRead: .car, mode: .live, checkedAt: moment, issuedAt: moment)
  guard let best = table.verdict(of: facts) else { return nil }
  return BestReachable(
    platform: sheet.id, situation: situation, verdict: best.verdict, groups: groups, limits: best.drivers)
}

private func bestGroup(
  of layer: Layer, _ sheet: Sheet, _ situation: SheetSituation, _ adapters: [AdapterDescriptor]
) -> BuyerGroup {
  if let people = sheet.best(for: layer, in: situation), people == .nonePossible || people == .protectedOK {
    return people
  }
  let byMachine = adapters.contains { adapter in
    adapter.kinds.contains { kind in
      guard kind.layer == layer, kind.sight == .complete, case .automatic = kind.capability else { return false }
      return true
    }
  }
  if byMachine { return .noneRemaining }
  let tied = adapters.contains { adapter in
    adapter.diesWith.contains { rule in
      rule.dependent == layer && rule.source.confirmed
        && adapter.kind(rule.parentKind)?.sight == .complete
    }
  }
  if tied { return .endedWithAccount }
  return sheet.best(for: layer, in: situation) ?? .notKnown
}
