package import Crypto

/// ES256 as JSON Web Signatures carry it: r and s, 32 bytes each, over SHA-256 (RFC 7518, section 3.4).
package enum ES256 {
  /// Whether the 64 bytes are a signature of the digest's text by the key. DER, other lengths and numbers out of range are
  /// not; the mirrored twin with n - s is.
  package static func holds(
    _ signature: [UInt8], over digest: SHA256Digest, by key: P256.Signing.PublicKey
  ) -> Bool {
    guard signature.count == 64, let parts = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else {
      return false
    }
    return key.isValidSignature(parts, for: digest)
  }
}
