/// A service's base URL, read strictly: scheme, host, optional port, optional plain path. No user, query or fragment, so
/// that what follows can only ever be a path on this host.
struct ServiceBase: Hashable, Sendable {
  enum Scheme: String, Hashable, Sendable {
    case https
    case http
  }

  var scheme: Scheme
  /// As written in the URL; IPv6 keeps its brackets.
  var host: String
  var port: Int?
  /// Empty, or starts with `/` and does not end with one.
  var path: String
  /// The URL up to the path.
  var origin: String
  var addresses: AddressRule

  /// A provider's own service: HTTPS to a host with a public name.
  static func live(_ text: String) throws(TransportSetupError) -> ServiceBase {
    guard let base = ServiceBase(text, addresses: .publicOnly), base.scheme == .https, base.hasPublicName else {
      throw TransportSetupError(
        code: "transport.host", reason: "\(text) is not an HTTPS address with a public host name")
    }
    return base
  }

  /// A simulator's service: HTTP or HTTPS to this machine.
  static func override(_ text: String) throws(TransportSetupError) -> ServiceBase {
    guard let base = ServiceBase(text, addresses: .loopbackOnly), base.isLoopback else {
      throw TransportSetupError(
        code: "transport.override", reason: "\(text) is not an address of this machine; only those may replace a host")
    }
    return base
  }

  private init?(_ text: String, addresses: AddressRule) {
    self.addresses = addresses
    guard let mark = text.firstRange(of: "://"), let scheme = Scheme(rawValue: String(text[..<mark.lowerBound])) else {
      return nil
    }
    self.scheme = scheme
    let rest = text[mark.upperBound...]
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    origin = String(text[..<slash])
    path = String(rest[slash...])
    guard path.isEmpty || (isPlainPath(path) && path.utf8.last != UInt8(ascii: "/")) else { return nil }
    guard let (host, port) = hostAndPort(String(rest[..<slash])) else { return nil }
    self.host = host
    self.port = port
  }

  private var isLoopback: Bool {
    if host == "localhost" || host == "[::1]" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { number(String($0), 1...3, 0...255) != nil }
  }

  /// At least two labels, the last of them letters: neither an address nor a name of the local network.
  private var hasPublicName: Bool {
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count >= 2, let last = labels.last, last != "local", last != "localhost", last != "internal" else {
      return false
    }
    return last.utf8.count >= 2 && last.utf8.allSatisfy { isLetter($0) || $0 == UInt8(ascii: "-") || isDigit($0) }
      && last.utf8.first.map(isLetter) == true
  }
}

private func hostAndPort(_ text: String) -> (host: String, port: Int?)? {
  var host = text
  var port: Int?
  if let colon = text.lastIndex(of: ":"), !text.hasSuffix("]") {
    guard let value = number(String(text[text.index(after: colon)...]), 1...5, 1...65_535) else { return nil }
    port = value
    host = String(text[..<colon])
  }
  return host == "[::1]" || isHostName(host) ? (host, port) : nil
}

/// Lower-case labels of letters, digits and inner hyphens (RFC 1123, section 2.1).
private func isHostName(_ text: String) -> Bool {
  guard (1...253).contains(text.utf8.count) else { return false }
  return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
    (1...63).contains(label.utf8.count) && label.utf8.first != UInt8(ascii: "-") && label.utf8.last != UInt8(ascii: "-")
      && label.utf8.allSatisfy { (isLetter($0) && $0 >= 0x61) || isDigit($0) || $0 == UInt8(ascii: "-") }
  }
}

func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }

func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
