import Crypto
public import FoundationEssentials
import StrictFormats
package import TransparencyLog

/// Whom a buyer trusts: roots with the hosts they may speak for, what was revoked, and which rule tables the scheme accepts.
///
/// A trust list is signed by k of n authority keys. The software ships none: an association, a regulator or the user adds one.
public struct TrustList: Sendable {
  /// Counts up; a lower one than seen before is refused.
  public let version: Int64
  /// When it was made.
  public let issuedAt: Date
  /// From when on it says nothing any more.
  public let expires: Date
  /// How many authority keys must have signed.
  public let threshold: Int
  /// How many of its authority keys did sign.
  public let signatures: Int
  /// Digests of the rule tables this scheme accepts; empty where it leaves that to the verifier.
  public let rules: [String]
  /// SHA-256 over the list's payload, base64url: two lists of one version must have the same.
  public let digest: String
  /// The issuers by name, with the hosts their roots may speak for.
  public var issuerNames: [(name: String, hosts: [String])] { issuers.map { ($0.name, $0.hosts) } }
  /// How many certificates and roots it revokes.
  public var revocations: Int { revoked.count }
  /// The names of the authority keys (RFC 7638), sorted.
  public var authorityKeys: [String] { authority.names }
  /// How many authority keys there are.
  public var keyCount: Int { authority.keys.count }

  /// Seconds after which a status token says nothing about today any more.
  package let maxStatusAge: Double
  /// Seconds from a certificate's date to its witnessed time, at most.
  package let maxLogDelay: Double
  /// The logs, witnesses and quorum that the scheme accepts, as C2SP tlog-policy text; empty where it names none.
  package let logPolicyText: String
  /// The logs and witnesses it knows; nil where it names none, and then it proves no time.
  package let logPolicy: LogPolicy?

  package let authority: TrustAuthority
  let issuers: [Issuer]
  package let revoked: [Revocation]
  private let signed: SignedList

  struct Issuer: Sendable {
    var name: String
    var root: SignerCertificate
    var hosts: [String]
    var from: Date
    var until: Date?

    func isActive(at moment: Date) -> Bool { from <= moment && until.map { moment < $0 } ?? true }
  }

  /// A certificate that nothing may be signed with from a moment on.
  package struct Revocation: Hashable, Sendable {
    /// SHA-256 over its DER, base64url.
    package var thumbprint: String
    package var from: Date
    /// Why, in the signers' words: `key-compromise`.
    package var reason: String?

    package init(thumbprint: String, from: Date, reason: String? = nil) {
      self.thumbprint = thumbprint
      self.from = from
      self.reason = reason
    }
  }

  /// The issuers as a later list can carry them on.
  package var listedIssuers: [ListedIssuer] {
    issuers.map { ListedIssuer(name: $0.name, root: $0.root.der, hosts: $0.hosts, from: $0.from, until: $0.until) }
  }

  /// Reads a list and counts the good signatures of its own keys. A known key with a bad signature refuses the list; an
  /// unknown key is ignored.
  ///
  /// - Throws: `CheckFailure` named `trust.malformed` or `trust.signature`.
  public init(bytes: [UInt8]) throws(CheckFailure) {
    try self.init(proposal: bytes)
    guard signatures >= threshold else {
      throw CheckFailure("trust.signature", "the trust list is signed by \(signatures) of \(threshold) needed keys")
    }
  }

  /// Reads a list that may still lack signatures, as its signers need to. Nothing may be trusted by it.
  ///
  /// - Throws: `CheckFailure` named `trust.malformed`, or `trust.signature` where a key of its own signed wrongly.
  package init(proposal bytes: [UInt8]) throws(CheckFailure) {
    guard bytes.count <= Limits.trustList else { throw Self.malformed("it is larger than it may be") }
    signed = try SignedList(bytes)
    digest = CertificateChecking.digest(signed.payload)
    let reader = try TrustListReader(Self.json(signed.payload))
    version = try reader.number("version")
    issuedAt = try reader.date("iat")
    expires = try reader.date("exp")
    rules = try reader.rules()
    authority = try reader.authority()
    threshold = authority.threshold
    logPolicyText = try reader.logPolicyText()
    logPolicy = try reader.logPolicy()
    maxLogDelay = try reader.seconds("max_log_delay_s", else: Limits.logDelay)
    issuers = try reader.issuers()
    revoked = try reader.revoked()
    maxStatusAge = try reader.seconds("max_status_age_s", else: 3_888_000)
    signatures = try signed.signers(among: authority).count
  }

