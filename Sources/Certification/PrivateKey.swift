package import Crypto
import FoundationEssentials
import SwiftASN1
import X509

/// A private key of one of the two kinds that this program signs with.
package enum PrivateKey: Sendable {
  case p256(SigningKey)
  case ed25519(Curve25519.Signing.PrivateKey)

  /// The kind of a key.
  package enum Kind: String, Hashable, Sendable {
    case p256 = "P-256"
    case ed25519 = "Ed25519"
  }

  package var kind: Kind {
    switch self {
    case .p256: .p256
    case .ed25519: .ed25519
    }
  }

  /// Makes a new key.
  package init(_ kind: Kind) {
    switch kind {
    case .p256: self = .p256(SigningKey())
    case .ed25519: self = .ed25519(Curve25519.Signing.PrivateKey())
    }
  }

  package var publicKey: PublicKey {
    switch self {
    case .p256(let key): PublicKey(key.key.publicKey)
    case .ed25519(let key): PublicKey(key.publicKey)
    }
  }
}

/// A public key as its SubjectPublicKeyInfo, by which keys of any kind are compared.
package struct PublicKey: Hashable, Sendable {
  /// DER (RFC 5480; RFC 8410 for Ed25519).
  package let der: [UInt8]

  package init(_ key: P256.Signing.PublicKey) { der = Array(key.derRepresentation) }

  package init(_ key: Curve25519.Signing.PublicKey) { der = Self.ed25519 + Array(key.rawRepresentation) }

  private init(der: [UInt8]) { self.der = der }

  /// Reads a PEM `PUBLIC KEY`; nil when it is none of the two kinds.
  package init?(pem: String) {
    guard let document = try? PEMDocument(pemString: pem), document.discriminator == "PUBLIC KEY" else { return nil }
    if let key = try? P256.Signing.PublicKey(derRepresentation: document.derBytes) {
      self.init(key)
    } else if document.derBytes.count == Self.ed25519.count + 32, document.derBytes.starts(with: Self.ed25519) {
      self.init(der: document.derBytes)
    } else {
      return nil
    }
  }

  /// The key that a certificate names; nil when it is not P-256 or the certificate cannot be read.
  package init?(ofCertificate der: [UInt8]) {
    guard let certificate = try? Certificate(derEncoded: der), let key = P256.Signing.PublicKey(certificate.publicKey)
    else { return nil }
    self.init(key)
  }

  /// The key when it is P-256.
  package var p256: P256.Signing.PublicKey? { try? P256.Signing.PublicKey(derRepresentation: der) }

  package var pem: String { PEMDocument(type: "PUBLIC KEY", derBytes: der).pemString + "\n" }

  /// What stands before the 32 bytes of an Ed25519 key (RFC 8410, section 10.1).
  private static let ed25519: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
}
