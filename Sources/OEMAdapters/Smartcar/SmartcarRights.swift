import HandoverModel

/// A connection's permissions in the closed vocabulary of the provider's permission page (November 2026). A name that is not
/// on it becomes `other`, so that no text of a provider ever reaches a plan.
struct SmartcarRights: Hashable, Sendable {
  /// Sorted, without duplicates.
  var names: [String]
  var power: AccessPower

  /// - Parameter permissions: as listed; `required:` before a name only says that a consent box was mandatory.
  init(_ permissions: [String]) {
    let plain = permissions.map { name in
      name.utf8.starts(with: Self.mandatory) ? String(name.utf8.dropFirst(Self.mandatory.count)) ?? "" : name
    }
    names = Set(plain.map { Self.known.contains($0) ? $0 : "other" }).sorted()
    power =
      if plain.contains(where: { $0.utf8.starts(with: "control_".utf8) }) {
        .control
      } else if plain.contains("read_location") {
        .locate
      } else {
        .read
      }
  }

  private static let mandatory = Array("required:".utf8)

  private static let known: Set<String> = [
    "control_charge", "control_climate", "control_ignition", "control_navigation", "control_pin", "control_security",
    "control_trunk", "read_alerts", "read_battery", "read_charge", "read_charge_events", "read_charge_locations",
    "read_charge_records", "read_climate", "read_compass", "read_diagnostics", "read_engine_oil",
    "read_extended_vehicle_info", "read_fuel", "read_location", "read_odometer", "read_security",
    "read_service_history", "read_speedometer", "read_thermometer", "read_tires", "read_user_profile",
    "read_vehicle_info", "read_vin",
  ]
}
