import Crypto
import FoundationEssentials
import SwiftASN1
import X509

/// Judges a path from a signer to a listed root by our own rules (step 12; certificate design 2.4; profile, "Chain").
///
/// swift-certificates reads and verifies signatures; purposes, names and constraints are checked here, because a wrong
/// purpose, a leaf without a name or a root as its own leaf would otherwise pass (certificate design 2.15).
struct ChainCheck {
  /// Document signing (RFC 9336).
  static let documentSigning: ASN1ObjectIdentifier = [1, 3, 6, 1, 5, 5, 7, 3, 36]

  /// Leaf first, every certificate issued by the next and the last by the root.
  var path: ArraySlice<SignerCertificate>
  var root: SignerCertificate
  var issuer: String

  /// Every failure found, in order.
  func failures() -> [CheckFailure] {
    var failures: [CheckFailure] = []
    let whole = Array(path) + [root]
    for (place, certificate) in whole.enumerated() {
      if let failure = algorithm(of: certificate) { failures.append(failure) }
      if place > 0 { failures += authority(certificate, below: place - 1) }
      if hasUnknownCritical(certificate) {
        failures.append(
          CheckFailure("issuer.untrusted", "a signer certificate carries a critical extension nobody knows"))
      }
    }
    failures += leaf(whole[0])
    for (place, authority) in whole.enumerated().dropFirst() {
      // Who issued the leaf must be bound to its hosts, or it could speak for its whole group. The trust list binds the root.
      let mustBind = place == 1 && whole.count > 2
      if let failure = constraints(of: authority, required: mustBind) { failures.append(failure) }
    }
    return failures
  }

  private func algorithm(of certificate: SignerCertificate) -> CheckFailure? {
    let allowed: [Certificate.SignatureAlgorithm] = [.ecdsaWithSHA256, .ecdsaWithSHA384]
    let key = certificate.certificate.publicKey
    guard allowed.contains(certificate.certificate.signatureAlgorithm),
      P256.Signing.PublicKey(key) != nil || P384.Signing.PublicKey(key) != nil
    else {
      return CheckFailure("issuer.algorithm", "a signer certificate is signed in a way this profile does not allow")
    }
    return nil
  }

  /// A certificate above the leaf: may it sign certificates, with this many authorities below it, and for this purpose?
  private func authority(_ certificate: SignerCertificate, below: Int) -> [CheckFailure] {
    var failures: [CheckFailure] = []
    let extensions = certificate.certificate.extensions
    if !isAuthority(extensions, below: below) || !isCritical(.X509ExtensionID.basicConstraints, certificate) {
      failures.append(CheckFailure("issuer.untrusted", "a certificate above the signer may not issue certificates"))
    }
    // It signs certificates and lists of revoked ones; a key that signs anything else has two roles (certificate design 2.9).
    let usage = try? extensions.keyUsage
    let isAllowed = usage == KeyUsage(keyCertSign: true) || usage == KeyUsage(keyCertSign: true, cRLSign: true)
    if !isAllowed || !isCritical(.X509ExtensionID.keyUsage, certificate) {
      failures.append(CheckFailure("issuer.key-usage", "a certificate above the signer has another purpose"))
    }
    if extensions[oid: .X509ExtensionID.extendedKeyUsage] != nil {
      failures.append(CheckFailure("issuer.ext-key-usage", "a certificate above the signer has another purpose"))
    }
    return failures
  }

  private func isAuthority(_ extensions: Certificate.Extensions, below: Int) -> Bool {
    guard let constraints = try? extensions.basicConstraints, case .isCertificateAuthority(let limit) = constraints
    else { return false }
    // More than this no chain can have; the page counts no further either.
    return limit.map { $0 >= below && $0 <= 255 } ?? true
  }

  private func isForDocuments(_ extensions: Certificate.Extensions) -> Bool {
    let purposes = (try? extensions.extendedKeyUsage).map(Array.init) ?? []
    return purposes.contains(ExtendedKeyUsage.Usage(oid: Self.documentSigning))
  }

  private func leaf(_ leaf: SignerCertificate) -> [CheckFailure] {
    var failures: [CheckFailure] = []
    let extensions = leaf.certificate.extensions
    let constraints = try? extensions.basicConstraints
    if case .isCertificateAuthority? = constraints {
      failures.append(CheckFailure("issuer.is-ca", "the signer is an authority, not a terminal"))
    }
    let isUnclear = constraints == nil && extensions[oid: .X509ExtensionID.basicConstraints] != nil
    if isUnclear || extensions[oid: .X509ExtensionID.nameConstraints] != nil {
      failures.append(CheckFailure("issuer.untrusted", "it is not clear that the signer is no authority"))
    }
    let usage = try? extensions.keyUsage
    if usage != KeyUsage(digitalSignature: true) || !isCritical(.X509ExtensionID.keyUsage, leaf) {
      failures.append(CheckFailure("issuer.key-usage", "the signer's key has another purpose than signing"))
    }
    if !isForDocuments(extensions) || isCritical(.X509ExtensionID.extendedKeyUsage, leaf) {
      failures.append(CheckFailure("issuer.ext-key-usage", "the signer's key is not for signing documents"))
    }
    if uris(of: leaf) != [issuer] {
      failures.append(CheckFailure("issuer.name", "the signer's certificate names another issuer than the certificate"))
    }
    return failures
  }

  /// Names of other kinds than mail, DNS and URI are not looked into here, and what is not understood is refused.
  private func uris(of leaf: SignerCertificate) -> [String] {
    guard let names = try? leaf.certificate.extensions.subjectAlternativeNames else { return [] }
    var uris: [String] = []
    for name in names {
      switch name {
      case .uniformResourceIdentifier(let uri): uris.append(uri)
      case .dnsName, .rfc822Name: continue
      default: return []
      }
    }
    return uris
  }

  /// Name constraints bind the issuer's host. Constraints of another kind than permitted URIs are not understood here, and
  /// what is not understood is refused.
  private func constraints(of authority: SignerCertificate, required: Bool) -> CheckFailure? {
    let failure = CheckFailure("issuer.name-constraints", "an authority may not vouch for this issuer's host")
    let extensions = authority.certificate.extensions
    guard extensions[oid: .X509ExtensionID.nameConstraints] != nil else { return required ? failure : nil }
    guard let constraints = try? extensions.nameConstraints, constraints.excludedSubtrees.isEmpty,
      isCritical(.X509ExtensionID.nameConstraints, authority), let host = IssuerName(issuer)?.host
    else { return failure }
    let permitted = Array(constraints.permittedURIDomains)
    guard !permitted.isEmpty, permitted.count == constraints.permittedSubtrees.count,
      permitted.contains(where: { host == $0 || ($0.hasPrefix(".") && host.hasSuffix($0)) })
    else { return failure }
    return nil
  }

  private func isCritical(_ oid: ASN1ObjectIdentifier, _ certificate: SignerCertificate) -> Bool {
    certificate.certificate.extensions[oid: oid]?.critical ?? false
  }

  private func hasUnknownCritical(_ certificate: SignerCertificate) -> Bool {
    let known: [ASN1ObjectIdentifier] = [
      .X509ExtensionID.basicConstraints, .X509ExtensionID.keyUsage, .X509ExtensionID.nameConstraints,
      .X509ExtensionID.subjectAlternativeName, .X509ExtensionID.extendedKeyUsage,
    ]
    return certificate.certificate.extensions.contains { $0.critical && !known.contains($0.oid) }
  }
}
