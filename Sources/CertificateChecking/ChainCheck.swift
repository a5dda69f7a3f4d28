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

  var path: [SignerCertificate]
  var root: SignerCertificate
  var issuer: String

  /// Every failure found, in order.
  func failures() -> [CheckFailure] {
    var failures: [CheckFailure] = []
    let whole = path + [root]
    for (place, certificate) in whole.enumerated() {
      let signer = place + 1 < whole.count ? whole[place + 1] : root
      if let failure = signature(of: certificate, by: signer) { failures.append(failure) }
      if place > 0, let failure = authority(certificate, below: place - 1) { failures.append(failure) }
      if hasUnknownCritical(certificate) {
        failures.append(
          CheckFailure("issuer.untrusted", "a signer certificate carries a critical extension nobody knows"))
      }
    }
    failures += leaf(path[0])
    for authority in whole.dropFirst() {
      if let failure = constraints(of: authority) { failures.append(failure) }
    }
    return failures
  }

  private func signature(of certificate: SignerCertificate, by signer: SignerCertificate) -> CheckFailure? {
    let allowed: [Certificate.SignatureAlgorithm] = [.ecdsaWithSHA256, .ecdsaWithSHA384]
    guard allowed.contains(certificate.certificate.signatureAlgorithm), isAllowed(signer.certificate.publicKey) else {
      return CheckFailure("issuer.algorithm", "a signer certificate is signed in a way this profile does not allow")
    }
    let key = signer.certificate.publicKey
    guard certificate.certificate.issuer == signer.certificate.subject,
      key.isValidSignature(certificate.certificate.signature, for: certificate.certificate)
    else { return CheckFailure("issuer.untrusted", "a signer certificate was not issued by the next one") }
    return nil
  }

  private func isAllowed(_ key: Certificate.PublicKey) -> Bool {
    P256.Signing.PublicKey(key) != nil || P384.Signing.PublicKey(key) != nil
  }

  /// A certificate above the leaf: may it sign certificates, and with this many below it?
  private func authority(_ certificate: SignerCertificate, below: Int) -> CheckFailure? {
    let extensions = certificate.certificate.extensions
    guard let constraints = try? extensions.basicConstraints, case .isCertificateAuthority(let limit) = constraints,
      limit.map({ $0 >= below }) ?? true
    else { return CheckFailure("issuer.untrusted", "a certificate above the signer may not issue certificates") }
    guard let usage = try? extensions.keyUsage, usage.keyCertSign, isCritical(.X509ExtensionID.keyUsage, certificate)
    else { return CheckFailure("issuer.key-usage", "a certificate above the signer has another purpose") }
    return nil
  }

  private func leaf(_ leaf: SignerCertificate) -> [CheckFailure] {
    var failures: [CheckFailure] = []
    let extensions = leaf.certificate.extensions
    if let constraints = try? extensions.basicConstraints, case .isCertificateAuthority = constraints {
      failures.append(CheckFailure("issuer.is-ca", "the signer is an authority, not a terminal"))
    }
    let usage = try? extensions.keyUsage
    if usage != KeyUsage(digitalSignature: true) || !isCritical(.X509ExtensionID.keyUsage, leaf) {
      failures.append(CheckFailure("issuer.key-usage", "the signer's key has another purpose than signing"))
    }
    let purposes = (try? extensions.extendedKeyUsage).map(Array.init) ?? []
    if !purposes.contains(ExtendedKeyUsage.Usage(oid: Self.documentSigning))
      || isCritical(.X509ExtensionID.extendedKeyUsage, leaf)
    {
      failures.append(CheckFailure("issuer.ext-key-usage", "the signer's key is not for signing documents"))
    }
    if uris(of: leaf) != [issuer] {
      failures.append(CheckFailure("issuer.name", "the signer's certificate names another issuer than the certificate"))
    }
    return failures
  }

  private func uris(of leaf: SignerCertificate) -> [String] {
    guard let names = try? leaf.certificate.extensions.subjectAlternativeNames else { return [] }
    return names.compactMap { if case .uniformResourceIdentifier(let uri) = $0 { uri } else { nil } }
  }

  /// Name constraints bind the issuer's host. Constraints of another kind than permitted URIs are not understood here, and
  /// what is not understood is refused.
  private func constraints(of authority: SignerCertificate) -> CheckFailure? {
    guard let constraints = try? authority.certificate.extensions.nameConstraints else { return nil }
    guard constraints.excludedSubtrees.isEmpty, let host = IssuerName(issuer)?.host else {
      return CheckFailure("issuer.name-constraints", "an authority's limits cannot be understood")
    }
    let permitted = Array(constraints.permittedURIDomains)
    guard !permitted.isEmpty, permitted.count == constraints.permittedSubtrees.count,
      permitted.contains(where: { host == $0 || ($0.hasPrefix(".") && host.hasSuffix($0)) })
    else { return CheckFailure("issuer.name-constraints", "an authority may not vouch for this issuer's host") }
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

/// An issuer's name: `https`, a lower-case host, no port, query or fragment; a path is allowed (profile, "Chain").
struct IssuerName {
  let host: String

  init?(_ text: String) {
    guard text.hasPrefix("https://"), text.utf8.count <= 200 else { return nil }
    let rest = text.dropFirst("https://".count)
    let host = rest.prefix { $0 != "/" }
    let isPlain = host.utf8.allSatisfy {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
    }
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    guard isPlain, labels.count >= 2, labels.allSatisfy({ !$0.isEmpty }) else { return nil }
    guard !rest.contains("?"), !rest.contains("#"), rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
    self.host = String(host)
  }

  /// The exact host or a subdomain of it.
  func isWithin(_ hosts: [String]) -> Bool { hosts.contains { host == $0 || host.hasSuffix("." + $0) } }
}

extension CertificateChecker {
  /// The host of an issuer's URI by the profile's rule, or nil when it is none.
  package static func issuerHost(_ uri: String) -> String? { IssuerName(uri)?.host }
}