  /// Whether enough of another list's keys signed this one too, which a later list needs of the one before it.
  func isSigned(by other: TrustAuthority) throws(CheckFailure) -> Bool {
    try signed.signers(among: other).count >= other.threshold
  }

  /// The names of those of an authority's keys that signed this list.
  ///
  /// - Throws: `CheckFailure` named `trust.signature` where one of them signed wrongly.
  package func signers(among authority: TrustAuthority) throws(CheckFailure) -> Set<String> {
    try signed.signers(among: authority)
  }

  static func json(_ bytes: [UInt8]) throws(CheckFailure) -> JSONValue {
    do { return try StrictJSON.parse(bytes) } catch { throw malformed("it is not strict JSON (\(error.rawValue))") }
  }

  static func malformed(_ reason: String) -> CheckFailure {
    CheckFailure("trust.malformed", "the trust list cannot be used: \(reason)")
  }
}

/// A root and the hosts it may speak for, as a trust list names it.
package struct ListedIssuer: Hashable, Sendable {
  package var name: String
  /// DER of the root certificate.
  package var root: [UInt8]
  /// Each stands for itself and everything below it.
  package var hosts: [String]
  package var from: Date
  package var until: Date?

  package init(name: String, root: [UInt8], hosts: [String], from: Date, until: Date? = nil) {
    self.name = name
    self.root = root
    self.hosts = hosts
    self.from = from
    self.until = until
  }
}

/// A JWS in JSON general serialisation (RFC 7515, section 7.2.1), taken apart and not yet verified.
struct SignedList: Sendable {
  let payload: [UInt8]
  private let encoded: String
  private let entries: [Entry]

  private struct Entry: Sendable {
    var key: String
    var signedBytes: [UInt8]
    var signature: [UInt8]?
    var isOurs: Bool
  }

  init(_ bytes: [UInt8]) throws(CheckFailure) {
    let text = try TrustList.json(bytes)
    guard let encoded = text["payload"]?.string, let payload = Base64.decode(encoded), text.members?.count == 2,
      let values = text["signatures"]?.array, values.count <= Limits.authorityKeys
    else { throw TrustList.malformed("it is not a signed list") }
    var entries: [Entry] = []
    for value in values {
      guard let protected = value["protected"]?.string, let header = Base64.decode(protected),
        value.members?.count == 2,
        let signature = value["signature"]?.string, let fields = try? TrustList.json(header),
        let key = fields["kid"]?.string
      else { throw TrustList.malformed("a signature of it cannot be read") }
      let isOurs =
        fields["alg"]?.string == "ES256" && fields["typ"]?.string == "trust-list+jws" && fields.members?.count == 3
      entries.append(
        Entry(
          key: key, signedBytes: Array("\(protected).\(encoded)".utf8), signature: Base64.decode(signature),
          isOurs: isOurs))
    }
    self.payload = payload
    self.encoded = encoded
    self.entries = entries
  }

  /// The names of those of these keys that signed. A key counts once.
  func signers(among authority: TrustAuthority) throws(CheckFailure) -> Set<String> {
    var signed: Set<String> = []
    for entry in entries {
      // Swift takes text for equal that is equal in Unicode, such as a K and the sign for kelvin; a key has one name.
      guard entry.key.utf8.allSatisfy({ $0 < 0x80 }), let key = authority.keys[entry.key] else { continue }
      guard entry.isOurs, let raw = entry.signature,
        ES256.holds(raw, over: SHA256.hash(data: entry.signedBytes), by: key)
      else { throw CheckFailure("trust.signature", "a signature of the trust list is wrong") }
      signed.insert(entry.key)
    }
    return signed
  }
}
