package import BuyerWords
import CertificateChecking
package import Certification
import Crypto
import FoundationEssentials
import HandoverModel
import Mustache
import QRCode
import StrictFormats
package import TransferRules

/// A buyer's copy as a page to print: an unsigned rendering that says so. Its codes carry what is signed.
///
/// The page asks the network for nothing and runs nothing. It is made from the bytes of the copy alone, so nothing that the
/// copy withholds can get onto it.
package struct PrintedCertificate {
  /// Why a copy cannot be printed.
  package struct Refusal: Error, Hashable, Sendable {
    package var code: String
    package var reason: String
  }

  /// The codes, as texts.
  package let codes: PaperCodes
  let payload: CertificatePayload
  let recomputed: RecomputedVerdict
  let table: RuleTable
  /// Organisation and unit of the signer's certificate.
  let dealer: String
  /// Where a verifier page is found, when the dealer names one.
  let verifier: IssuerURI?
  let first: QRCode
  let parts: [QRCode]

  /// - Parameters:
  ///   - copy: a buyer's copy, as `present` makes it.
  ///   - tables: the published rule tables, to word the verdict.
  ///   - verifier: an HTTPS address of a verifier page that is not the seller's own choice alone.
  /// - Throws: `Refusal`, or `CertificateIssuer.Refusal` from the codes.
  package init(copy: [UInt8], tables: [RuleTable], verifier: IssuerURI?) throws {
    codes = try PaperCodes(bundle: copy)
    guard let bundle = try? StrictJSON.parse(copy),
      let json = bundle["sd_jwt"]?.string?.split(separator: ".").dropFirst().first.flatMap({ Base64.decode(String($0)) }
      ),
      let value = try? StrictJSON.parse(json), let payload = try? CertificatePayload(json: value),
      let leaf = bundle["x5c"]?.array?.first?.string.flatMap({ Base64.decode($0, .standard) })
    else { throw Refusal(code: "paper.malformed", reason: "this is no copy of a certificate") }
    guard let table = tables.first(where: { $0.digest == payload.handover.rules }),
      let recomputed = table.verdict(of: VerdictFacts(payload)), recomputed.verdict == payload.handover.verdict
    else { throw Refusal(code: "paper.verdict", reason: "the verdict cannot be recomputed with the tables at hand") }
    self.payload = payload
    self.recomputed = recomputed
    self.table = table
    self.verifier = verifier
    dealer = try CertificateSummary(der: leaf).name
    let drawn = ([codes.first] + codes.parts).compactMap { QRCode(alphanumeric: $0) }
    guard drawn.count == codes.parts.count + 1, drawn.allSatisfy({ $0.version <= Self.largest }),
      codes.signedBytes <= Self.signedBudget
    else {
      throw Refusal(code: "paper.too-large", reason: "a code would be too dense to be scanned from paper")
    }
    first = drawn[0]
    parts = Array(drawn.dropFirst())
  }

  /// The version of the densest code (design, section 9).
  package static let largest = 25
  /// Bytes that the signed part may pack to (design, section 9).
  package static let signedBudget = 900
  /// Millimetres that the modules of the first page's square fill at a side; the quiet zone comes on top. One more than the 50
  /// of the design, section 9, for printers that shrink a page a little; the page has room for no more.
  package static let firstSide = 51.0
  /// The same for a square of the second page.
  package static let partSide = 50.0

  /// The page in a language.
  package func html(in language: Language) throws -> String {
    try MustacheTemplate.page.get().render(PaperContent(paper: self, language: language).values)
  }

  /// Nothing is fetched, nothing runs, and no style but the page's own applies.
  static let policy: String = {
    let digest = Base64.encode(SHA256.hash(data: Array(Templates.style.utf8)), .standard)
    return "default-src 'none'; style-src 'sha256-\(digest)'; base-uri 'none'; form-action 'none'"
  }()
}
