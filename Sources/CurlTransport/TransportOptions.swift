package import HandoverModel
package import OEMAdapterKit

/// The transport's own patience, the same for every provider. Seconds throughout, on a clock that never jumps.
package struct TransportOptions: Sendable {
  /// For requests that are safe to send again.
  package var retry = RetryPolicy()
  /// Pauses of a whole provider after a 429 that names none.
  package var throttlePause = RetryPolicy(base: 1, cap: 60)
  /// From the first send of a request to its end, retries and pauses included. A provider that asks for a longer pause is
  /// left alone (`transport.paused`).
  package var deadline: Double = 120
  package var connectTimeout: Double = 10
  /// A body slower than `slowestBytesPerSecond` for this many whole seconds is given up.
  package var slowSeconds = 10
  package var slowestBytesPerSecond = 64
  /// Retries per first send.
  package var retryShare: Double = 0.2
  /// Retries that a provider's first requests may use before they have earned any.
  package var retryMinimum: Double = 10
  /// Failures in a row after which an empty budget opens the circuit.
  package var failuresToOpen = 5
  /// The circuit's first pause, and its longest.
  package var circuitPause: Double = 5
  package var circuitLongestPause: Double = 60
  /// Session calls that the provider documents as safe to repeat. A single-use refresh token is not.
  package var repeatable: [ProviderID: Set<SessionRoute>] = [:]
  /// Makes the jitter repeatable; nil takes a seed from the system.
  package var seed: UInt64?
  package var userAgent = "handover"
  /// `host:port:address`, for tests of what a name server answers.
  var resolve: [String] = []

  package init() {}
}
