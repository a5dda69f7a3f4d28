import FoundationEssentials
import TransferRules

/// Step 12: finds the listed root that the signer's path leads to, and judges the path at the witnessed time, or, where
/// there is none, at the moment of the check.
struct ChainStep {
  var trust: TrustList
  var chain: KnownChain
  var payload: CertificatePayload

  private var path: SignerPath { chain.path }

  /// Returns the issuer that vouches, or nil when none does.
  func run(_ run: inout CheckRun) -> TrustList.Issuer? {
    let judgement = chain.judgement(issuer: payload.issuer) {
      ChainJudgement(of: path, in: trust, name: payload.issuer)
    }
    guard let anchor = judgement.anchor(in: trust, at: run.judgedAt) else {
      run.fail(CheckFailure("issuer.untrusted", "nobody on the trust list vouches for the signer"), in: "chain")
      return nil
    }
    let issuer = trust.issuers[anchor.root]
    let before = run.failures.count
    for failure in anchor.failures { run.fail(failure, in: "chain") }
    checkRevoked(issuer, &run)
    checkTimes(issuer, &run)
    let found = run.failures[before...]
    guard !found.contains(where: { $0.weight == .notValid }) else { return nil }
    run.trust = ValidationReport.Trust(
      signer: path.leaf.displayName, vouchedBy: issuer.name, listVersion: trust.version, listIssuedAt: trust.issuedAt,
      signatures: trust.signatures, keys: trust.keyCount, threshold: trust.threshold)
    if found.isEmpty { run.pass("chain", "leads to \(issuer.name) on trust list \(trust.version)") }
    return issuer
  }

  private func checkRevoked(_ issuer: TrustList.Issuer, _ run: inout CheckRun) {
    let whole = path.certificates + [issuer.root]
    let isRevoked = trust.revoked.contains { revoked in
      revoked.from <= run.judgedAt && whole.contains { $0.thumbprint == revoked.thumbprint }
    }
    if isRevoked {
      run.fail(CheckFailure("issuer.revoked", "the signer's key was revoked"), in: "chain")
    }
  }

  /// The terminal's own clock is held against the leaf's life; everything else against the time that is known.
  private func checkTimes(_ issuer: TrustList.Issuer, _ run: inout CheckRun) {
    let earliest = path.leaf.notBefore.addingTimeInterval(-Limits.clockSkew)
    if payload.issuedAt < earliest || payload.issuedAt > path.leaf.notAfter {
      run.fail(
        CheckFailure("time.outside-signer-validity", "the certificate is dated when its signer's key was not valid"),
        in: "time")
    }
    let hasTime = run.witnessed != nil
    if !(path.certificates + [issuer.root]).allSatisfy({ $0.isValid(at: run.judgedAt) }) {
      run.fail(hasTime ? Self.expiredWhenLogged : Self.notValidNow, in: "chain")
    }
    if !issuer.isActive(at: run.judgedAt) {
      run.fail(hasTime ? Self.notTrustedWhenLogged : Self.notTrustedNow, in: "chain")
    }
  }

  private static let expiredWhenLogged = CheckFailure(
    "issuer.expired-when-logged", "a signer certificate was not valid when the certificate was seen in the log")
  private static let notValidNow = CheckFailure.inconclusive(
    "issuer.not-valid-now", "a signer certificate is not valid today, and no outside time shows it was then")
  private static let notTrustedWhenLogged = CheckFailure(
    "issuer.not-trusted-at-time",
    "the trust list did not vouch for this issuer when the certificate was seen in the log")
  private static let notTrustedNow = CheckFailure.inconclusive(
    "issuer.not-trusted-at-time", "the trust list does not vouch for this issuer today")
}
