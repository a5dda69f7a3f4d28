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
  /// The logs, witnesses and quorum, as C2SP tlog-policy text; empty names none.
  package var logPolicyText = ""
  /// Seconds that a certificate may take until the log holds it: 72 hours unless said otherwise.
  package var maxLogDelay: Int64 = 259_200
  /// Seconds after which a status token says nothing any more: 45 days unless said otherwise.
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
    self.init(amending: list, issuedAt: issuedAt, expires: expires)
    version = list.version + 1
  }

  /// The same version with everything it says, to be signed anew.
  package init(amending list: TrustList, issuedAt: Date, expires: Date) {
    self.init(
      version: list.version, issuedAt: issuedAt, expires: expires, threshold: Int64(list.threshold),
      authorityKeys: list.authority.keys.sorted { $0.key < $1.key }.map(\.value), issuers: list.listedIssuers,
      revoked: list.revoked, rules: list.rules)
    logPolicyText = list.logPolicyText
    maxLogDelay = Int64(list.maxLogDelay)
    maxStatusAge = Int64(list.maxStatusAge)
  }

  /// The list with a signature of each key, as JWS JSON general serialisation.
  package func signed(by keys: [SigningKey]) throws -> [UInt8] {
    let payload = Base64.encode(CanonicalJSON.bytes(json))
    return CanonicalJSON.bytes([
      "payload": .string(payload), "signatures": .array(try keys.map { try Self.signature(of: payload, by: $0) }),
    ])
  }

  /// One key's entry among the signatures of a payload.
  static func signature(of payload: String, by key: SigningKey) throws -> JSONValue {
    let name = TrustAuthority.name(of: key.key.publicKey)
    let header: JSONValue = ["alg": "ES256", "typ": "trust-list+jws", "kid": .string(name)]
    let protected = Base64.encode(CanonicalJSON.bytes(header))
    let signature = try key.sign(Array("\(protected).\(payload)".utf8))
    return ["protected": .string(protected), "signature": .string(Base64.encode(signature))]
  }

  private var json: JSONValue {
    [
      "version": .integer(version), "iat": seconds(issuedAt), "exp": seconds(expires),
      "authority": ["threshold": .integer(threshold), "keys": .array(authorityKeys.map(TrustAuthority.jwk))],
      "issuers": .array(issuers.map(entry)),
      "revoked": .array(revoked.map(entry)), "rules": .array(rules.map { .string($0) }),
      "tlog_policy": .string(logPolicyText), "max_log_delay_s": .integer(maxLogDelay),
      "max_status_age_s": .integer(maxStatusAge),
    ]
  }

  private func entry(_ revoked: TrustList.Revocation) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("x5t#S256", .string(revoked.thumbprint)), .init("from", seconds(revoked.from)),
    ]
    if let reason = revoked.reason { members.append(.init("reason", .string(reason))) }
    return .object(members)
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
