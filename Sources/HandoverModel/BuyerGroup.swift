/// What a buyer is shown for one layer: outcomes merged so far that "was ended" and "was never there" look the same.
///
/// Source: the design's certificate content, section 5.2, with the two groups the design page adds
/// (`stated_with_evidence`, `ended_with_account`). The group `specimen` of the first proposal is not used.
public enum BuyerGroup: String, CaseIterable, Codable, Hashable, Sendable {
  case noneRemaining = "none_remaining"
  case nonePossible = "none_possible"
  case statedByTwo = "stated_by_two"
  case endedWithAccount = "ended_with_account"
  case statedWithEvidence = "stated_with_evidence"
  case statedByOne = "stated_by_one"
  case statedByProvider = "stated_by_provider"
  case endsBy = "ends_by"
  case overdue
  case keptDisclosed = "kept_disclosed"
  case open
  case notKnown = "not_known"
  case protectedOK = "protected_ok"
  case protectedFault = "protected_fault"
}
