package import FoundationEssentials
package import HandoverModel
package import OEMAdapterKit

/// What one step of a plan needs to be performed.
package struct RevokeStep: Sendable {
  package var id: StepID
  package var vin: VIN
  package var access: Access
  /// The digest of the listing the plan was made from.
  package var listing: String
  /// How often this step was already sent.
  package var sendsBefore: Int

  package init(id: StepID, vin: VIN, access: Access, listing: String, sendsBefore: Int) {
    self.id = id
    self.vin = vin
    self.access = access
    self.listing = listing
    self.sendsBefore = sendsBefore
  }
}

/// How often and how patiently a step that was certainly not done is sent again.
package struct RevokePatience: Hashable, Sendable {
  /// Sends of one step in one run.
  package var sends: Int
  /// The longest pause a provider may ask for before the step is left for a later run, in seconds.
  package var longestPause: Double

  package init(sends: Int = 3, longestPause: Double = 30) {
    self.sends = sends
    self.longestPause = longestPause
  }
}

/// Ends one access: a durable intent, one request that the scope guard compares with the plan, one recorded result.
///
/// Only a send that was certainly not done is repeated. After "may have been done" the step is left to a look.
///
/// - Throws: what the journal throws. If the intent could not be made durable, nothing was sent.
package func revoke(
  _ step: RevokeStep, through adapter: any OEMAdapter, over transport: any HTTPTransport, journal: any Journal,
  patience: RevokePatience, pause: @Sendable (Double) async -> Void, now: @Sendable () -> Date
) async throws -> Attempt {
  var number = step.sendsBefore
  while true {
    number += 1
    let intent = Intent(step: step.id, access: step.access.key, number: number, listing: step.listing)
    try await journal.intend(intent)
    let started = now()
    let report = await adapter.revoke(step.access, of: step.vin, through: transport)
    let attempt = Attempt(
      step: step.id, access: step.access.key, number: number, startedAt: started, endedAt: now(), report: report)
    try await journal.record(attempt)
    let sent = number - step.sendsBefore
    guard let wait = patience.pause(after: report, sends: sent), !Task.isCancelled else { return attempt }
    await pause(wait)
    if Task.isCancelled { return attempt }
  }
}

extension RevokePatience {
  /// Seconds to wait before sending again, or nil when this step is over for now.
  func pause(after report: AttemptReport, sends sent: Int) -> Double? {
    guard report.certainty == .notDone, let asked = report.retryAfter, sent < sends, asked <= longestPause else {
      return nil
    }
    return max(0, asked)
  }
}
