package import Crypto
package import FoundationEssentials
import StrictFormats

/// A trust list before it is signed: who vouches for whom (certificate design, section 2.5).
package struct TrustListDraft: Sendable {
  package var version: Int64
  package var issuedAt: Date
  package var expires: Date
  package var threshold: Int64
  package var authorityKeys: [P256.Signing.PublicKey]
  package var issuers: [Issuer]
  package var rules: [String]

  /// A root and the hosts it may speak for.
  package struct Issuer: Sendable {
    package var name: String
    package var root: [UInt8]
    package var hosts: [String]
    package var from: Date

    package init(name: String, root: [UInt8], hosts: [String], from: Date) {
      self.name = name
      self.root = root
      self.hosts = hosts
      self.from = from
    }
  }

  package init(
    version: Int64, issuedAt: Date, expires: Date, threshold: Int64, authorityKeys: [P256.Signing.PublicKey],
    issuers: [Issuer], rules: [String]
  ) {
    self.version = version
    self.issuedAt = issuedAt
    self.expires = expires
    self.threshold = threshold
    self.authorityKeys = authorityKeys
    self.issuers = issuers
    self.rules = rules
  }

  /// The list with a signature of each key, as JWS JSON general serialisation.
  package func signed(by keys: [SigningKey]) throws -> [UInt8] {
    let payload = Base64.encode(CanonicalJSON.bytes(json))
    let signatures = try keys.map { key -> JSONValue in
      let thumbprint = Self.thumbprint(key.key.publicKey)
      let header: JSONValue = ["alg": "ES256", "typ": "trust-list+jws", "kid": .string(thumbprint)]
      let protected = Base64.encode(CanonicalJSON.bytes(header))
      let signature = try key.sign(Array("\(protected).\(payload)".utf8))
      return ["protected": .string(protected), "signature": .string(Base64.encode(signature))]
    }
    return CanonicalJSON.bytes(["payload": .string(payload), "signatures": .array(signatures)])
  }

  private var json: JSONValue {
    [
      "version": .integer(version), "iat": .integer(Int64(issuedAt.timeIntervalSince1970)),
      "exp": .integer(Int64(expires.timeIntervalSince1970)),
      "authority": ["threshold": .integer(threshold), "keys": .array(authorityKeys.map(Self.jwk))],
      "issuers": .array(
        issuers.map { issuer in
          [
            "name": .string(issuer.name), "root": .string(Base64.encode(issuer.root, .standard)),
            "hosts": .array(issuer.hosts.map { .string($0) }),
            "from": .integer(Int64(issuer.from.timeIntervalSince1970)), "until": .null,
          ]
        }), "revoked": [], "rules": .array(rules.map { .string($0) }), "tlog_policy": "",
      "max_log_delay_s": 259_200, "max_status_age_s": 3_888_000,
    ]
  }

  private static func jwk(_ key: P256.Signing.PublicKey) -> JSONValue {
    let raw = Array(key.rawRepresentation)
    return [
      "kty": "EC", "crv": "P-256", "x": .string(Base64.encode(raw[..<32])), "y": .string(Base64.encode(raw[32...])),
    ]
  }

  /// RFC 7638.
  static func thumbprint(_ key: P256.Signing.PublicKey) -> String {
    let raw = Array(key.rawRepresentation)
    let text =
      #"{"crv":"P-256","kty":"EC","x":"\#(Base64.encode(raw[..<32]))","y":"\#(Base64.encode(raw[32...]))"}"#
    return Base64.encode(SHA256.hash(data: Array(text.utf8)))
  }
}
