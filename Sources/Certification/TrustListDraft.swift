package import CertificateChecking
package import Crypto
package import FoundationEssentials
import StrictFormats

/// A trust list before it is signed: who vouches for whom (certificate design, section 2.5).
package struct TrustListDraft: Sendable {
  package typealias Issuer = ListedIssuer

  package var version: Int64
  package var issuedAt: Date
  package var expires: Date
  package var threshold: Int64
  package var authorityKeys: [P256.Signing.PublicKey]
  package var issuers: [ListedIssuer]
  package var revoked: [TrustList.Revocation]
  /// Digests of the rule tables the scheme accepts.
  package var rules: [String]
  /// The logs and witnesses the scheme knows (C2SP tlog-policy); empty for none, and then no time is ever proven.
  package var logPolicyText = ""
  /// Seconds from a certificate's date to its witnessed time, at most.
  package var maxLogDelay: Int64 = 259_200
  /// Seconds that a status token may be old, at most: 45 days (certificate design, Q7).
  package var maxStatusAge: Int64 = 3_888_000

  package init(
    version: Int64, issuedAt: Date, expires: Date, threshold: Int64, authorityKeys: [P256.Signing.PublicKey],
    issuers: [ListedIssuer], revoked: [TrustList.Revocation] = [], rules: [String]
  ) {
    self.version = version
    self.issuedAt = issuedAt
    self.expires = expires
    self.threshold = threshold
    self.authorityKeys = authorityKeys
    self.issuers = issuers
    self.revoked = revoked
    self.rules = rules
  }

  /// The next version of a list, with everything it says.
  package init(after list: TrustList, issuedAt: Date, expires: Date) {
    self.init(
      version: list.version + 1, issuedAt: issuedAt, expires: expires, threshold: Int64(list.threshold),
      authorityKeys: list.authority.keys.sorted { $0.key < $1.key }.map(\.value), issuers: list.listedIssuers,
      revoked: list.revoked, rules: list.rules)
    logPolicyText = list.logPolicyText
    maxLogDelay = Int64(list.maxLogDelay)
    maxStatusAge = Int64(list.maxStatusAge)
  }

  /// The list with a signature of each key, as JWS JSON general serialisation.
  package func signed(by keys: [SigningKey]) throws -> [UInt8] {
    let payload = Base64.encode(CanonicalJSON.bytes(json))
    let signatures = try keys.map { key -> JSONValue in
      let name = TrustAuthority.name(of: key.key.publicKey)
      let header: JSONValue = ["alg": "ES256", "typ": "trust-list+jws", "kid": .string(name)]
      let protected = Base64.encode(CanonicalJSON.bytes(header))
      let signature = try key.sign(Array("\(protected).\(payload)".utf8))
      return ["protected": .string(protected), "signature": .string(Base64.encode(signature))]
    }
    return CanonicalJSON.bytes(["payload": .string(payload), "signatures": .array(signatures)])
  }

  private var json: JSONValue {
    [
      "version": .integer(version), "iat": seconds(issuedAt), "exp": seconds(expires),
      "authority": ["threshold": .integer(threshold), "keys": .array(authorityKeys.map(TrustAuthority.jwk))],
      "issuers": .array(issuers.map(entry)),
      "revoked": .array(revoked.map { ["x5t#S256": .string($0.thumbprint), "from": seconds($0.from)] }),
      "rules": .array(rules.map { .string($0) }), "tlog_policy": .string(logPolicyText),
      "max_log_delay_s": .integer(maxLogDelay), "max_status_age_s": .integer(maxStatusAge),
    ]
  }

  private func entry(_ issuer: ListedIssuer) -> JSONValue {
    [
      "name": .string(issuer.name), "root": .string(Base64.encode(issuer.root, .standard)),
      "hosts": .array(issuer.hosts.map { .string($0) }), "from": seconds(issuer.from),
      "until": issuer.until.map(seconds) ?? .null,
    ]
  }

  private func seconds(_ date: Date) -> JSONValue { .integer(Int64(date.timeIntervalSince1970)) }
}

extension TrustListDraft {
  /// A list that one key alone signs.
  package init(
    version: Int64, issuedAt: Date, expires: Date, authority: SigningKey, issuers: [ListedIssuer], rules: [String]
  ) {
    self.init(
      version: version, issuedAt: issuedAt, expires: expires, threshold: 1, authorityKeys: [authority.key.publicKey],
      issuers: issuers, rules: rules)
  }
}
