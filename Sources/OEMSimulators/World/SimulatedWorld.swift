import FoundationEssentials

/// The world a simulator starts with, as its JSON file has it (member names as here; members with a default may be left out):
///
/// ```json
/// {"format": 1,
///  "smartcar": {"clientID": "client_sim", "clientSecret": "secret_sim", "managementToken": "amt_sim"},
///  "vehicles": [
///   {"vin": "TMBJB9NX0PY000001", "make": "Škoda", "model": "Octavia", "year": 2023, "hidden": ["digital_keys"],
///    "skoda": {"platform": "MOD3", "state": "ACTIVATED",
///      "seller": {"userID": "u-1", "email": "eva@example.test", "accessToken": "at-1", "refreshToken": "rt-1"},
///      "guests": [{"id": "g-1", "firstName": "Jan", "lastName": "Horak", "email": "jan@example.test"}],
///      "certificates": [{"id": "c-1", "issuer": "ELLI", "state": "ORDERED"}],
///      "partOfFleet": false, "apiKeys": ["k-1"], "carUsers": ["d-1"], "stores": {"backups": 1, "favourites": 2}}},
///   {"vin": "WBY73AW06PFM00001", "make": "BMW", "model": "i4", "year": 2023,
///    "smartcar": {"vehicleID": "36ab2272-…",
///      "connections": [{"id": "c0ffee00-…", "userID": "9c58…", "permissions": ["read_location"],
///        "createdAt": "2026-01-01T00:00:00Z", "mode": "live",
///        "owner": {"code": "code-1", "accessToken": "at-2", "refreshToken": "rt-2"}}],
///      "otherConnections": [], "subscriptions": [{"id": "s-1", "webhookID": "w-1", "userID": "9c58…"}]}}]}
/// ```
package struct SimulatedWorld: Codable, Sendable, Hashable {
  /// Raised when a member changes its meaning.
  package var format = 1
  /// The one Smartcar application whose credentials the dealer has.
  package var smartcar = SmartcarApplication()
  /// Every vehicle, at whichever provider.
  package var vehicles: [SimulatedVehicle]

  /// A world of these vehicles.
  package init(vehicles: [SimulatedVehicle]) { self.vehicles = vehicles }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    format = try container.decode(Int.self, forKey: .format)
    guard format == 1 else {
      throw DecodingError.dataCorruptedError(
        forKey: .format, in: container, debugDescription: "a world file of format 1 is expected")
    }
    smartcar = try container.value(.smartcar, or: SmartcarApplication())
    vehicles = try container.decode([SimulatedVehicle].self, forKey: .vehicles)
  }

  /// Reads a world file; throws `DecodingError` naming the member that is wrong.
  package static func read(_ bytes: [UInt8]) throws -> SimulatedWorld {
    try JSONDecoder().decode(SimulatedWorld.self, from: Data(bytes))
  }

  /// The world as a file that `read` reads.
  package func file() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try Array(encoder.encode(self)) + [UInt8(ascii: "\n")]
  }
}

/// The credentials of the Smartcar application that the dealer holds: M2M client for v3, AMT for v2.0 management.
package struct SmartcarApplication: Codable, Sendable, Hashable {
  package var clientID = "client_simulated"
  package var clientSecret = "simulated-client-secret"
  package var managementToken = "simulated-management-token"

  package init() {}
}

/// One car and what is known about it at each provider.
package struct SimulatedVehicle: Codable, Sendable, Hashable {
  package var vin: String
  package var make: String
  package var model: String
  package var year: Int
  /// Layer codes (the certificate's fixed list) in each of which one access exists that no route of any provider shows.
  package var hidden: [String] = []
  package var smartcar: SmartcarVehicle?
  package var skoda: SkodaVehicle?

  package init(vin: String, make: String, model: String, year: Int) {
    self.vin = vin
    self.make = make
    self.model = model
    self.year = year
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    vin = try container.decode(String.self, forKey: .vin)
    make = try container.decode(String.self, forKey: .make)
    model = try container.decode(String.self, forKey: .model)
    year = try container.decode(Int.self, forKey: .year)
    hidden = try container.value(.hidden, or: [])
    smartcar = try container.decodeIfPresent(SmartcarVehicle.self, forKey: .smartcar)
    skoda = try container.decodeIfPresent(SkodaVehicle.self, forKey: .skoda)
  }
}

/// The 21 layer codes of the certificate, in published order, for planting hidden accesses in each.
package enum LayerCodes {
  /// The codes.
  package static let all = [
    "owner_account", "secondary_users", "remote_commands", "location_sharing", "app_grants", "virtual_keys",
    "telemetry_streams", "digital_keys", "physical_keys", "in_car_profiles", "stored_data", "paired_devices",
    "home_link",
    "payment_and_charging", "subscriptions", "wifi_sim", "insurer_device", "lender_device", "dealer_tracker",
    "removable_media", "protected_functions",
  ]
  /// Those that live in the car itself and end with a factory reset there.
  package static let endedByReset: Set<String> = [
    "in_car_profiles", "stored_data", "paired_devices", "home_link", "wifi_sim",
  ]
}

extension KeyedDecodingContainer {
  /// The value of a member, or `standard` where it is left out.
  func value<Value: Decodable>(_ key: Key, or standard: Value) throws -> Value {
    try decodeIfPresent(Value.self, forKey: key) ?? standard
  }
}
