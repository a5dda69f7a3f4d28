/// An issuer's name: `https`, a lower-case host, no port, query or fragment; a path is allowed (profile, "Chain").
struct IssuerName {
  let host: String

  init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.starts(with: "https://".utf8), bytes.count <= 200,
      bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") })
    else { return nil }
    let host = bytes.dropFirst("https://".utf8.count).prefix { $0 != UInt8(ascii: "/") }
    guard Self.isHost(host) else { return nil }
    self.host = String(decoding: host, as: UTF8.self)
  }

  /// A lower-case name of at least two labels.
  static func isHost(_ text: String) -> Bool { isHost(Array(text.utf8)[...]) }

  private static func isHost(_ bytes: ArraySlice<UInt8>) -> Bool {
    let dot = UInt8(ascii: ".")
    let isPlain = bytes.allSatisfy {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") || $0 == dot
    }
    let labels = bytes.split(separator: dot, omittingEmptySubsequences: false)
    return isPlain && labels.count >= 2 && labels.allSatisfy { !$0.isEmpty }
  }

  /// The exact host or a subdomain of it.
  func isWithin(_ hosts: [String]) -> Bool { hosts.contains { host == $0 || host.hasSuffix("." + $0) } }
}

extension CertificateChecker {
  /// The host of an issuer's URI by the profile's rule, or nil when it is none.
  package static func issuerHost(_ uri: String) -> String? { IssuerName(uri)?.host }

  /// Whether an issuer's URI is on one of these hosts or below it.
  package static func isIssuer(_ uri: String, within hosts: [String]) -> Bool {
    IssuerName(uri)?.isWithin(hosts) ?? false
  }
}
