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

    package init(key: SigningKey, der: [UInt8]) {
      self.key = key
      self.der = der
    }
  }

  /// Who a chain is made for.
  package struct Names: Hashable, Sendable {
    /// The legal name, shown to every buyer from the validated certificate.
    package var organisation: String
    /// The branch.
    package var rooftop: String
    /// The rooftop's HTTPS URI; its host bounds what the rooftop authority may ever vouch for.
    package var issuer: IssuerURI
    /// The status list's URI; the status signer speaks for its origin.
    package var statusList: IssuerURI

    package init(organisation: String, rooftop: String, issuer: IssuerURI, statusList: IssuerURI) {
      self.organisation = organisation
      self.rooftop = rooftop
      self.issuer = issuer
      self.statusList = statusList
    }
  }

  /// Makes a new chain.
  package static func make(_ names: Names, at moment: Date) throws -> DealerChain {
    let key = SigningKey()
    let root = IssuedAuthority(
      key: key,
      der: try certificate(
        key, subject: try name(names.organisation, "Root"), signedBy: nil, years: 15, at: moment,
        extensions: authority(pathLength: 1)))
    let rooftop = try rooftop(names, signedBy: root, at: moment)
    return DealerChain(
      root: root, rooftop: rooftop, terminal: try terminal(names, signedBy: rooftop, at: moment),
      status: try status(names, signedBy: root, at: moment))
  }

  /// Makes a chain for these names.
  package static func make(
    organisation: String, rooftop: String, issuer: IssuerURI, statusList: IssuerURI, at moment: Date
  ) throws -> DealerChain {
    try make(
      Names(organisation: organisation, rooftop: rooftop, issuer: issuer, statusList: statusList), at: moment)
  }

  /// A rooftop authority with a new key, for five years.
  package static func rooftop(
    _ names: Names, signedBy root: IssuedAuthority, at moment: Date
  ) throws -> IssuedAuthority {
    try issued(
      try name(names.organisation, "Rooftop authority"), by: root, years: 5, at: moment,
      authority(pathLength: 0, host: names.issuer.host))
  }

  /// A terminal with a new key, for a year.
  package static func terminal(
    _ names: Names, signedBy rooftop: IssuedAuthority, at moment: Date
  ) throws -> IssuedAuthority {
    try issued(
      try name(names.organisation, names.rooftop), by: rooftop, years: 1, at: moment, signer(names.issuer.text))
  }

  /// A signer of status lists with a new key, for a year.
  package static func status(
    _ names: Names, signedBy root: IssuedAuthority, at moment: Date
  ) throws -> IssuedAuthority {
    try issued(
      try name(names.organisation, "Status lists"), by: root, years: 1, at: moment, signer(names.statusList.origin))
  }

  private static func issued(
    _ subject: DistinguishedName, by signer: IssuedAuthority, years: Double, at moment: Date,
    _ extensions: Certificate.Extensions
  ) throws -> IssuedAuthority {
    let key = SigningKey()
    return IssuedAuthority(
      key: key,
      der: try certificate(key, subject: subject, signedBy: signer, years: years, at: moment, extensions: extensions))
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

  /// - Parameter signer: nil signs with the key itself, as a root does.
  private static func certificate(
    _ key: SigningKey, subject: DistinguishedName, signedBy signer: IssuedAuthority?, years: Double, at moment: Date,
    extensions: Certificate.Extensions
  ) throws -> [UInt8] {
    let above = try signer.map { try Certificate(derEncoded: $0.der) }
    let signingKey = (signer?.key ?? key).key
    var extensions = extensions
    // Which key it is for and which key made it (RFC 5280, sections 4.2.1.1 and 4.2.1.2): other verifiers ask for both.
    try extensions.append(
      Certificate.Extension(SubjectKeyIdentifier(hash: .init(key.key.publicKey)), critical: false))
    let maker = SubjectKeyIdentifier(hash: .init(signingKey.publicKey)).keyIdentifier
    try extensions.append(
      Certificate.Extension(AuthorityKeyIdentifier(keyIdentifier: maker), critical: false))
    let start = moment.addingTimeInterval(-3_600)
    let end = start.addingTimeInterval(years * 365 * 86_400)
    let certificate = try Certificate(
      version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(key.key.publicKey),
      notValidBefore: start,
      // No longer than whoever vouches for it.
      notValidAfter: above.map { min(end, $0.notValidAfter) } ?? end, issuer: above?.subject ?? subject,
      subject: subject, signatureAlgorithm: .ecdsaWithSHA256, extensions: extensions,
      issuerPrivateKey: .init(signingKey))
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
