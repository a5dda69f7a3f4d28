import Crypto
import FoundationEssentials
import SwiftASN1
import X509

/// One certificate of a signer's chain, read once, with the digest of the bytes as received.
///
/// A class, because it goes from hand to hand a thousand times and holds many parts.
final class SignerCertificate: Sendable {
  let der: [UInt8]
  let thumbprint: String
  let certificate: Certificate
  /// The key, when it is ECDSA P-256.
  let signingKey: P256.Signing.PublicKey?
  let notBefore: Date
  let notAfter: Date
  /// Organisation and unit, the only names ever shown: they come from the validated certificate, never from a payload.
  let displayName: String

  init(der: [UInt8]) throws(CheckFailure) {
    self.der = der
    thumbprint = digest(der)
    do { certificate = try Certificate(derEncoded: der) } catch { throw Self.malformed }
    guard Self.isInOneSpelling(der) else { throw Self.malformed }
    signingKey = P256.Signing.PublicKey(certificate.publicKey)
    notBefore = certificate.notValidBefore
    notAfter = certificate.notValidAfter
    displayName = Self.displayName(of: certificate.subject)
  }

  private static func displayName(of subject: DistinguishedName) -> String {
    var parts: [String] = []
    for set in subject {
      for attribute in set where isShown(attribute.type) { parts.append(String(describing: attribute.value)) }
    }
    return parts.joined(separator: ", ")
  }

  func isValid(at moment: Date) -> Bool { notBefore <= moment && moment <= notAfter }

  func wasIssued(by signer: SignerCertificate) -> Bool {
    certificate.issuer == signer.certificate.subject
      && signer.certificate.publicKey.isValidSignature(certificate.signature, for: certificate)
  }

  private static func isShown(_ type: ASN1ObjectIdentifier) -> Bool {
    type == .RDNAttributeType.organizationName || type == .RDNAttributeType.organizationalUnitName
  }

  /// The signature of a certificate does not cover all of it: the outer algorithm must repeat the signed one, and the bit
  /// string that holds the signature must fill its bytes. swift-certificates 1.21.1 checks neither, so a byte could change
  /// there and every signature still hold.
  private static func isInOneSpelling(_ der: [UInt8]) -> Bool {
    guard let root = try? DER.parse(der), let parts = children(root), parts.count == 3,
      let signed = children(parts[0]), case .primitive(let bits) = parts[2].content
    else { return false }
    // version [0], serial number, signature algorithm: the first is there in version 3, the only one with extensions.
    guard signed.count > 4, signed[2].encodedBytes == parts[1].encodedBytes else { return false }
    return bits.first == 0 && hasPlainSeconds(signed[4])
  }

  /// swift-asn1 1.7.4 takes a 61st second of a minute, at which swift-certificates 1.21.1 stops a debug build; no certificate
  /// needs one. A time ends in its seconds and a Z.
  private static func hasPlainSeconds(_ validity: ASN1Node) -> Bool {
    guard let times = children(validity) else { return false }
    return times.allSatisfy { time in
      guard case .primitive(let text) = time.content, let tens = text.dropLast(2).last else { return false }
      return tens < UInt8(ascii: "6")
    }
  }

  private static func children(_ node: ASN1Node) -> [ASN1Node]? {
    guard case .constructed(let nodes) = node.content else { return nil }
    return Array(nodes)
  }

  private static let malformed = CheckFailure("issuer.certificate-malformed", "a signer certificate cannot be read")
}
