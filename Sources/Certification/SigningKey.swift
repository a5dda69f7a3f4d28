package import Crypto

/// A P-256 key that signs certificates, always with the low half of s: the mirrored twin of a signature also verifies, and
/// only one of the two is ours (certificate design, section 2.6).
package struct SigningKey: Sendable {
  package let key: P256.Signing.PrivateKey

  package init() { key = P256.Signing.PrivateKey() }

  package init(_ key: P256.Signing.PrivateKey) { self.key = key }

  /// r and s, 64 bytes, over SHA-256 of the bytes.
  package func sign(_ bytes: [UInt8]) throws -> [UInt8] {
    lowS(Array(try key.signature(for: bytes).rawRepresentation))
  }
}

/// The order of P-256 (FIPS 186-4, D.1.2.3).
private let order: [UInt8] = [
  0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
  0xBC, 0xE6, 0xFA, 0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51,
]

/// The signature with s replaced by the order minus s where that is smaller.
package func lowS(_ signature: [UInt8]) -> [UInt8] {
  let s = Array(signature[32...])
  var mirrored = [UInt8](repeating: 0, count: 32)
  var borrow = 0
  for place in stride(from: 31, through: 0, by: -1) {
    let difference = Int(order[place]) - Int(s[place]) - borrow
    mirrored[place] = UInt8(truncatingIfNeeded: difference)
    borrow = difference < 0 ? 1 : 0
  }
  return mirrored.lexicographicallyPrecedes(s) ? signature[..<32] + mirrored : signature
}
