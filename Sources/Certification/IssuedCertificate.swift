package import HandoverModel
import StrictFormats
import TransferRules

/// A certificate as it is kept: the signed text with every disclosure, and the chain to hand out with it.
package struct IssuedCertificate: Hashable, Sendable {
  /// Its `jti`.
  package let id: String
  /// The signed text with all disclosures: the full copy.
  package let full: String
  /// DER, leaf first, root not included.
  package let chain: [[UInt8]]
  /// SHA-256 over the issuer-signed part, as later documents name it.
  package let sha256: String
  package let verdict: Verdict
  package let specimenOf: Verdict?

  init(payload: CertificatePayload, full: String, chain: [[UInt8]]) {
    id = payload.id
    self.full = full
    self.chain = chain
    sha256 = PrivatePart.digest(Self.signedPart(of: full))
    verdict = payload.handover.verdict
    specimenOf = payload.handover.specimenOf
  }

  /// Takes up a certificate again from the bytes of its full copy, as the ledger kept them.
  ///
  /// - Throws: `CertificateIssuer.Refusal` named `issued.malformed` when the bytes are no such copy.
  package init(fullCopy bytes: [UInt8]) throws {
    let malformed = CertificateIssuer.Refusal(
      code: "issued.malformed", reason: "the stored copy is not one this program wrote")
    guard let bundle = try? StrictJSON.parse(bytes), let full = bundle["sd_jwt"]?.string,
      let texts = bundle["x5c"]?.array?.compactMap(\.string)
    else { throw malformed }
    let chain = texts.compactMap { Base64.decode($0, .standard) }
    let parts = Self.signedPart(of: full).utf8.split(separator: UInt8(ascii: ".")).map { Substring($0) }
    guard !chain.isEmpty, chain.count == texts.count, parts.count == 3, let json = Base64.decode(parts[1]),
      let value = try? StrictJSON.parse(json), let payload = try? CertificatePayload(json: value)
    else { throw malformed }
    self.init(payload: payload, full: full, chain: chain)
  }

  /// Everything before the first disclosure.
  private static func signedPart(of full: String) -> String {
    String(Substring(full.utf8.prefix { $0 != UInt8(ascii: "~") }))
  }
}
