package import HandoverModel

/// The words a buyer reads for layers and groups (certificate content, sections 3.4 and 5.2).
extension Layer {
  /// In the plural or as a mass, to stand in a list.
  package var word: Word {
    switch self {
    case .ownerAccount: .layerOwnerAccount
    case .secondaryUsers: .layerSecondaryUsers
    case .remoteCommands: .layerRemoteCommands
    case .locationSharing: .layerLocationSharing
    case .appGrants: .layerAppGrants
    case .virtualKeys: .layerVirtualKeys
    case .telemetryStreams: .layerTelemetryStreams
    case .digitalKeys: .layerDigitalKeys
    case .physicalKeys: .layerPhysicalKeys
    case .inCarProfiles: .layerInCarProfiles
    case .storedData: .layerStoredData
    case .pairedDevices: .layerPairedDevices
    case .homeLink: .layerHomeLink
    case .paymentAndCharging: .layerPaymentAndCharging
    case .subscriptions: .layerSubscriptions
    case .wifiSIM: .layerWifiSIM
    case .insurerDevice: .layerInsurerDevice
    case .lenderDevice: .layerLenderDevice
    case .dealerTracker: .layerDealerTracker
    case .removableMedia: .layerRemovableMedia
    case .protectedFunctions: .layerProtectedFunctions
    }
  }
}

extension BuyerGroup {
  /// The label of its line.
  package var word: Word {
    switch self {
    case .noneRemaining: .groupNoneRemaining
    case .nonePossible: .groupNonePossible
    case .statedByTwo: .groupStatedByTwo
    case .statedWithEvidence: .groupStatedWithEvidence
    case .endedWithAccount: .groupEndedWithAccount
    case .statedByOne: .groupStatedByOne
    case .statedByProvider: .groupStatedByProvider
    case .endsBy: .groupEndsBy
    case .overdue: .groupOverdue
    case .keptDisclosed: .groupKeptDisclosed
    case .open: .groupOpen
    case .notKnown: .groupNotKnown
    case .protectedOK: .groupProtectedOK
    case .protectedFault: .groupProtectedFault
    }
  }

  /// On whose word it stands, as the end of a sentence; nil where it is nobody's word.
  package var voice: Word? {
    switch self {
    case .noneRemaining: .voiceNoneRemaining
    case .statedByTwo: .voiceStatedByTwo
    case .statedWithEvidence: .voiceStatedWithEvidence
    case .endedWithAccount: .voiceEndedWithAccount
    case .statedByOne: .voiceStatedByOne
    case .statedByProvider: .voiceStatedByProvider
    default: nil
    }
  }

  /// The order of the lines: what may hurt first, then who looked, then who said so, then what nobody looked at.
  package static let readingOrder: [BuyerGroup] = [
    .open, .overdue, .endsBy, .keptDisclosed, .noneRemaining, .statedByTwo, .statedWithEvidence, .statedByOne,
    .endedWithAccount, .statedByProvider,
  ]
}
