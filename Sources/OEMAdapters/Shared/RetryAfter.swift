import OEMAdapterKit

extension HTTPResponse {
  /// Seconds the provider asks to wait, from `Retry-After` in its form of seconds (RFC 9110, section 10.2.3). Nil when it is
  /// absent, a date, more than an hour, or makes no sense: the transport reads dates too and paces the provider anyway.
  var retryAfter: Double? {
    guard let text = header("Retry-After"), let seconds = Int(text), (0...3_600).contains(seconds) else { return nil }
    return Double(seconds)
  }
}
