package import Crypto
import StrictFormats

/// A private key of a log or a witness with its name.
package struct SignerKey: Sendable {
  package let verifier: VerifierKey
  private let key: Curve25519.Signing.PrivateKey

  package init(name: String, kind: KeyKind, key: Curve25519.Signing.PrivateKey) throws(KeyFailure) {
    verifier = try VerifierKey(name: name, kind: kind, publicKey: key.publicKey)
    self.key = key
  }

  /// The signature line of a log's key under a note's text.
  package func sign(_ text: [UInt8]) throws -> NoteSignature {
    NoteSignature(name: verifier.name, id: verifier.id, bytes: Array(try key.signature(for: text)))
  }

  /// The cosignature line of a witness's key under a checkpoint's text.
  ///
  /// - Parameter timestamp: seconds since 1970.
  package func cosign(_ text: [UInt8], at timestamp: UInt64) throws -> NoteSignature {
    let signature = try key.signature(for: Cosignature.message(text, timestamp))
    let time = (0..<8).map { UInt8(truncatingIfNeeded: timestamp >> (56 - 8 * UInt64($0))) }
    return NoteSignature(name: verifier.name, id: verifier.id, bytes: time + signature)
  }
}
