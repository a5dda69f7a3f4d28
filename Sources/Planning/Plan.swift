package import FoundationEssentials
package import HandoverModel

/// What would be done for one car, in which order, as plain data: previewing and performing read the same plan.
///
/// A plan is bound to the listing it was made from. When a later look shows anything else, it lapses.
package struct Plan: Codable, Hashable, Sendable {
  package var vin: VIN
  package var madeAt: Date
  /// The digest of the listing (`ListingDigest`).
  package var listing: String
  /// The endings a machine can send, in order.
  package var ends: [PlannedEnd]
  /// What was found and will not be ended by the machine, and why.
  package var left: [PlannedLeft]
  /// What a person does, as the sheet says.
  package var tasks: [PlannedTask]
  /// What no look could show.
  package var unseen: [UnseenKind]

  package init(
    vin: VIN, madeAt: Date, listing: String, ends: [PlannedEnd], left: [PlannedLeft], tasks: [PlannedTask],
    unseen: [UnseenKind]
  ) {
    self.vin = vin
    self.madeAt = madeAt
    self.listing = listing
    self.ends = ends
    self.left = left
    self.tasks = tasks
    self.unseen = unseen
  }

  /// The endings grouped by stage: everything of one stage is sent and looked at before the next begins, because a later
  /// stage ends the authority that the looks of an earlier one need.
  package var stages: [[PlannedEnd]] {
    Dictionary(grouping: ends, by: \.stage).sorted { $0.key < $1.key }.map { $0.value.sorted { $0.id < $1.id } }
  }
}

/// One ending a machine can send.
package struct PlannedEnd: Codable, Hashable, Sendable {
  package var id: StepID
  package var access: Access
  package var stage: Int
  /// The interface is unofficial: the plan and the certificate say so.
  package var unofficial: Bool

  package init(id: StepID, access: Access, stage: Int, unofficial: Bool) {
    self.id = id
    self.access = access
    self.stage = stage
    self.unofficial = unofficial
  }
}

/// An access that was found and stays for a person.
package struct PlannedLeft: Codable, Hashable, Sendable {
  package var access: Access
  package var reason: String

  package init(access: Access, reason: String) {
    self.access = access
    self.reason = reason
  }
}

/// A step of the sheet.
package struct PlannedTask: Codable, Hashable, Sendable {
  package var step: String
  package var title: String
  package var when: String
  package var layers: [Layer]
  /// Whether an answer to it is already on file.
  package var answered: Bool

  package init(step: String, title: String, when: String, layers: [Layer], answered: Bool) {
    self.step = step
    self.title = title
    self.when = when
    self.layers = layers
    self.answered = answered
  }
}

/// A kind of object that could not be looked at, or only in part.
package struct UnseenKind: Codable, Hashable, Sendable {
  package var provider: ProviderID
  package var kind: String
  package var layer: Layer
  package var reason: String

  package init(provider: ProviderID, kind: String, layer: Layer, reason: String) {
    self.provider = provider
    self.kind = kind
    self.layer = layer
    self.reason = reason
  }
}
