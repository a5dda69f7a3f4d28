/// An issuer's name: `https`, a lower-case host, no port, query or fragment; a path is allowed (profile, "Chain").
struct IssuerName {
  let host: String

  init?(_ text: String) {
    guard text.utf8.starts(with: "https://".utf8), text.utf8.count <= 200,
      text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") })
    else { return nil }
    let host = text.dropFirst("https://".count).prefix { $0 != "/" }
    guard Self.isHost(host) else { return nil }
    self.host = String(host)
  }

  /// A lower-case name of at least two labels.
  static func isHost(_ text: some StringProtocol) -> Bool {
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    let isPlain = text.utf8.allSatisfy {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
    }
    return isPlain && labels.count >= 2 && labels.allSatisfy { !$0.isEmpty }
  }

  /// The exact host or a subdomain of it.
  func isWithin(_ hosts: [String]) -> Bool { hosts.contains { host == $0 || host.hasSuffix("." + $0) } }
}

extension CertificateChecker {
  /// The host of an issuer's URI by the profile's rule, or nil when it is none.
  package static func issuerHost(_ uri: String) -> String? { IssuerName(uri)?.host }
}
