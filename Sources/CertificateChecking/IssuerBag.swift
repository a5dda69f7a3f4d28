import StrictFormats
import X509

/// Public certificates of signers, found by the SHA-256 of their bytes, for texts that carry none: the code of a paper.
///
/// Nobody signs a bag. A certificate in it is worth nothing until it leads to a root of the user's trust list, so an entry
/// that cannot be read is passed over.
public struct IssuerBag: Sendable {
  static let format = "transfer-certificate-issuers/1"

  private let certificates: [SignerCertificate]
  private let places: [String: Int]

  /// Reads `{"format":"transfer-certificate-issuers/1","certificates":["<base64 DER>",...]}`.
  ///
  /// - Throws: `CheckFailure` named `input.too-large` or as strict JSON's, or `input.not-recognised`.
  public init(bytes: [UInt8]) throws(CheckFailure) {
    guard bytes.count <= Limits.issuerBag else {
      throw CheckFailure("input.too-large", "the file is larger than a bag of certificates may be")
    }
    let root: JSONValue
    do { root = try StrictJSON.parse(bytes) } catch {
      throw CheckFailure(error.rawValue, "the file is not strict JSON")
    }
    guard root["format"]?.string == Self.format, root.members?.count == 2, let texts = root["certificates"]?.array,
      texts.count <= Limits.issuersInBag
    else { throw CheckFailure("input.not-recognised", "the file is no bag of signers' certificates") }
    certificates = texts.compactMap { text in
      guard let der = text.string.flatMap({ Base64.decode($0, .standard) }), der.count <= Limits.certificate else {
        return nil
      }
      return try? SignerCertificate(der: der)
    }
    places = Dictionary(certificates.enumerated().map { ($0.element.thumbprint, $0.offset) }) { first, _ in first }
  }

  /// The text of a bag of these certificates, each as DER, in one order however they come and each once.
  package static func text(of certificates: some Sequence<[UInt8]>) -> [UInt8] {
    let texts = Set(certificates.map { Base64.encode($0, .standard) }).sorted()
    return CanonicalJSON.bytes(["format": .string(format), "certificates": .array(texts.map { .string($0) })])
  }

  /// The certificates that could be read, as DER.
  package var ders: [[UInt8]] { certificates.map(\.der) }

  /// The certificates from the named leaf to one that a listed root issued, as a bundle would bring them; the leaf alone
  /// when there is no such way, and nil when the leaf is not here.
  func chain(to thumbprint: String, below trust: TrustList?) -> [[UInt8]]? {
    guard let place = places[thumbprint] else { return nil }
    var work = Limits.bagSignatures
    let path = trust.flatMap { way(from: [certificates[place]], below: $0, &work) } ?? [certificates[place]]
    return path.map(\.der)
  }

  private func way(
    from path: [SignerCertificate], below trust: TrustList, _ work: inout Int
  ) -> [SignerCertificate]? {
    guard let last = path.last else { return nil }
    if trust.issuers.contains(where: { last.wasIssued(by: $0.root) }) { return path }
    guard path.count < Limits.chain else { return nil }
    for next in certificates where next.certificate.subject == last.certificate.issuer {
      guard work > 0 else { return nil }
      work -= 1
      guard last.wasIssued(by: next) else { continue }
      if let whole = way(from: path + [next], below: trust, &work) { return whole }
    }
    return nil
  }
}
