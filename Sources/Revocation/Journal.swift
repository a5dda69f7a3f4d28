package import HandoverModel

/// Where an intent is durable before anything is sent, and the result after. Revocation cannot act without one.
package protocol Journal: Sendable {
  /// Returns only when the intent is durable: after it, and not before, a request may leave.
  func intend(_ intent: Intent) async throws

  /// Records what came of it.
  func record(_ attempt: Attempt) async throws
}

/// What is about to be sent, written before it is.
package struct Intent: Hashable, Codable, Sendable {
  package var step: StepID
  package var access: AccessKey
  /// Counts the sends of this step, from 1.
  package var number: Int
  /// The digest of the listing that the plan was made from.
  package var listing: String

  package init(step: StepID, access: AccessKey, number: Int, listing: String) {
    self.step = step
    self.access = access
    self.number = number
    self.listing = listing
  }
}
