package import FoundationEssentials

/// What a listing could have shown. Partial sight never clears a layer.
package enum Sight: String, Codable, Hashable, Sendable {
  /// Everything of the layer would have been in it.
  case complete
  /// Only a part of the layer: our own application's connections, say.
  case partial
  /// Nothing can be listed, or the look failed.
  case cannotList = "cannot_list"
}

/// Which look it was. Only a `second` sighting can show that something is gone, because only it was made after the effect.
package enum LookPass: String, Codable, Hashable, Sendable {
  case first
  case second
}

/// Whether a look showed something that had to be there. Without it an empty listing says nothing (design rule 2).
///
/// The adapter says what it saw and the exact text it saw it by; the engine does not take its word for it, but finds that
/// text in the bytes the provider really sent during this look.
package enum PositiveControl: Hashable, Codable, Sendable {
  /// Seen: what it was, in a closed vocabulary ("the session's own identity", "another connection of this application"),
  /// and the value, at least four characters, that stands in a successful answer of this very look.
  case seen(what: String, value: String)
  case notSeen
}

/// Why a look showed nothing usable. It is a result, not an error: the layer becomes unknown and the run goes on.
package struct LookFailure: Hashable, Codable, Sendable {
  /// A stable dotted name: `skoda.no-authority`, `transport.timeout`.
  package var code: String
  /// One sentence for a person.
  package var reason: String
  /// Whether another look may succeed without anybody doing anything.
  package var passing: Bool

  package init(code: String, reason: String, passing: Bool) {
    self.code = code
    self.reason = reason
    self.passing = passing
  }
}

/// What one read showed of one kind of object.
package struct KindSighting: Hashable, Codable, Sendable {
  package var kind: String
  package var layer: Layer
  /// Which read it was, as method and path template, so that the second can be shown to be another one.
  package var read: String
  package var sight: Sight
  package var control: PositiveControl
  package var accesses: [Access]
  package var failure: LookFailure?

  package init(
    kind: String, layer: Layer, read: String, sight: Sight, control: PositiveControl, accesses: [Access],
    failure: LookFailure? = nil
  ) {
    self.kind = kind
    self.layer = layer
    self.read = read
    self.sight = sight
    self.control = control
    self.accesses = accesses
    self.failure = failure
  }

  /// A look that could not be made: nothing seen, nothing concluded.
  package static func couldNotLook(kind: String, layer: Layer, read: String, because failure: LookFailure) -> Self {
    Self(
      kind: kind, layer: layer, read: read, sight: .cannotList, control: .notSeen, accesses: [], failure: failure)
  }
}

/// What a look at one provider showed of one car.
package struct Sighting: Hashable, Codable, Sendable {
  package var provider: ProviderID
  package var vin: VIN
  package var pass: LookPass
  /// When the first request of the look was sent; "gone" counts only from here.
  package var startedAt: Date
  package var endedAt: Date
  package var mode: HandoverMode
  package var kinds: [KindSighting]
  /// A reason to stop before anything is ended, such as a fleet flag the provider shows.
  package var stopSigns: [StopSign]

  package init(
    provider: ProviderID, vin: VIN, pass: LookPass, startedAt: Date, endedAt: Date, mode: HandoverMode,
    kinds: [KindSighting], stopSigns: [StopSign] = []
  ) {
    self.provider = provider
    self.vin = vin
    self.pass = pass
    self.startedAt = startedAt
    self.endedAt = endedAt
    self.mode = mode
    self.kinds = kinds
    self.stopSigns = stopSigns
  }

  package var accesses: [Access] { kinds.flatMap(\.accesses) }
}

/// Something that stops a handover before anything is ended (design rule 9).
package enum StopSign: String, Codable, Hashable, Sendable, CaseIterable {
  case stolen
  case fleet
  case lenderClaim = "lender_claim"
  case secondClaimant = "second_claimant"
  case legalHold = "legal_hold"
  case authorityLost = "authority_lost"
}
