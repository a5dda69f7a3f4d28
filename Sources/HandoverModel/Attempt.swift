package import FoundationEssentials

/// The name of one step within one handover, stable across restarts: it is made from what the step acts on.
package struct StepID: RawRepresentable, Hashable, Codable, Sendable, Comparable, CustomStringConvertible {
  package let rawValue: String

  package init(rawValue: String) { self.rawValue = rawValue }

  package var description: String { rawValue }

  package static func < (one: StepID, other: StepID) -> Bool { one.rawValue < other.rawValue }

  package init(from decoder: any Decoder) throws {
    rawValue = try decoder.singleValueContainer().decode(String.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }
}

/// What was sent for one step, with certainty. It is never a conclusion: whether the access is gone is seen, not told.
package struct Attempt: Hashable, Codable, Sendable {
  package var step: StepID
  package var access: AccessKey
  /// Counts the sends of this step, from 1.
  package var number: Int
  package var startedAt: Date
  package var endedAt: Date
  package var report: AttemptReport

  package init(
    step: StepID, access: AccessKey, number: Int, startedAt: Date, endedAt: Date, report: AttemptReport
  ) {
    self.step = step
    self.access = access
    self.number = number
    self.startedAt = startedAt
    self.endedAt = endedAt
    self.report = report
  }
}

/// What an adapter says about one revocation call.
package struct AttemptReport: Hashable, Codable, Sendable {
  package var certainty: Certainty
  /// A stable dotted name: `accepted`, `already-gone`, `refused`, `transport.reset`.
  package var code: String
  /// One sentence for a person, without personal data.
  package var reason: String
  /// Seconds after which trying again makes sense, where the provider said so.
  package var retryAfter: Double?
  /// Until when an accepted ending may still take effect, where the provider's rule says so.
  package var effectiveBy: Date?

  package init(
    _ certainty: Certainty, code: String, reason: String, retryAfter: Double? = nil, effectiveBy: Date? = nil
  ) {
    self.certainty = certainty
    self.code = code
    self.reason = reason
    self.retryAfter = retryAfter
    self.effectiveBy = effectiveBy
  }
}
