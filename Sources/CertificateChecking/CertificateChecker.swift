import Crypto
public import FoundationEssentials
import HandoverModel
import StrictFormats
public import TransferRules

/// Checks transfer certificates offline: reads strictly, verifies the signature over the bytes as received, the chain
/// against a trust list, and recomputes the verdict from the published rule table.
///
/// One value checks many certificates. It asks for no file, no clock and no network; the moment is given.
///
/// ```swift
/// let checker = CertificateChecker(trust: try TrustList(bytes: listBytes))
/// let report = checker.check(fileBytes, options: CheckOptions(vin: "TMB..."), at: Date())
/// ```
public struct CertificateChecker: Sendable {
  /// Whom the user trusts; nil leaves every certificate inconclusive.
  public let trust: TrustList?
  private let refusal: CheckFailure?
  private let tables: [String: RuleTable]
  private let issuers: IssuerBag?
  private let memory = ChainMemory()
  private let statuses = StatusShelf()

  /// - Parameters:
  ///   - tables: the published rule tables this verifier knows, in any order; all that this version carries unless told.
  ///   - trustRefusal: why the trust list that the user gave cannot be used; every certificate then fails with it.
  ///   - issuers: where signers' certificates are looked for that do not come with a text.
  public init(
    trust: TrustList?, tables: [RuleTable] = RuleTable.published, trustRefusal: CheckFailure? = nil,
    issuers: IssuerBag? = nil
  ) {
    self.trust = trust
    self.issuers = issuers
    refusal = trustRefusal
    self.tables = Dictionary(tables.map { ($0.digest, $0) }) { first, _ in first }
  }

  /// Checks one certificate: a bundle's bytes, a compact SD-JWT as text, or the text of a QR code.
  ///
  /// Steps 1 to 7 stop at the first failure, because nothing after it can be believed; every failure of the later steps is kept.
  public func check(_ bytes: [UInt8], options: CheckOptions, at moment: Date) -> ValidationReport {
    var run = CheckRun(options: options, moment: moment)
    var step = "input"
    do throws(CheckFailure) {
      let bundle = try BundleText(bytes)
      let text = try SignedText(bundle.compact)
      run.pass("input", "read as \(bundle.kind)")
      step = "signature"
      let chain = try signerChain(bundle, text)
      let digests = text.digests()
      try verify(text.signature, over: digests.signed, by: chain.path.leaf, &run)
      step = "content"
      let payload = try self.payload(text)
      run.pass("content", "of the transfer certificate profile, version 1")
      run.sha256 = spelled(digests.named)
      examine(Evidence(bundle: bundle, text: text, chain: chain, payload: payload, digest: digests.named), &run)
    } catch { run.fail(error, in: step) }
    return run.report()
  }

  /// Step 6: the leaf is found by the thumbprint of the bytes as received, in the file or in the user's bag.
  private func signerChain(_ bundle: BundleText, _ text: SignedText) throws(CheckFailure) -> KnownChain {
    let certificates = bundle.chain.isEmpty ? issuers?.chain(to: text.thumbprint, below: trust) : bundle.chain
    guard let certificates else {
      throw .inconclusive(
        "issuer.certificate-unavailable", "the signer's certificate does not come with this text",
        hint: "check the .transfer.json file instead")
    }
    let chain = try memory.chain(certificates, namedAs: text.thumbprint)
    guard chain.path.leaf.thumbprint == text.thumbprint else {
      throw CheckFailure("issuer.leaf-mismatch", "the signer's certificate is not the one that was signed with")
    }
    guard chain.path.leaf.signingKey != nil else {
      throw CheckFailure("issuer.key-type", "the signer's key is of another kind than P-256")
    }
    return chain
  }

  /// Step 7, over the ASCII exactly as received.
  private func verify(
    _ bytes: [UInt8], over digest: SHA256Digest, by leaf: SignerCertificate, _ run: inout CheckRun
  ) throws(CheckFailure) {
    guard let key = leaf.signingKey, ES256.holds(bytes, over: digest, by: key) else {
      throw CheckFailure(
        "jws.signature", "the signature does not fit: the certificate was changed, or somebody else made it")
    }
    run.pass("signature", "intact, made with the key of the signer's certificate")
    if isHighS(bytes) { run.warnings.append("the signature is the mirrored twin of the one that was issued") }
  }

  /// Step 8. Without a readable payload nothing later can be asked.
  private func payload(_ text: SignedText) throws(CheckFailure) -> CertificatePayload {
    let payload: CertificatePayload
    do { payload = try CertificatePayload(json: text.payload) } catch {
      throw CheckFailure(
        error.name, "the certificate's content is not of this profile (\(PlainText.shown(error.place)))")
    }
    guard IssuerName(payload.issuer) != nil else {
      throw CheckFailure("profile.value", "the certificate's content is not of this profile (iss)")
    }
    guard IssuerName(payload.status.uri) != nil else {
      throw CheckFailure(
        "profile.value", "the certificate's content is not of this profile (status.status_list.uri)")
    }
    return payload
  }

