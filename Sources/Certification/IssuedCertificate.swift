package import FoundationEssentials
package import HandoverModel
import StrictFormats
import TransferRules

/// A certificate as it is kept: the signed text with every disclosure, and the chain to hand out with it.
package struct IssuedCertificate: Hashable, Sendable {
  /// Its `jti`.
  package let id: String
  /// The part that the issuer signed, without any disclosure.
  let signedPart: String
  /// Every disclosure: the private part itself first, then its sections.
  let disclosures: [String]
  /// DER, leaf first, root not included.
  package let chain: [[UInt8]]
  /// SHA-256 over the issuer-signed part, as later documents name it.
  package let sha256: String
  package let verdict: Verdict
  package let specimenOf: Verdict?
  package let issuedAt: Date
  /// The address of its status list.
  package let statusList: String

  init(payload: CertificatePayload, signedPart: String, disclosures: [String], chain: [[UInt8]]) {
    id = payload.id
    self.signedPart = signedPart
    self.disclosures = disclosures
    self.chain = chain
    sha256 = PrivatePart.digest(signedPart)
    verdict = payload.handover.verdict
    specimenOf = payload.handover.specimenOf
    issuedAt = payload.issuedAt
    statusList = payload.status.uri
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
    let pieces = Self.split(Array(full.utf8)[...], at: "~").map { String(decoding: $0, as: UTF8.self) }
    guard let signedPart = pieces.first else { throw malformed }
    let parts = Self.split(Array(signedPart.utf8)[...], at: ".")
    guard !chain.isEmpty, chain.count == texts.count, parts.count == 3,
      let json = Base64.decode(String(decoding: parts[1], as: UTF8.self)),
      let value = try? StrictJSON.parse(json), let payload = try? CertificatePayload(json: value)
    else { throw malformed }
    self.init(payload: payload, signedPart: signedPart, disclosures: Array(pieces.dropFirst()), chain: chain)
  }

  /// The signed text with all disclosures.
  package var full: String { compact(opening: disclosures) }

  /// The signed text with these disclosures.
  func compact(opening opened: [String]) -> String { ([signedPart] + opened).joined(separator: "~") + "~" }

  /// Splits at bytes: at characters it would look for clusters in thousands of letters.
  private static func split(_ text: ArraySlice<UInt8>, at mark: Unicode.Scalar) -> [ArraySlice<UInt8>] {
    text.split(separator: UInt8(ascii: mark), omittingEmptySubsequences: true)
  }
}
