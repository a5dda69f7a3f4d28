package import FoundationEssentials
import X509

/// What a person wants to know about one certificate of a chain.
package struct CertificateSummary: Hashable, Sendable {
  /// Organisation and unit.
  package let name: String
  /// SHA-256 over its DER, base64url: what a trust list revokes it by.
  package let thumbprint: String
  package let notBefore: Date
  package let notAfter: Date
  /// The issuer's URI it speaks for, on a signer's certificate.
  package let uri: String?
  /// Whether it may issue certificates.
  package let isAuthority: Bool

  /// - Throws: `CheckFailure` named `issuer.certificate-malformed`.
  package init(der: [UInt8]) throws(CheckFailure) {
    let certificate = try SignerCertificate(der: der)
    name = certificate.displayName
    thumbprint = certificate.thumbprint
    notBefore = certificate.notBefore
    notAfter = certificate.notAfter
    let extensions = certificate.certificate.extensions
    let names = (try? extensions.subjectAlternativeNames).map(Array.init) ?? []
    uri = names.lazy.compactMap { if case .uniformResourceIdentifier(let uri) = $0 { uri } else { nil } }.first
    if let constraints = try? extensions.basicConstraints, case .isCertificateAuthority = constraints {
      isAuthority = true
    } else {
      isAuthority = false
    }
  }
}
