/// What a `Retry-After` header asks for (RFC 9110, section 10.2.3): seconds, or a date.
struct RetryAfter: Hashable, Sendable {
  /// Seconds from now, at least 0 and at most `longest`.
  var seconds: Double

  /// A provider that asks for more than this many seconds is not believed: obeying "ten years" would be giving up, so the
  /// caller backs off as if nothing had been asked, one call at a time.
  static let longest: Double = 3600

  /// - Parameters:
  ///   - date: the answer's own `Date` header, against which a date is measured where it can be read.
  ///   - wallClock: seconds since 1970 on this machine, for answers without a `Date`.
  /// - Returns: nil for a header that is absent, negative, absurd, or neither a number nor a date: the caller then backs off.
  init?(_ text: String?, date: String?, wallClock: Double) {
    guard let text = text.map(trimmed), !text.isEmpty, let asked = asked(text, date: date, wallClock: wallClock) else {
      return nil
    }
    guard asked <= RetryAfter.longest else { return nil }
    seconds = max(0, asked)
  }
}

private func asked(_ text: String, date: String?, wallClock: Double) -> Double? {
  if text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
    return text.utf8.count <= 15 ? Double(text) : Double.greatestFiniteMagnitude
  }
  guard let until = secondsSince1970(httpDate: text) else { return nil }
  return until - (date.flatMap { secondsSince1970(httpDate: trimmed($0)) } ?? wallClock)
}

/// Without spaces and tabs at both ends.
func trimmed(_ text: String) -> String { String(Substring(trimmed(text.utf8[...]))) }

/// The same for bytes.
func trimmed<Bytes: BidirectionalCollection<UInt8>>(_ bytes: Bytes) -> Bytes where Bytes.SubSequence == Bytes {
  let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
  var bytes = bytes.drop(while: isBlank)
  while let last = bytes.last, isBlank(last) { bytes.removeLast() }
  return bytes
}
