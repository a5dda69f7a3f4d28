package import FoundationEssentials

/// What a status token says about itself, once its signer was found to be one who may sign it.
package struct StatusSummary: Sendable {
  /// The address of the list.
  package let uri: String
  package let issuedAt: Date
  package let expires: Date
  package let list: StatusList

  /// Reads a token as a verifier does, and judges its signer by a trust list at a moment.
  ///
  /// - Throws: `CheckFailure` by everything that is wrong with a status token, but for its age.
  package init(_ text: String, trust: TrustList, at moment: Date) throws(CheckFailure) {
    let token = try StatusToken(Array(text.utf8))
    try StatusSigner(token: token, judgement: StatusShelf.judge(token, in: trust), trust: trust).check(at: moment)
    (uri, issuedAt, expires, list) = (token.uri, token.issuedAt, token.expires, token.list)
  }
}