  private func isHighS(_ signature: [UInt8]) -> Bool {
    // Half the order of P-256, rounded down (FIPS 186-4, D.1.2.3).
    let half: [UInt8] = [
      0x7F, 0xFF, 0xFF, 0xFF, 0x80, 0x00, 0x00, 0x00, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
      0xDE, 0x73, 0x7D, 0x56, 0xD3, 0x8B, 0xCF, 0x42, 0x79, 0xDC, 0xE5, 0x61, 0x7E, 0x31, 0x92, 0xA8,
    ]
    return half.lexicographicallyPrecedes(signature[32...])
  }
}

/// A certificate whose signature is good and whose payload was read.
struct Evidence {
  var bundle: BundleText
  var text: SignedText
  var chain: KnownChain
  var payload: CertificatePayload
  /// SHA-256 over the ASCII of the issuer-signed part, by which a log holds it.
  var digest: SHA256Digest
}

extension CertificateChecker {
  /// Steps 9 to 15.
  private func examine(_ evidence: Evidence, _ run: inout CheckRun) {
    let payload = evidence.payload
    run.attempt("disclosures") { run throws(CheckFailure) in
      let disclosures = try Disclosures(evidence.text.disclosures, topDigest: payload.privateDigest)
      run.opened = disclosures.opened
      run.pass("disclosures", disclosures.opened.isEmpty ? "a private section is withheld" : "opened as signed")
    }
    let trust = trusted(&run)
    run.attempt("log") { run throws(CheckFailure) in try LogStep(evidence: evidence, trust: trust).run(&run) }
    let issuer = trust.flatMap { ChainStep(trust: $0, chain: evidence.chain, payload: payload).run(&run) }
    let maxLogDelay = trust?.maxLogDelay ?? Double(Limits.logDelay)
    run.attempt("time") { run throws(CheckFailure) in
      try TimeStep(evidence: evidence, maxLogDelay: maxLogDelay).run(&run)
    }
    run.attempt("status") { run throws(CheckFailure) in
      try StatusStep(evidence: evidence, issuer: issuer, trust: trust, shelf: statuses).run(&run)
    }
    run.attempt("verdict") { run throws(CheckFailure) in try recompute(payload, &run) }
    match(payload, &run)
    if issuer != nil { run.claims = payload }
  }

  /// Step 10.
  private func trusted(_ run: inout CheckRun) -> TrustList? {
    if let refusal {
      run.fail(refusal, in: "trust")
      return nil
    }
    guard let trust else {
      run.fail(
        .inconclusive(
          "trust.missing", "the signature is intact, but nobody here vouches for the signer",
          hint: "get a trust list from an association or regulator and give it with --trust FILE"), in: "trust")
      return nil
    }
    if trust.expires <= run.moment {
      run.fail(
        .inconclusive("trust.expired", "the trust list has run out", hint: "get the current one"), in: "trust")
    } else {
      run.pass(
        "trust", "list \(trust.version), signed by \(trust.signatures) of \(trust.keyCount), \(trust.threshold) needed")
    }
    return trust
  }

  private func recompute(_ payload: CertificatePayload, _ run: inout CheckRun) throws(CheckFailure) {
    let handover = payload.handover
    // A table that anybody may bring is a verdict that anybody may write: it counts when the trust list names it.
    let rules = trust?.rules ?? []
    let accepted = rules.isEmpty ? RuleTable.isPublished(handover.rules) : rules.contains(handover.rules)
    guard accepted, let table = tables[handover.rules] else {
      throw .inconclusive(
        "rules.unknown", "the verdict was made by a rule table this verifier does not know",
        hint: "get a newer verifier or trust list")
    }
    guard let recomputed = table.verdict(of: VerdictFacts(payload)) else {
      throw CheckFailure("rules.platform", "the rule table does not know this kind of car")
    }
    guard recomputed.verdict == handover.verdict, recomputed.specimenOf == handover.specimenOf else {
      throw CheckFailure("rules.verdict-mismatch", "the verdict printed is not the one that follows from the rows")
    }
    run.recomputed = recomputed
    run.pass("verdict", "recomputed from the rows by the published rule: the same")
  }

  private func match(_ payload: CertificatePayload, _ run: inout CheckRun) {
    if let vin = run.options.vin {
      run.matchedVIN = vin.uppercased().utf8.elementsEqual(payload.vehicle.vin.text.utf8)
      if run.matchedVIN {
        run.pass("vin", "the same as given")
      } else {
        run.fail(CheckFailure("match.vin", "the certificate is for another car than the VIN given"), in: "vin")
      }
    }
    if let issuer = run.options.issuer {
      if issuer == payload.issuer {
        run.pass("issuer", "the same as given")
      } else {
        run.fail(CheckFailure("match.issuer", "the certificate was issued by somebody else than given"), in: "issuer")
      }
    }
    if let now = run.options.odometer, let then = payload.vehicle.odometer, now < then.value {
      run.warnings.append("match.odometer: the car shows less now than was certified (\(then.value) \(then.unit))")
    }
  }
}
