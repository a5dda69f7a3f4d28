/// What was said to one provider, for a run's summary and its estimate.
package struct ProviderStatistics: Hashable, Sendable {
  /// Requests handed to the transport and sent at least once.
  package var calls = 0
  /// Sends beyond the first of a request.
  package var retries = 0
  /// Answers 429.
  package var throttled = 0
  /// Sends that ended without a whole answer.
  package var failures = 0
  /// Seconds from send to whole answer, summed over answered sends.
  package var latency: Double = 0
  /// Sends that were answered, whatever the status.
  package var answers = 0
  /// Bytes of bodies sent, and of answered bodies.
  package var bytesSent = 0
  package var bytesReceived = 0

  package init() {}

  /// Seconds per answered send; nil before the first.
  package var meanLatency: Double? { answers == 0 ? nil : latency / Double(answers) }
}
