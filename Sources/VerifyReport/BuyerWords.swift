import HandoverModel
import TransferRules

/// The words a buyer reads for layers and groups (certificate content, sections 3.4 and 5.2).
extension Layer {
  /// In the plural or as a mass, to stand in a list.
  var buyerWords: String {
    switch self {
    case .ownerAccount: "main account"
    case .secondaryUsers: "other users"
    case .remoteCommands: "remote commands"
    case .locationSharing: "location sharing"
    case .appGrants: "apps and services"
    case .virtualKeys: "virtual keys"
    case .telemetryStreams: "data streams"
    case .digitalKeys: "digital keys"
    case .physicalKeys: "physical keys"
    case .inCarProfiles: "profiles in the car"
    case .storedData: "data stored in the car"
    case .pairedDevices: "paired phones"
    case .homeLink: "garage codes"
    case .paymentAndCharging: "payment and charging"
    case .subscriptions: "subscriptions"
    case .wifiSIM: "Wi-Fi and SIM"
    case .insurerDevice: "insurer's device"
    case .lenderDevice: "lender's device"
    case .dealerTracker: "dealer's tracker"
    case .removableMedia: "cards and sticks"
    case .protectedFunctions: "emergency and safety functions"
    }
  }
}

extension BuyerGroup {
  /// The label of its line, at most 20 characters.
  var buyerLabel: String {
    switch self {
    case .noneRemaining: "Checked by machine"
    case .nonePossible: "Not on this car"
    case .statedByTwo: "Two people say so"
    case .statedWithEvidence: "One says, evidence"
    case .endedWithAccount: "Ended with account"
    case .statedByOne: "One person says so"
    case .statedByProvider: "The service says so"
    case .endsBy: "Ends by"
    case .overdue: "OVERDUE"
    case .keptDisclosed: "Kept, you were told"
    case .open: "MAY STILL BE THERE"
    case .notKnown: "Not looked at"
    case .protectedOK: "Checked"
    case .protectedFault: "FAULT"
    }
  }

  /// On whose word it stands, as the end of a sentence; nil where it is nobody's word.
  var voice: String? {
    switch self {
    case .noneRemaining: "was checked by machine"
    case .statedByTwo: "is the word of two people at the dealer"
    case .statedWithEvidence: "is the word of one person at the dealer, with evidence kept"
    case .endedWithAccount: "ended together with the account, by the maker's rule"
    case .statedByOne: "is the word of one person at the dealer"
    case .statedByProvider: "is the word of the service alone"
    default: nil
    }
  }

  /// The order of the lines: what may hurt first, then who looked, then who said so, then what nobody looked at.
  static let readingOrder: [BuyerGroup] = [
    .open, .overdue, .endsBy, .keptDisclosed, .noneRemaining, .statedByTwo, .statedWithEvidence, .statedByOne,
    .endedWithAccount, .statedByProvider,
  ]
}

extension Verdict {
  /// What the verdict means for the one who buys.
  func buyerMeaning(_ recomputed: RecomputedVerdict, groups: [Layer: BuyerGroup]) -> String {
    switch self {
    case .clear, .clearAttested: "nobody else should be able to find, open or start this car."
    case .conditional: Self.conditions(recomputed, groups).joined(separator: "; ") + "."
    case .notClear: "someone may still be able to reach this car or its data."
    case .void: "it proves nothing."
    }
  }

  private static func conditions(_ recomputed: RecomputedVerdict, _ groups: [Layer: BuyerGroup]) -> [String] {
    let drivers = Set(recomputed.drivers.compactMap { groups[$0] })
    var reasons: [String] = []
    if recomputed.gates.contains("look-too-old") { reasons.append("the last look was too long before it was signed") }
    if recomputed.gates.contains("protected-not-checked") { reasons.append("the emergency functions were not checked") }
    guard reasons.isEmpty else { return reasons }
    if drivers.contains(.endsBy) || drivers.contains(.overdue) {
      reasons.append("something ends or is answered by the date shown")
    }
    if drivers.contains(.statedByOne) || drivers.contains(.statedByProvider) {
      reasons.append("part of it is one word only, which nobody checked")
    }
    if drivers.contains(.notKnown) { reasons.append("something could not be looked at") }
    if drivers.contains(.keptDisclosed) { reasons.append("something is kept, and you were told") }
    if drivers.contains(.open) { reasons.append("something that only costs money may still be there") }
    return reasons.isEmpty ? ["see what is left below"] : reasons
  }
}
