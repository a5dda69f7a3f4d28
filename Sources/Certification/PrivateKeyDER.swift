import Crypto
import FoundationEssentials
import SwiftASN1

/// PKCS#8, unencrypted (RFC 5958; RFC 5915 for P-256, RFC 8410 for Ed25519).
extension PrivateKey {
  /// Reads DER; nil when it holds no key of the two kinds.
  init?(pkcs8 der: [UInt8]) {
    guard let algorithm = Self.algorithm(of: der) else { return nil }
    switch algorithm.oid {
    case Self.ecPublicKey:
      guard let key = try? P256.Signing.PrivateKey(derRepresentation: der) else { return nil }
      // The public half is said too, and must fit: nothing else in an encrypted file shows that a byte of it was changed.
      if let said = Self.publicHalf(in: algorithm.key), said != Array(key.publicKey.x963Representation) { return nil }
      self = .p256(SigningKey(key))
    case Self.ed25519OID:
      guard var seed = Self.seed(in: algorithm.key) else { return nil }
      defer { erase(&seed) }
      guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else { return nil }
      self = .ed25519(key)
    default: return nil
    }
  }

  /// Lends the key as DER and overwrites it afterwards.
  func withPKCS8<Result>(_ body: ([UInt8]) throws -> Result) rethrows -> Result {
    var der = pkcs8
    defer { erase(&der) }
    return try body(der)
  }

  private var pkcs8: [UInt8] {
    switch self {
    case .p256(let key): Array(key.key.derRepresentation)
    // Version 0, the algorithm without parameters, and the seed as an octet string in an octet string (RFC 8410, section 7).
    case .ed25519(let key):
      [0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20]
        + Array(key.rawRepresentation)
    }
  }

  /// The algorithm and the key's own bytes. Attributes and a public key may follow; they are not needed.
  private static func algorithm(of der: [UInt8]) -> (oid: ASN1ObjectIdentifier, key: ASN1OctetString)? {
    try? DER.sequence(try DER.parse(der), identifier: .sequence) { nodes in
      let version = try Int(derEncoded: &nodes)
      guard version == 0 || version == 1 else { throw KeyEncryption.Failure.unknown }
      let oid = try nextSequence(&nodes) { parts in
        let oid = try ASN1ObjectIdentifier(derEncoded: &parts)
        while parts.next() != nil {}
        return oid
      }
      let key = try ASN1OctetString(derEncoded: &nodes)
      while nodes.next() != nil {}
      return (oid, key)
    }
  }

  /// What an ECPrivateKey says as its public key (RFC 5915, section 3), if it says one.
  private static func publicHalf(in key: ASN1OctetString) -> [UInt8]? {
    guard let root = try? DER.parse(Array(key.bytes)), case .constructed(let parts) = root.content,
      let part = parts.first(where: { $0.identifier == ASN1Identifier(tagWithNumber: 1, tagClass: .contextSpecific) }),
      case .constructed(let inner) = part.content, let node = inner.first(where: { _ in true }),
      let bits = try? ASN1BitString(derEncoded: node)
    else { return nil }
    return Array(bits.bytes)
  }

  private static func seed(in key: ASN1OctetString) -> [UInt8]? {
    guard let inner = try? ASN1OctetString(derEncoded: Array(key.bytes)), inner.bytes.count == 32 else { return nil }
    return Array(inner.bytes)
  }

  private static let ecPublicKey: ASN1ObjectIdentifier = [1, 2, 840, 10_045, 2, 1]
  private static let ed25519OID: ASN1ObjectIdentifier = [1, 3, 101, 112]
}

/// Reads the next node, which must be a sequence, to its end.
func nextSequence<Value>(
  _ nodes: inout ASN1NodeCollection.Iterator, _ read: (inout ASN1NodeCollection.Iterator) throws -> Value
) throws -> Value {
  guard let node = nodes.next() else { throw KeyEncryption.Failure.unknown }
  return try DER.sequence(node, identifier: .sequence, read)
}
