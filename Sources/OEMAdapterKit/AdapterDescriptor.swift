package import HandoverModel

/// Everything the rest of the program knows about one adapter: plain facts, each with reason, source and date.
package struct AdapterDescriptor: Sendable {
  package var id: ProviderID
  /// The name people know it by.
  package var name: String
  package var standing: Standing
  package var authority: AuthorityKind
  /// Brand ids the adapter serves; empty for an aggregator that serves any.
  package var makes: Set<String>
  package var kinds: [ObjectKind]
  package var hosts: ProviderHosts
  package var sessionRoutes: [SessionRoute]
  package var diesWith: [DiesWith]
  package var endpoints: [EndpointProof]
  /// When a person last confirmed these facts, `2026-11`.
  package var lastConfirmed: String
  package var makeAdapter: @Sendable (AdapterContext) -> any OEMAdapter

  package init(
    id: ProviderID, name: String, standing: Standing, authority: AuthorityKind, makes: Set<String>,
    kinds: [ObjectKind], hosts: ProviderHosts, sessionRoutes: [SessionRoute], diesWith: [DiesWith],
    endpoints: [EndpointProof], lastConfirmed: String,
    makeAdapter: @escaping @Sendable (AdapterContext) -> any OEMAdapter
  ) {
    self.id = id
    self.name = name
    self.standing = standing
    self.authority = authority
    self.makes = makes
    self.kinds = kinds
    self.hosts = hosts
    self.sessionRoutes = sessionRoutes
    self.diesWith = diesWith
    self.endpoints = endpoints
    self.lastConfirmed = lastConfirmed
    self.makeAdapter = makeAdapter
  }

  /// The one kind of this name.
  package func kind(_ name: String) -> ObjectKind? { kinds.first { $0.name == name } }
}

/// Whether the maker offers the interface to us. Unofficial is off until the dealer turns it on by name.
package enum Standing: String, Codable, Hashable, Sendable {
  case official
  case unofficial
}

/// On what basis an adapter acts.
package enum AuthorityKind: String, Codable, Hashable, Sendable {
  case ownApplication = "own_application"
  case sellerSession = "seller_session"
}

/// A fact's origin: who says so and when it was seen.
package struct FactSource: Hashable, Codable, Sendable {
  package var text: String
  /// `2026-11`.
  package var seen: String
  package var confirmed: Bool

  package init(_ text: String, seen: String, confirmed: Bool) {
    self.text = text
    self.seen = seen
    self.confirmed = confirmed
  }
}

/// One kind of object a provider has. Each maps to exactly one layer (design rule 3).
package struct ObjectKind: Hashable, Sendable {
  package var name: String
  package var layer: Layer
  /// The most a listing of it can show of its layer.
  package var sight: Sight
  package var sightReason: String
  package var capability: RevokeCapability
  package var source: FactSource
  /// Seconds an ended object may still be listed (fault D1); the second look waits for it.
  package var settling: Double
  /// The order in which kinds are ended: lower first. The tie that the others need goes last.
  package var order: Int

  package init(
    name: String, layer: Layer, sight: Sight, sightReason: String, capability: RevokeCapability, source: FactSource,
    settling: Double, order: Int
  ) {
    self.name = name
    self.layer = layer
    self.sight = sight
    self.sightReason = sightReason
    self.capability = capability
    self.source = source
    self.settling = settling
    self.order = order
  }
}

/// What an adapter can do about one kind of object, and why not where it cannot.
package enum RevokeCapability: Hashable, Sendable {
  /// By one request of this shape.
  case automatic(EffectRoute)
  /// Only by a person, as the sheet says.
  case byHand(reason: String)
  case impossible(reason: String)
}

/// Rule 12: ending one kind of access ends, or does not end, a layer with it.
package struct DiesWith: Hashable, Sendable {
  /// The object kind whose verified end is the cause.
  package var parentKind: String
  package var dependent: Layer
  package var source: FactSource

  package init(parentKind: String, dependent: Layer, source: FactSource) {
    self.parentKind = parentKind
    self.dependent = dependent
    self.source = source
  }
}

/// How an endpoint's shape is known. `inferred` caps the sight of what it lists at partial.
package struct EndpointProof: Hashable, Sendable {
  package enum Class: String, Codable, Hashable, Sendable {
    case provenByClient = "proven by client"
    case documentedByProvider = "documented by the provider"
    case documentedByThirdParties = "documented only by third parties"
    case inferred
  }

  /// Method and path template: `GET /v3/connections`.
  package var endpoint: String
  package var proof: Class
  /// Which client, page or repository, and when.
  package var detail: String

  package init(_ endpoint: String, _ proof: Class, _ detail: String) {
    self.endpoint = endpoint
    self.proof = proof
    self.detail = detail
  }
}
