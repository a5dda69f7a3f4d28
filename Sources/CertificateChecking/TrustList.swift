import Crypto
public import FoundationEssentials
import StrictFormats

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
  /// How many authority keys there are.
  public let keyCount: Int
  /// How many of them did sign.
  public let signatures: Int
  /// Digests of the rule tables this scheme accepts.
  public let rules: [String]
  /// SHA-256 over the list's payload, base64url: two lists of one version must have the same.
  public let digest: String
  let issuers: [Issuer]
  let revoked: [Revocation]

  struct Issuer: Sendable {
    var name: String
    var root: SignerCertificate
    var hosts: [String]
    var from: Date
    var until: Date?
  }

  struct Revocation: Sendable {
    var thumbprint: String
    var from: Date
  }

  /// The thumbprints of the authority keys, sorted (RFC 7638).
  let authorityKeys: [String]

  /// Reads a list and counts the good signatures of its own keys. A known key with a bad signature refuses the list; an
  /// unknown key is ignored.
  ///
  /// - Throws: `CheckFailure` named `trust.malformed` or `trust.signature`.
  public init(bytes: [UInt8]) throws(CheckFailure) {
    guard bytes.count <= Limits.trustList else { throw Self.malformed("it is larger than it may be") }
    let text = try Self.json(bytes)
    guard let encoded = text["payload"]?.string, let payload = Base64.decode(encoded),
      let entries = text["signatures"]?.array, text.members?.count == 2
    else { throw Self.malformed("it is not a signed list") }
    let list = try Self.json(payload)
    digest = CertificateChecking.digest(payload)
    let reader = TrustListReader(list)
    version = try reader.number("version")
    issuedAt = try reader.date("iat")
    expires = try reader.date("exp")
    rules = try reader.texts("rules")
    let keys = try reader.authority()
    threshold = keys.threshold
    keyCount = keys.keys.count
    authorityKeys = keys.keys.keys.sorted()
    issuers = try reader.issuers()
    revoked = try reader.revoked()
    signatures = try Self.count(entries, over: encoded, keys: keys.keys)
    guard signatures >= threshold else {
      throw CheckFailure("trust.signature", "the trust list is signed by \(signatures) of \(threshold) needed keys")
    }
  }

  private static func count(
    _ entries: [JSONValue], over payload: String, keys: [String: P256.Signing.PublicKey]
  ) throws(CheckFailure) -> Int {
    var signed: Set<String> = []
    for entry in entries {
      guard let protected = entry["protected"]?.string, let header = Base64.decode(protected),
        let raw = entry["signature"]?.string.flatMap({ Base64.decode($0) }), entry.members?.count == 2
      else { throw malformed("a signature of it cannot be read") }
      let fields = try json(header)
      guard fields["alg"]?.string == "ES256", fields["typ"]?.string == "trust-list+jws", fields.members?.count == 3,
        let id = fields["kid"]?.string
      else { throw malformed("a signature of it is of another kind") }
      guard let key = keys[id] else { continue }
      guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: raw),
        key.isValidSignature(signature, for: Array("\(protected).\(payload)".utf8))
      else { throw CheckFailure("trust.signature", "a signature of the trust list is wrong") }
      signed.insert(id)
    }
    return signed.count
  }

  private static func json(_ bytes: [UInt8]) throws(CheckFailure) -> JSONValue {
    do { return try StrictJSON.parse(bytes) } catch { throw malformed("it is not strict JSON (\(error.rawValue))") }
  }

  static func malformed(_ reason: String) -> CheckFailure {
    CheckFailure("trust.malformed", "the trust list cannot be used: \(reason)")
  }
}
