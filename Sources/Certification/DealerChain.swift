import CertificateChecking
import Crypto
package import FoundationEssentials
import SwiftASN1
import X509

/// The small X.509 chain of a dealer: an offline root, a rooftop authority bound to the rooftop's host, the terminal's key
/// that signs certificates, and apart from them the key that signs status lists (certificate design, section 2.4).
package struct DealerChain: Sendable {
  package var root: IssuedAuthority
  package var rooftop: IssuedAuthority
  package var terminal: IssuedAuthority
  /// Issued by the root: the rooftop authority may not vouch for the host that status lists are kept on.
  package var status: IssuedAuthority

  /// A key with the certificate made for it, in DER.
  package struct IssuedAuthority: Sendable {
    package var key: SigningKey
    package var der: [UInt8]
  }

  /// Makes a new chain.
  ///
  /// - Parameters:
  ///   - organisation: the legal name, shown to every buyer from the validated certificate.
  ///   - rooftop: the branch.
  ///   - issuer: the rooftop's HTTPS URI; its host bounds what the rooftop authority may ever vouch for.
  ///   - statusList: the status list's URI; the status signer speaks for its origin.
  package static func make(
    organisation: String, rooftop: String, issuer: IssuerURI, statusList: IssuerURI, at moment: Date
  ) throws -> DealerChain {
    let start = moment.addingTimeInterval(-3_600)
    let names = (
      root: try name(organisation, "Root"), rooftop: try name(organisation, "Rooftop authority"),
      terminal: try name(organisation, rooftop), status: try name(organisation, "Status lists")
    )
    let keys = (root: SigningKey(), rooftop: SigningKey(), terminal: SigningKey(), status: SigningKey())
    let root = try certificate(
      keys.root, subject: names.root, issuer: names.root, signedBy: keys.root, years: 15, from: start,
      extensions: authority(pathLength: 1))
    let middle = try certificate(
      keys.rooftop, subject: names.rooftop, issuer: names.root, signedBy: keys.root, years: 5, from: start,
      extensions: authority(pathLength: 0, host: issuer.host))
    let leaf = try certificate(
      keys.terminal, subject: names.terminal, issuer: names.rooftop, signedBy: keys.rooftop, years: 1, from: start,
      extensions: signer(issuer.text))
    let status = try certificate(
      keys.status, subject: names.status, issuer: names.root, signedBy: keys.root, years: 1, from: start,
      extensions: signer(statusList.origin))
    return DealerChain(
      root: .init(key: keys.root, der: root), rooftop: .init(key: keys.rooftop, der: middle),
      terminal: .init(key: keys.terminal, der: leaf), status: .init(key: keys.status, der: status))
  }

  private static func name(_ organisation: String, _ unit: String) throws -> DistinguishedName {
    try DistinguishedName {
      OrganizationName(organisation)
      OrganizationalUnitName(unit)
      CommonName("\(organisation), \(unit)")
    }
  }

  private static func authority(pathLength: Int, host: String? = nil) throws -> Certificate.Extensions {
    try Certificate.Extensions {
      Critical(BasicConstraints.isCertificateAuthority(maxPathLength: pathLength))
      Critical(KeyUsage(keyCertSign: true, cRLSign: host == nil))
      if let host { Critical(NameConstraints(permittedURIDomains: [host])) }
    }
  }

  /// Whoever signs: a terminal by the issuer's URI, a status signer by the origin of its list.
  private static func signer(_ uri: String) throws -> Certificate.Extensions {
    try Certificate.Extensions {
      Critical(BasicConstraints.notCertificateAuthority)
      Critical(KeyUsage(digitalSignature: true))
      try ExtendedKeyUsage([.init(oid: documentSigning)])
      SubjectAlternativeNames([.uniformResourceIdentifier(uri)])
    }
  }

  private static func certificate(
    _ key: SigningKey, subject: DistinguishedName, issuer: DistinguishedName, signedBy signer: SigningKey,
    years: Double,
    from start: Date, extensions: Certificate.Extensions
  ) throws -> [UInt8] {
    var extensions = extensions
    // Which key it is for and which key made it (RFC 5280, sections 4.2.1.1 and 4.2.1.2): other verifiers ask for both.
    try extensions.append(
      Certificate.Extension(SubjectKeyIdentifier(hash: .init(key.key.publicKey)), critical: false))
    let maker = SubjectKeyIdentifier(hash: .init(signer.key.publicKey)).keyIdentifier
    try extensions.append(
      Certificate.Extension(AuthorityKeyIdentifier(keyIdentifier: maker), critical: false))
    let certificate = try Certificate(
      version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(key.key.publicKey),
      notValidBefore: start,
      notValidAfter: start.addingTimeInterval(years * 365 * 86_400), issuer: issuer, subject: subject,
      signatureAlgorithm: .ecdsaWithSHA256, extensions: extensions, issuerPrivateKey: .init(signer.key))
    var serializer = DER.Serializer()
    try serializer.serialize(certificate)
    return serializer.serializedBytes
  }

  /// Document signing (RFC 9336).
  private static let documentSigning: ASN1ObjectIdentifier = [1, 3, 6, 1, 5, 5, 7, 3, 36]
}

/// An issuer's URI, checked by the verifier's own rule before anything is signed with it.
package struct IssuerURI: Hashable, Sendable {
  package let text: String
  package let host: String
  /// The URI without its path.
  package var origin: String { "https://" + host }

  /// - Returns: nil unless it is `https`, a lower-case host with a dot, and no port, query or fragment.
  package init?(_ text: String) {
    guard let host = CertificateChecker.issuerHost(text) else { return nil }
    self.text = text
    self.host = host
  }
}
