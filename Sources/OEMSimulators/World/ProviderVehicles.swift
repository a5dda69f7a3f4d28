/// A car as Smartcar knows it.
package struct SmartcarVehicle: Codable, Sendable, Hashable {
  /// Smartcar's own stable id of the car (a UUID).
  package var vehicleID: String
  /// Connections of our application.
  package var connections: [SmartcarConnection] = []
  /// Connections of another application: real, and shown by no route of ours.
  package var otherConnections: [SmartcarConnection] = []
  /// Webhook subscriptions of our application.
  package var subscriptions: [SmartcarSubscription] = []

  package init(vehicleID: String) { self.vehicleID = vehicleID }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    vehicleID = try container.decode(String.self, forKey: .vehicleID)
    connections = try container.value(.connections, or: [])
    otherConnections = try container.value(.otherConnections, or: [])
    subscriptions = try container.value(.subscriptions, or: [])
  }
}

/// One connection: application, Smartcar user, vehicle.
package struct SmartcarConnection: Codable, Sendable, Hashable {
  package var id: String
  package var userID: String
  package var permissions: [String]
  /// RFC 3339, UTC, whole seconds.
  package var createdAt: String
  /// `live` or `simulated`.
  package var mode = "live"
  /// The v2.0 tokens of this user's grant.
  package var owner: SmartcarOwner?

  package init(id: String, userID: String, permissions: [String], createdAt: String) {
    self.id = id
    self.userID = userID
    self.permissions = permissions
    self.createdAt = createdAt
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    id = try container.decode(String.self, forKey: .id)
    userID = try container.decode(String.self, forKey: .userID)
    permissions = try container.decode([String].self, forKey: .permissions)
    createdAt = try container.value(.createdAt, or: "2026-01-01T00:00:00Z")
    mode = try container.value(.mode, or: "live")
    owner = try container.decodeIfPresent(SmartcarOwner.self, forKey: .owner)
  }
}

/// The v2.0 grant of one owner: a code to be exchanged once, and tokens already exchanged.
package struct SmartcarOwner: Codable, Sendable, Hashable {
  package var code: String?
  package var accessToken: String?
  package var refreshToken: String?

  package init(code: String?, accessToken: String?, refreshToken: String?) {
    self.code = code
    self.accessToken = accessToken
    self.refreshToken = refreshToken
  }
}

/// A webhook subscription of our application for one user's car.
package struct SmartcarSubscription: Codable, Sendable, Hashable {
  package var id: String
  package var webhookID: String
  package var userID: String

  package init(id: String, webhookID: String, userID: String) {
    self.id = id
    self.webhookID = webhookID
    self.userID = userID
  }
}

/// A car as Škoda's app back end knows it.
package struct SkodaVehicle: Codable, Sendable, Hashable {
  /// `devicePlatform` as the garage states it.
  package var platform = "MBB"
  /// The seller's tie: `ACTIVATED` (main user), `GUEST_USER`, `NOT_ACTIVATED`, `RESET_SPIN`.
  package var state = "ACTIVATED"
  package var seller: SkodaSeller
  /// The main user where that is not the seller.
  package var primary: SkodaPerson?
  package var guests: [SkodaPerson] = []
  /// Plug & Charge contract certificates.
  package var certificates: [SkodaCertificate] = []
  package var partOfFleet = false
  /// API keys made in the app: real, and shown by no route.
  package var apiKeys: [String] = []
  /// Users known only to the car itself: real, and shown by no route.
  package var carUsers: [String] = []
  /// How many entries each store has: `backups`, `favourites`, `parking`, `profiles`, `history`.
  package var stores: [String: Int] = [:]

  package init(seller: SkodaSeller) { self.seller = seller }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    platform = try container.value(.platform, or: "MBB")
    state = try container.value(.state, or: "ACTIVATED")
    seller = try container.decode(SkodaSeller.self, forKey: .seller)
    primary = try container.decodeIfPresent(SkodaPerson.self, forKey: .primary)
    guests = try container.value(.guests, or: [])
    certificates = try container.value(.certificates, or: [])
    partOfFleet = try container.value(.partOfFleet, or: false)
    apiKeys = try container.value(.apiKeys, or: [])
    carUsers = try container.value(.carUsers, or: [])
    stores = try container.value(.stores, or: [:])
  }
}

/// The seller's account and the live session it gives the dealer. Cars with the same `userID` share one garage and session.
package struct SkodaSeller: Codable, Sendable, Hashable {
  package var userID: String
  package var email: String
  package var accessToken: String
  package var refreshToken: String
  /// An authorization code that can be exchanged once.
  package var code: String?

  package init(userID: String, email: String, accessToken: String, refreshToken: String) {
    self.userID = userID
    self.email = email
    self.accessToken = accessToken
    self.refreshToken = refreshToken
  }
}

/// A person in a list of users.
package struct SkodaPerson: Codable, Sendable, Hashable {
  package var id: String
  package var firstName: String
  package var lastName: String
  package var email: String
  package var nickname: String?
  /// False for a guest whom the car has never seen.
  package var knownToVehicle = true

  package init(id: String, firstName: String, lastName: String, email: String) {
    self.id = id
    self.firstName = firstName
    self.lastName = lastName
    self.email = email
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    id = try container.decode(String.self, forKey: .id)
    firstName = try container.value(.firstName, or: "")
    lastName = try container.value(.lastName, or: "")
    email = try container.value(.email, or: "")
    nickname = try container.decodeIfPresent(String.self, forKey: .nickname)
    knownToVehicle = try container.value(.knownToVehicle, or: true)
  }
}

/// A Plug & Charge contract certificate of the seller's charging contract.
package struct SkodaCertificate: Codable, Sendable, Hashable {
  package var id: String
  package var issuer: String
  package var state: String

  package init(id: String, issuer: String, state: String) {
    self.id = id
    self.issuer = issuer
    self.state = state
  }
}
