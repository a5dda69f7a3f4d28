package import CertificateChecking
import Crypto
package import FoundationEssentials
import HandoverModel
import StrictFormats
package import TransferRules

/// What a certificate is to say, before the issuer adds its own parts.
package struct CertificateDraft: Hashable, Sendable {
  package var statusIndex: Int64
  package var vehicle: VehicleClaims
  package var handover: HandoverClaims
  package var supersedes: EarlierCertificate?
  package var supplements: EarlierCertificate?
  package var privateSections: PrivateSections

  package init(
    statusIndex: Int64, vehicle: VehicleClaims, handover: HandoverClaims, supersedes: EarlierCertificate? = nil,
    supplements: EarlierCertificate? = nil, privateSections: PrivateSections
  ) {
    self.statusIndex = statusIndex
    self.vehicle = vehicle
    self.handover = handover
    self.supersedes = supersedes
    self.supplements = supplements
    self.privateSections = privateSections
  }
}

/// Signs certificates with one terminal's key. It recomputes the verdict before it signs and has the real verifier read
/// what it made before it lets it out.
package struct CertificateIssuer: Sendable {
  private let key: SigningKey
  private let chain: [[UInt8]]
  private let issuer: IssuerURI
  private let statusList: String
  private let table: RuleTable
  private let checker: CertificateChecker

  /// Why nothing was signed.
  package struct Refusal: Error, Hashable, Sendable {
    package var code: String
    package var reason: String
  }

  /// - Parameters:
  ///   - chain: DER, leaf first, root not included.
  ///   - statusList: the URI of the status list, on a host that the issuer's root may speak for.
  ///   - trust: the dealer's own trust list, with which the result is checked.
  package init(
    key: SigningKey, chain: [[UInt8]], issuer: IssuerURI, statusList: String, table: RuleTable, trust: TrustList
  ) {
    self.key = key
    self.chain = chain
    self.issuer = issuer
    self.statusList = statusList
    self.table = table
    checker = CertificateChecker(trust: trust, tables: [table])
  }

  /// Issues one certificate.
  ///
  /// - Throws: `Refusal` when the verdict is not the one the rows give, or the verifier does not find the result valid.
  package func issue(
    _ draft: CertificateDraft, at moment: Date, randomBytes: (Int) -> [UInt8] = secureBytes
  ) throws -> IssuedCertificate {
    try issueWithFullCopy(draft, at: moment, randomBytes: randomBytes).certificate
  }

  /// The same, with the full copy that the verifier read.
  package func issueWithFullCopy(
    _ draft: CertificateDraft, at moment: Date, randomBytes: (Int) -> [UInt8] = secureBytes
  ) throws -> (certificate: IssuedCertificate, fullCopy: [UInt8]) {
    let issuedAt = Date(timeIntervalSince1970: moment.timeIntervalSince1970.rounded(.down))
    let part = PrivatePart(draft.privateSections, randomBytes: randomBytes)
    let id = Self.name(randomBytes)
    let payload = CertificatePayload(
      issuer: issuer.text, issuedAt: issuedAt, id: id,
      status: StatusReference(index: draft.statusIndex, uri: statusList), vehicle: draft.vehicle,
      handover: draft.handover, supersedes: draft.supersedes, supplements: draft.supplements,
      privateDigest: part.digest)
    try checkVerdict(payload)
    let jwt = try sign(payload)
    let issued = IssuedCertificate(
      payload: payload, signedPart: jwt, disclosures: [part.top] + part.sections.map(\.text), chain: chain)
    let copy = try present(issued, for: .full)
    try checkResult(copy, at: moment)
    return (issued, copy)
  }

  /// 128 random bits as 22 characters. The rare name that a command line would take for an option is drawn again.
  private static func name(_ randomBytes: (Int) -> [UInt8]) -> String {
    for _ in 0..<20 {
      let name = Base64.encode(randomBytes(16))
      if !name.hasPrefix("-") { return name }
    }
    return Base64.encode(randomBytes(16))
  }

  private func sign(_ payload: CertificatePayload) throws -> String {
    let header: JSONValue = [
      "alg": "ES256", "typ": "dc+sd-jwt", "x5t#S256": .string(Base64.encode(SHA256.hash(data: chain[0]))),
    ]
    let text =
      Base64.encode(CanonicalJSON.bytes(header)) + "." + Base64.encode(CanonicalJSON.bytes(payload.json))
    return text + "." + Base64.encode(try key.sign(Array(text.utf8)))
  }

  private func checkVerdict(_ payload: CertificatePayload) throws {
    let handover = payload.handover
    guard handover.rules == table.digest, let recomputed = table.verdict(of: VerdictFacts(payload)) else {
      throw Refusal(code: "issue.rules", reason: "the rule table named is not the one in force")
    }
    guard recomputed.verdict == handover.verdict, recomputed.specimenOf == handover.specimenOf else {
      throw Refusal(code: "issue.verdict", reason: "the verdict given is not the one the rows give")
    }
  }

  /// The full copy goes through the real verifier. Every other copy is the same signed part and chain with fewer
  /// disclosures, and `present` reads back that it is.
  private func checkResult(_ fullCopy: [UInt8], at moment: Date) throws {
    let options = CheckOptions(allowUndated: true, noStatus: true)
    let report = checker.check(fullCopy, options: options, at: moment)
    let failures = report.failures.filter { $0.weight != .withdrawn }
    guard failures.isEmpty else {
      let names = failures.map(\.name).joined(separator: ", ")
      throw Refusal(code: "issue.not-valid", reason: "our own verifier does not find the result valid: \(names)")
    }
  }
}
