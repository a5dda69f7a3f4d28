import Crypto
import FoundationEssentials
import SwiftASN1
import X509

/// One certificate of a signer's chain, read once, with the digest of the bytes as received.
struct SignerCertificate: Sendable {
  let der: [UInt8]
  let thumbprint: String
  let certificate: Certificate

  init(der: [UInt8]) throws(CheckFailure) {
    self.der = der
    thumbprint = digest(der)
    do { certificate = try Certificate(derEncoded: der) } catch {
      throw CheckFailure("issuer.certificate-malformed", "a signer certificate cannot be read")
    }
  }

  /// The key, which must be ECDSA P-256.
  var signingKey: P256.Signing.PublicKey? { P256.Signing.PublicKey(certificate.publicKey) }

  /// Organisation and unit, the only names ever shown: they come from the validated certificate, never from a payload.
  var displayName: String {
    var parts: [String] = []
    for set in certificate.subject {
      for attribute in set
      where attribute.type == .RDNAttributeType.organizationName
        || attribute.type == .RDNAttributeType.organizationalUnitName
      {
        parts.append(String(describing: attribute.value))
      }
    }
    return parts.joined(separator: ", ")
  }

  func isValid(at moment: Date) -> Bool { certificate.notValidBefore <= moment && moment <= certificate.notValidAfter }
}
