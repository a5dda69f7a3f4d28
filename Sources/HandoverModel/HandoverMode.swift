/// Whether what a handover saw was real. Derived from the transport, never set by an adapter.
public enum HandoverMode: String, Codable, Hashable, Sendable {
  /// Every host was the provider's own.
  case live
  /// Every provider was a simulator.
  case simulated
  /// Some were and some were not.
  case mixed
}
