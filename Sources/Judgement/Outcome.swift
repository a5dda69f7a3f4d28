package import HandoverModel

/// What is known about one access, or one layer, afterwards (certificate content, section 5.1).
///
/// The type lives here, and not among the nouns, so that no adapter, no revocation and no look can name an outcome: the
/// compiler keeps "200 OK" from becoming `revokedVerified`.
package enum Outcome: String, CaseIterable, Codable, Hashable, Sendable {
  case revokedVerified = "revoked_verified"
  case revokedUnverified = "revoked_unverified"
  case revokeScheduled = "revoke_scheduled"
  case pendingProvider = "pending_provider"
  case attestedManual = "attested_manual"
  case attestedWithEvidence = "attested_with_evidence"
  case attestedSingle = "attested_single"
  case endedWithParent = "ended_with_parent"
  case notPresentVerified = "not_present_verified"
  case notEquipped = "not_equipped"
  case notApplicable = "not_applicable"
  case transferredWithConsent = "transferred_with_consent"
  case retainedLawfully = "retained_lawfully"
  case protectedUntouched = "protected_untouched"
  case protectedFault = "protected_fault"
  case declinedByOwner = "declined_by_owner"
  case refusedByProvider = "refused_by_provider"
  case stillActive = "still_active"
  case returned
  case failed
  case unknown

  /// What a buyer is shown, given whether a kept access was disclosed to the buyer and whether a date has passed
  /// (certificate content, section 5.2).
  package func group(disclosed: Bool, overdue: Bool) -> BuyerGroup {
    switch self {
    case .revokedVerified, .notPresentVerified, .transferredWithConsent: .noneRemaining
    case .notEquipped, .notApplicable: .nonePossible
    case .attestedManual: .statedByTwo
    case .attestedWithEvidence: .statedWithEvidence
    case .attestedSingle: .statedByOne
    case .endedWithParent: .endedWithAccount
    case .revokedUnverified: .statedByProvider
    case .revokeScheduled, .pendingProvider: overdue ? .overdue : .endsBy
    case .retainedLawfully: disclosed ? .keptDisclosed : .open
    case .declinedByOwner, .refusedByProvider, .stillActive, .returned, .failed: .open
    case .unknown: .notKnown
    case .protectedUntouched: .protectedOK
    case .protectedFault: .protectedFault
    }
  }
}
