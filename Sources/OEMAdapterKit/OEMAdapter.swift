package import FoundationEssentials
package import HandoverModel

/// Our side of one provider's interface: it lists accesses and revokes one. Nothing else.
///
/// There is no verb to verify. Verification is `look` asked again later, so an adapter's author has no opportunity to be
/// optimistic, and an adapter never names an outcome: the engine does, from sightings.
package protocol OEMAdapter: Sendable {
  /// Looks at everything this authority can see of one car. It never throws: a look that failed is a sighting that says so,
  /// per kind of object, because "could not look" must not become "nothing there".
  ///
  /// - Parameter purpose: for the second look, the accesses that should be gone, so that another read than the first one's can be used.
  func look(at vin: VIN, purpose: LookPurpose, through transport: any HTTPTransport) async -> AdapterLook

  /// Sends the one request that ends one access. Called at most once per recorded intent; the transport given allows exactly that request.
  func revoke(_ access: Access, of vin: VIN, through transport: any HTTPTransport) async -> AttemptReport

  /// Gives a lent session back at the provider, where there is one. Nil when there is nothing to give back.
  func giveBack(through transport: any HTTPTransport) async -> AttemptReport?
}

/// Why a look is made.
package enum LookPurpose: Hashable, Sendable {
  /// To find what there is.
  case find
  /// To see whether these are gone.
  case confirmAbsent([AccessKey])
}

/// What an adapter saw in one look.
package struct AdapterLook: Hashable, Sendable {
  package var kinds: [KindSighting]
  package var stopSigns: [StopSign]

  package init(kinds: [KindSighting], stopSigns: [StopSign] = []) {
    self.kinds = kinds
    self.stopSigns = stopSigns
  }
}

/// On what an adapter acts, handed over when it is made.
package struct AdapterContext: Sendable {
  package var credentials: AdapterCredentials
  /// Keeps a rotating session durable before its new token is used.
  package var sessionKeeper: any SessionKeeper
  package var now: @Sendable () -> Date

  package init(
    credentials: AdapterCredentials, sessionKeeper: any SessionKeeper, now: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.credentials = credentials
    self.sessionKeeper = sessionKeeper
    self.now = now
  }
}

/// The secrets an adapter may hold.
package enum AdapterCredentials: Sendable {
  /// Our own application at an aggregator.
  case application(id: Secret, secret: Secret)
  /// The seller's live session, lent for this visit.
  case sellerSession(SellerSession)
}

/// A seller's live session as it was handed to the run. It belongs to the visit: given back and erased after the second look.
package struct SellerSession: Sendable {
  package var vin: VIN
  package var provider: ProviderID
  package var accessToken: Secret
  package var refreshToken: Secret?

  package init(vin: VIN, provider: ProviderID, accessToken: Secret, refreshToken: Secret?) {
    self.vin = vin
    self.provider = provider
    self.accessToken = accessToken
    self.refreshToken = refreshToken
  }
}

/// Where a rotated session goes before it is used: refresh tokens are single-use, and losing one locks the visit out.
package protocol SessionKeeper: Sendable {
  /// Returns only when the new session is durable.
  func keep(_ session: SellerSession) async throws
}

/// Keeps nothing: for adapters whose tokens can be asked for again at any time.
package struct NoSessionKeeper: SessionKeeper {
  package init() {}

  package func keep(_ session: SellerSession) async throws {}
}
