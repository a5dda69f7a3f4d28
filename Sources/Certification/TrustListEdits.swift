package import CertificateChecking
package import Crypto
package import FoundationEssentials

/// Changes to a list before it is signed. Each refuses what would do nothing, because whoever asked for it expects something.
extension TrustListDraft {
  /// Why a change cannot be made.
  package struct Refusal: Error, Hashable, Sendable {
    package var code: String
    package var reason: String

    package init(code: String, reason: String) {
      self.code = code
      self.reason = reason
    }
  }

  package mutating func add(_ issuer: ListedIssuer) throws {
    guard !issuers.contains(where: { $0.root == issuer.root }) else {
      throw Refusal(code: "trust.issuer-twice", reason: "the list names this root already")
    }
    issuers.append(issuer)
  }

  /// - Parameter thumbprint: of the root, SHA-256 over its DER, base64url.
  package mutating func removeIssuer(_ thumbprint: String) throws {
    guard let place = issuers.firstIndex(where: { Self.thumbprint($0.root) == thumbprint }) else {
      throw Refusal(code: "trust.issuer-unknown", reason: "the list names no root \(thumbprint)")
    }
    issuers.remove(at: place)
  }

  package mutating func add(_ key: P256.Signing.PublicKey) throws {
    guard !authorityKeys.contains(where: { $0.rawRepresentation == key.rawRepresentation }) else {
      throw Refusal(
        code: "trust.key-twice", reason: "the list has the key \(TrustAuthority.name(of: key)) already")
    }
    authorityKeys.append(key)
  }

  /// - Parameter name: RFC 7638, as lists show it.
  package mutating func removeKey(_ name: String) throws {
    guard let place = authorityKeys.firstIndex(where: { TrustAuthority.name(of: $0) == name }) else {
      throw Refusal(code: "trust.key-unknown", reason: "the list has no key \(name)")
    }
    authorityKeys.remove(at: place)
  }

  /// Revokes a certificate. One that is revoked already can only be revoked from an earlier moment on.
  package mutating func revoke(_ thumbprint: String, from: Date, reason: String?) throws {
    if let place = revoked.firstIndex(where: { $0.thumbprint == thumbprint }) {
      guard from < revoked[place].from else {
        throw Refusal(code: "trust.revoked-already", reason: "the list revokes \(thumbprint) already, and no later")
      }
      revoked.remove(at: place)
    }
    revoked.append(.init(thumbprint: thumbprint, from: from, reason: reason))
  }

  /// What no list may say, whoever signs it.
  package func check() throws {
    guard threshold >= 1, threshold <= Int64(authorityKeys.count) else {
      throw Refusal(
        code: "trust.threshold", reason: "\(threshold) of \(authorityKeys.count) keys cannot sign; give --threshold")
    }
    let keys = Set(authorityKeys.map(PublicKey.init))
    if let issuer = issuers.first(where: { PublicKey(ofCertificate: $0.root).map(keys.contains) == true }) {
      throw Refusal(
        code: "key.role-reused", reason: "a key that signs the list is also the root of \(issuer.name) that it names")
    }
  }

  private static func thumbprint(_ der: [UInt8]) -> String? { (try? CertificateSummary(der: der))?.thumbprint }
}
