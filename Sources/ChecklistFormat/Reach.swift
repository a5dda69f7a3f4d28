package import HandoverModel

/// The situations a dealer meets, each differing from the first in one thing. A mixture is a set of `StepNeed`.
package enum SheetSituation: String, CaseIterable, Codable, Hashable, Sendable {
  /// The seller and two members of staff; nobody outside answers.
  case sellerPresent = "seller_present"
  /// Two members of staff, no seller; nobody outside answers.
  case sellerAbsent = "seller_absent"
  /// The seller and one member of staff, who keeps evidence of each step.
  case onePersonAlone = "one_person_alone"
  /// Two members of staff, no seller; the retailer or the maker answered in writing on proof of title.
  case titlePaper = "title_paper"
  /// The seller, two members of staff, and the written answer of the retailer or the maker.
  case sellerAndPaper = "seller_and_paper"

  /// What the situation offers to the steps.
  package var has: Set<StepNeed> {
    switch self {
    case .sellerPresent: [.seller, .secondPerson]
    case .sellerAbsent: [.secondPerson]
    case .onePersonAlone: [.seller]
    case .titlePaper: [.title, .secondPerson]
    case .sellerAndPaper: [.seller, .title, .secondPerson]
    }
  }
}

extension Sheet {
  /// The best group that people's answers can give a layer, or nil when nobody can say anything about it.
  ///
  /// It is an upper bound over every honest answer: `nonePossible` where the platform, or this car by a person's look,
  /// cannot have the layer; `protectedOK` for the protected functions. What an adapter sees comes on top.
  package func best(for layer: Layer, given has: Set<StepNeed>) -> BuyerGroup? {
    if cannotHave.contains(where: { $0.layer == layer && $0.source.confirmed }) { return .nonePossible }
    let possible = steps(for: layer).filter { $0.needs.isSubset(of: has) }
    if layer == .protectedFunctions { return possible.isEmpty ? nil : .protectedOK }
    if possible.contains(where: \.mayBeMissing) { return .nonePossible }
    let said: BuyerGroup = has.contains(.secondPerson) ? .statedByTwo : .statedWithEvidence
    return possible.map { weaker(said, $0.reach) }.min { strength($0) < strength($1) }
  }

  /// The same for one of the named situations.
  package func best(for layer: Layer, in situation: SheetSituation) -> BuyerGroup? {
    best(for: layer, given: situation.has)
  }
}

/// What people can say, strongest first. No step may promise anything else.
let sayable: [BuyerGroup] = [.statedByTwo, .statedWithEvidence, .statedByOne]

private func strength(_ group: BuyerGroup) -> Int { sayable.firstIndex(of: group) ?? sayable.count }

private func weaker(_ one: BuyerGroup, _ other: BuyerGroup) -> BuyerGroup {
  strength(one) < strength(other) ? other : one
}
