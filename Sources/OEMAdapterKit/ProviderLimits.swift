package import HandoverModel

/// What one provider is known to accept, as its descriptor states it. The transport starts from these figures and learns
/// downwards from what the provider answers.
package struct ProviderLimits: Hashable, Sendable {
  /// Calls in flight at once.
  package var concurrency: Int
  /// Calls per second in the long run; nil where the provider publishes none.
  package var callsPerSecond: Double?
  /// Calls that may be made at once after a pause.
  package var burst: Int
  /// Seconds until a call without an answer is given up.
  package var timeout: Double
  /// Bytes of a body after decoding; more is refused while it is read.
  package var maximumBody: Int

  package init(
    concurrency: Int, callsPerSecond: Double? = nil, burst: Int = 8, timeout: Double = 30, maximumBody: Int = 4 << 20
  ) {
    self.concurrency = concurrency
    self.callsPerSecond = callsPerSecond
    self.burst = burst
    self.timeout = timeout
    self.maximumBody = maximumBody
  }
}

/// Where a provider's services live. A base URL can be overridden only by a loopback address, and any override makes the
/// provider's mode `simulated`.
package struct ProviderHosts: Hashable, Sendable {
  package var provider: ProviderID
  /// Service name to base URL without a final slash: `["vehicle": "https://vehicle.api.smartcar.com/v3"]`.
  package var services: [String: String]
  /// Service name to a loopback base URL, for simulators.
  package var overrides: [String: String]
  package var limits: ProviderLimits

  package init(
    provider: ProviderID, services: [String: String], overrides: [String: String] = [:], limits: ProviderLimits
  ) {
    self.provider = provider
    self.services = services
    self.overrides = overrides
    self.limits = limits
  }
}
