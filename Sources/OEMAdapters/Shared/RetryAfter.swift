import OEMAdapterKit

extension HTTPResponse {
  /// Seconds the provider asks to wait, from `Retry-After` in its form of seconds (RFC 9110, section 10.2.3). Nil when it is
  /// absent, a date, or makes no sense: the transport reads dates too and holds the provider's queue for that long anyway.
  var retryAfter: Double? {
    guard let text = header("Retry-After"), let seconds = Int(text), seconds >= 0 else { return nil }
    return Double(seconds)
  }
}
