package import CertificateChecking
import StrictFormats

/// Signs status lists with the status key, and has the real verifier read what it made before it lets it out.
package struct StatusTokenWriter: Sendable {
  private let key: SigningKey
  private let chain: [[UInt8]]
  private let trust: TrustList

  /// - Parameters:
  ///   - key: the status key; a terminal's is refused by its certificate's name.
  ///   - chain: DER, the status signer's certificate first, root not included.
  ///   - trust: the dealer's own trust list, with which the result is checked.
  package init(key: SigningKey, chain: [[UInt8]], trust: TrustList) {
    self.key = key
    self.chain = chain
    self.trust = trust
  }

  /// The token, as a compact JWT.
  ///
  /// - Throws: `CertificateIssuer.Refusal` named `status.place` or `status.not-valid`.
  package func sign(_ draft: StatusListDraft) throws -> String {
    guard let list = draft.list, let packed = Zlib.deflate(list.bytes) else {
      throw CertificateIssuer.Refusal(code: "status.place", reason: "a certificate has no place in the status list")
    }
    let header: JSONValue = [
      "alg": "ES256", "typ": "statuslist+jwt", "x5c": .array(chain.map { .string(Base64.encode($0, .standard)) }),
    ]
    let text =
      Base64.encode(CanonicalJSON.bytes(header)) + "." + Base64.encode(CanonicalJSON.bytes(draft.json(packed: packed)))
    let token = text + "." + Base64.encode(try key.sign(Array(text.utf8)))
    try readBack(token, of: draft, list)
    return token
  }

  private func readBack(_ token: String, of draft: StatusListDraft, _ list: StatusList) throws {
    let summary: StatusSummary
    do { summary = try StatusSummary(token, trust: trust, at: draft.issuedAt) } catch {
      throw refusal("our own verifier does not accept the status list: \(error.message) (\(error.name))")
    }
    guard summary.list == list, summary.uri == draft.uri.text else {
      throw refusal("the status list was not read back as it was written")
    }
  }

  private func refusal(_ reason: String) -> CertificateIssuer.Refusal {
    CertificateIssuer.Refusal(code: "status.not-valid", reason: reason)
  }
}
