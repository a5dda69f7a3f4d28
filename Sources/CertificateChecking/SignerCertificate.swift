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
  /// Issuer and subject as they are encoded. swift-certificates compares names by Unicode equality and mends bad UTF-8;
  /// here two names are one only to the byte.
  private let issuerName: [UInt8]
  private let subjectName: [UInt8]
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
    guard let spelling = CertificateSpelling(der) else { throw Self.malformed }
    issuerName = spelling.issuer
    subjectName = spelling.subject
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

  /// Whether it names this signer as its issuer; no signature is looked at.
  func names(_ signer: SignerCertificate) -> Bool { issuerName == signer.subjectName }

  func wasIssued(by signer: SignerCertificate) -> Bool {
    names(signer)
      && signer.certificate.publicKey.isValidSignature(certificate.signature, for: certificate)
  }

  private static func isShown(_ type: ASN1ObjectIdentifier) -> Bool {
    type == .RDNAttributeType.organizationName || type == .RDNAttributeType.organizationalUnitName
  }

  private static let malformed = CheckFailure("issuer.certificate-malformed", "a signer certificate cannot be read")
}
