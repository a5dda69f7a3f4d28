import FoundationEssentials
import TransferRules
import X509

/// Steps 10 and 12: finds the listed root that the signer's path leads to, and judges the path.
struct ChainStep {
  var trust: TrustList?
  var path: [SignerCertificate]
  var payload: CertificatePayload

  /// Returns the issuer that vouches, or nil when none does.
  func run(_ run: inout CheckRun) -> TrustList.Issuer? {
    guard let trust else {
      run.fail(
        .inconclusive(
          "trust.missing", "the signature is intact, but nobody here vouches for the signer",
          hint: "get a trust list from an association or regulator and give it with --trust FILE"))
      return nil
    }
    if trust.expires <= run.moment {
      run.fail(.inconclusive("trust.expired", "the trust list has run out", hint: "get the current one"))
    }
    guard let issuer = root(in: trust) else {
      run.fail(CheckFailure("issuer.untrusted", "nobody on the trust list vouches for the signer"))
      return nil
    }
    let before = run.failures.count
    for failure in ChainCheck(path: path, root: issuer.root, issuer: payload.issuer).failures() { run.fail(failure) }
    if IssuerName(payload.issuer)?.isWithin(issuer.hosts) != true {
      run.fail(CheckFailure("issuer.host", "the signer speaks for a host that its root may not speak for"))
    }
    checkRevoked(trust, &run)
    checkTimes(issuer, &run)
    guard !run.failures[before...].contains(where: { $0.weight == .notValid }) else { return nil }
    run.trust = ValidationReport.Trust(
      signer: path[0].displayName, vouchedBy: issuer.name, listVersion: trust.version, listIssuedAt: trust.issuedAt,
      signatures: trust.signatures, threshold: trust.threshold)
    run.pass("chain", "leads to \(issuer.name) on trust list \(trust.version)")
    return issuer
  }

  /// The root that issued the last certificate of the path. A root as its own leaf is nobody's path.
  private func root(in trust: TrustList) -> TrustList.Issuer? {
    guard let last = path.last,
      !path.contains(where: { signer in trust.issuers.contains { $0.root.der == signer.der } })
    else { return nil }
    return trust.issuers.first { issuer in
      issuer.root.certificate.subject == last.certificate.issuer
        && issuer.root.certificate.publicKey.isValidSignature(last.certificate.signature, for: last.certificate)
    }
  }

  private func checkRevoked(_ trust: TrustList, _ run: inout CheckRun) {
    let thumbprints = path.map(\.thumbprint)
    if trust.revoked.contains(where: { thumbprints.contains($0.thumbprint) && $0.from <= run.moment }) {
      run.fail(CheckFailure("issuer.revoked", "the signer's key was revoked"))
    }
  }

  private func checkTimes(_ issuer: TrustList.Issuer, _ run: inout CheckRun) {
    let leaf = path[0].certificate
    let earliest = leaf.notValidBefore.addingTimeInterval(-Limits.clockSkew)
    if payload.issuedAt < earliest || payload.issuedAt > leaf.notValidAfter {
      run.fail(
        CheckFailure("time.outside-signer-validity", "the certificate is dated when its signer's key was not valid"))
    }
    if !(path + [issuer.root]).allSatisfy({ $0.isValid(at: run.moment) }) {
      run.fail(
        .inconclusive(
          "issuer.not-valid-now", "a signer certificate is not valid today, and no outside time shows it was then"))
    }
    if issuer.from > run.moment || issuer.until.map({ $0 <= run.moment }) ?? false {
      run.fail(
        .inconclusive("issuer.not-trusted-at-time", "the trust list does not vouch for this issuer today"))
    }
  }
}
