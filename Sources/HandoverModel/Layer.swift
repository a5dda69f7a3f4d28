/// One kind of access a previous owner can still have to a car or its data.
///
/// The list is closed and its order is the order in which every certificate, table and report prints it
/// (the design's certificate content, section 3.4). A layer that a car cannot have still gets a row, so that the presence
/// of a row tells nothing about the previous owner.
public enum Layer: String, CaseIterable, Codable, Hashable, Sendable, Comparable {
  case ownerAccount = "owner_account"
  case secondaryUsers = "secondary_users"
  case remoteCommands = "remote_commands"
  case locationSharing = "location_sharing"
  case appGrants = "app_grants"
  case virtualKeys = "virtual_keys"
  case telemetryStreams = "telemetry_streams"
  case digitalKeys = "digital_keys"
  case physicalKeys = "physical_keys"
  case inCarProfiles = "in_car_profiles"
  case storedData = "stored_data"
  case pairedDevices = "paired_devices"
  case homeLink = "home_link"
  case paymentAndCharging = "payment_and_charging"
  case subscriptions
  case wifiSIM = "wifi_sim"
  case insurerDevice = "insurer_device"
  case lenderDevice = "lender_device"
  case dealerTracker = "dealer_tracker"
  case removableMedia = "removable_media"
  case protectedFunctions = "protected_functions"

  /// The place of the layer in the published order, from 0.
  public var position: Int { Self.allCases.firstIndex(of: self) ?? Self.allCases.count }

  /// Published order.
  public static func < (one: Layer, other: Layer) -> Bool { one.position < other.position }
}
