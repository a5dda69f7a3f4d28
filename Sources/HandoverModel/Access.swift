/// What names one access at its provider: whose it is, which kind of object, its id there, and, where the provider has
/// one, the mark of its creation, because ids are re-used (fault C5 of the reliability notes).
package struct AccessKey: Hashable, Codable, Sendable, Comparable {
  package var provider: ProviderID
  /// The provider's kind of object as its adapter's descriptor names it: `connection`, `guest`.
  package var kind: String
  /// The id at the provider, as its listings spell it: while the access lives, this text stands in a listing's bytes, and
  /// the engine looks for it there after the adapter said "gone". For an account's tie to the car it is the VIN.
  /// It may point at a person, so it stays in the ledger and never reaches a buyer.
  package var id: String
  /// When or as what it was made, where the provider tells.
  package var mark: String?

  package init(provider: ProviderID, kind: String, id: String, mark: String? = nil) {
    self.provider = provider
    self.kind = kind
    self.id = id
    self.mark = mark
  }

  package static func < (one: AccessKey, other: AccessKey) -> Bool {
    (one.provider, one.kind, one.id, one.mark ?? "") < (other.provider, other.kind, other.id, other.mark ?? "")
  }
}

/// One way that one holder has to the car or its data.
///
/// An access never carries a name, an address or any text that a provider or a person wrote: what a clerk needs is its
/// kind, and what nobody stores nobody can leak.
package struct Access: Hashable, Codable, Sendable {
  package var key: AccessKey
  package var layer: Layer
  package var holder: HolderClass
  package var power: AccessPower
  package var scope: AccessScope
  /// Words from a closed vocabulary, such as permission names, for the plan's reader.
  package var rights: [String]

  package init(
    key: AccessKey, layer: Layer, holder: HolderClass, power: AccessPower, scope: AccessScope = .vehicle,
    rights: [String] = []
  ) {
    self.key = key
    self.layer = layer
    self.holder = holder
    self.power = power
    self.scope = scope
    self.rights = rights
  }
}

/// What kind of holder an access belongs to (certificate content, section 3.5).
package enum HolderClass: String, Codable, Hashable, Sendable {
  case previousOwner = "previous_owner"
  case otherPerson = "other_person"
  case business
  case dealer
  case lender
  case unknown
}

/// The most an access allows. For information only: the weight that counts is the layer's.
package enum AccessPower: String, Codable, Hashable, Sendable {
  case control
  case locate
  case read
  case residual
  case billing
}

/// How far ending an access reaches. Only `vehicle` may ever be ended by the machine.
package enum AccessScope: String, Codable, Hashable, Sendable {
  /// This VIN only.
  case vehicle
  /// Everything of one account, other cars included.
  case account
  /// Every car of a brand.
  case brand
}
