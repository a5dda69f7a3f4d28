import FoundationEssentials

/// Who signed a status token, judged by the rules of a certificate's own chain: what a time or a trust list may change is
/// asked apart from what nothing changes.
struct StatusSigner {
  var token: StatusToken
  var judgement: ChainJudgement
  var trust: TrustList

  /// Everything.
  func check(at moment: Date) throws(CheckFailure) {
    try check()
    try checkNow(moment)
  }

  /// What no moment changes.
  func check() throws(CheckFailure) {
    guard let first = judgement.anchors.first else {
      throw CheckFailure("status.signer", "nobody on the trust list vouches for the signer of the status")
    }
    guard !judgement.anchors.contains(where: \.failures.isEmpty), let reason = first.failures.first else { return }
    throw CheckFailure("status.signer", "the status is signed by somebody who may not sign it (\(reason.name))")
  }

  /// Revocation and validity at the moment of the check: nobody outside says when a token was signed.
  func checkNow(_ moment: Date) throws(CheckFailure) {
    guard let anchor = judgement.anchor(in: trust, at: moment) else { return }
    let issuer = trust.issuers[anchor.root]
    let whole = token.path.certificates + [issuer.root]
    let isRevoked = trust.revoked.contains { revoked in
      revoked.from <= moment && whole.contains { $0.thumbprint == revoked.thumbprint }
    }
    if isRevoked {
      throw CheckFailure("status.signer", "the key that signed the status was revoked", hint: StatusStep.newer)
    }
    guard whole.allSatisfy({ $0.isValid(at: moment) }), issuer.isActive(at: moment) else {
      throw .inconclusive("status.signer", "the key that signed the status is not valid today", hint: StatusStep.newer)
    }
  }
}
