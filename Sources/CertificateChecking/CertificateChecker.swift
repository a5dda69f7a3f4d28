import Crypto
public import FoundationEssentials
import HandoverModel
import StrictFormats
public import TransferRules

/// Checks transfer certificates offline: reads strictly, verifies the signature over the bytes as received, the chain
/// against a trust list, and recomputes the verdict from the published rule table.
///
/// One value checks many certificates. It is pure: no file, no clock, no network; the moment is given.
///
/// ```swift
/// let checker = CertificateChecker(trust: try TrustList(bytes: listBytes), tables: tables)
/// let report = checker.check(fileBytes, options: CheckOptions(vin: "TMB..."), at: Date())
/// ```
public struct CertificateChecker: Sendable {
  /// Whom the user trusts; nil leaves every certificate inconclusive.
  public let trust: TrustList?
  private let tables: [String: RuleTable]

  /// - Parameter tables: the published rule tables this verifier knows, in any order.
  public init(trust: TrustList?, tables: [RuleTable]) {
    self.trust = trust
    self.tables = Dictionary(tables.map { ($0.digest, $0) }) { first, _ in first }
  }

  /// Checks one certificate: a bundle's bytes, or a compact SD-JWT as text.
  public func check(_ bytes: [UInt8], options: CheckOptions, at moment: Date) -> ValidationReport {
    var run = CheckRun(options: options, moment: moment)
    do throws(CheckFailure) {
      let bundle = try BundleText(bytes)
      run.pass("input", "read as \(bundle.chain.isEmpty ? "a signed text" : "a bundle")")
      let text = try SignedText(bundle.compact)
      let path = try signerPath(bundle, text)
      try verify(text, by: path[0], &run)
      run.sha256 = digest(text.issuerJWT)
      examine(text, bundle: bundle, path: path, &run)
    } catch {
      run.fail(error)
    }
    return run.report()
  }

  /// Step 6: the leaf is found by the thumbprint of the bytes as received.
  private func signerPath(_ bundle: BundleText, _ text: SignedText) throws(CheckFailure) -> [SignerCertificate] {
    var path: [SignerCertificate] = []
    for der in bundle.chain { path.append(try SignerCertificate(der: der)) }
    guard let leaf = path.first else {
      throw .inconclusive(
        "issuer.certificate-unavailable", "the signer's certificate does not come with this text",
        hint: "check the .transfer.json file instead")
    }
    guard leaf.thumbprint == text.thumbprint else {
      throw CheckFailure("issuer.leaf-mismatch", "the signer's certificate is not the one that was signed with")
    }
    guard leaf.signingKey != nil else {
      throw CheckFailure("issuer.key-type", "the signer's key is of another kind than P-256")
    }
    return path
  }

  /// Step 7, over the ASCII exactly as received.
  private func verify(
    _ text: SignedText, by leaf: SignerCertificate, _ run: inout CheckRun
  ) throws(CheckFailure) {
    guard text.signature.count == 64, let key = leaf.signingKey,
      let signature = try? P256.Signing.ECDSASignature(rawRepresentation: text.signature),
      key.isValidSignature(signature, for: text.signedBytes)
    else {
      throw CheckFailure(
        "jws.signature", "the signature does not fit: the certificate was changed, or somebody else made it")
    }
    run.pass("signature", "intact, made with the key of the signer's certificate")
    if isHighS(text.signature) { run.warnings.append("the signature is the mirrored twin of the one that was issued") }
  }

  /// Steps 8 to 15: every failure is collected.
  private func examine(
    _ text: SignedText, bundle: BundleText, path: [SignerCertificate], _ run: inout CheckRun
  ) {
    let payload: CertificatePayload
    do { payload = try CertificatePayload(json: text.payload) } catch {
      run.fail(CheckFailure(error.name, "the certificate's content is not of this profile (\(error.place))"))
      return
    }
    run.pass("content", "of the transfer certificate profile, version 1")
    do throws(CheckFailure) {
      let disclosures = try Disclosures(text.disclosures, topDigest: payload.privateDigest)
      run.opened = disclosures.opened
      run.pass("disclosures", disclosures.opened.isEmpty ? "a private section is withheld" : "opened as signed")
    } catch { run.fail(error) }
    let chain = ChainStep(trust: trust, path: path, payload: payload).run(&run)
    checkTime(payload, bundle: bundle, &run)
    checkStatus(payload, bundle: bundle, issuer: chain, &run)
    recompute(payload, &run)
    match(payload, &run)
    if chain != nil { run.claims = payload }
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

// Time, status, verdict, match.
extension CertificateChecker {
  /// Without a witnessed time the chain is judged at the moment of the check, and that is said (profile, "Time").
  private func checkTime(_ payload: CertificatePayload, bundle: BundleText, _ run: inout CheckRun) {
    if payload.issuedAt > run.moment.addingTimeInterval(Limits.clockSkew) {
      run.fail(CheckFailure("time.in-future", "the certificate is dated in the future"))
    }
    if bundle.hasLogProof {
      run.fail(
        .inconclusive("log.proof-unchecked", "the certificate carries a log proof, which this version cannot check"))
    } else if run.options.allowUndated {
      run.skip("time", "nobody outside the dealer witnessed when it was made; allowed by --allow-undated")
    } else {
      run.fail(
        .inconclusive(
          "log.proof-missing", "nobody outside the dealer witnessed when the certificate was made",
          hint: "add --allow-undated to go by the dealer's own date"))
    }
  }

  private func checkStatus(
    _ payload: CertificatePayload, bundle: BundleText, issuer: TrustList.Issuer?, _ run: inout CheckRun
  ) {
    if let issuer, IssuerName(payload.status.uri)?.isWithin(issuer.hosts) != true {
      run.fail(CheckFailure("status.host", "the status list is kept where the issuer may not keep one"))
    }
    if bundle.hasStatusToken {
      run.fail(
        .inconclusive("status.token-unchecked", "the certificate carries a status, which this version cannot check"))
    } else if run.options.noStatus {
      run.skip("status", "not looked up; allowed by --no-status")
    } else {
      run.fail(
        .inconclusive(
          "status.missing", "whether the certificate was withdrawn since could not be looked up",
          hint: "ask the issuer, or add --no-status to go without"))
    }
  }

  private func recompute(_ payload: CertificatePayload, _ run: inout CheckRun) {
    let handover = payload.handover
    guard let table = tables[handover.rules],
      trust.map({ $0.rules.isEmpty || $0.rules.contains(handover.rules) }) ?? true
    else {
      run.fail(
        .inconclusive(
          "rules.unknown", "the verdict was made by a rule table this verifier does not know",
          hint: "get a newer verifier or trust list"))
      return
    }
    let facts = VerdictFacts(
      groups: handover.layers, platform: handover.platform, vinRead: payload.vehicle.vinRead, mode: handover.mode,
      checkedAt: handover.checkedAt, issuedAt: payload.issuedAt)
    guard let recomputed = table.verdict(of: facts) else {
      run.fail(CheckFailure("rules.platform", "the rule table does not know this kind of car"))
      return
    }
    run.recomputed = recomputed
    guard recomputed.verdict == handover.verdict, recomputed.specimenOf == handover.specimenOf else {
      run.fail(
        CheckFailure("rules.verdict-mismatch", "the verdict printed is not the one that follows from the rows"))
      return
    }
    run.pass("verdict", "recomputed from the rows by the published rule: the same")
  }

  private func match(_ payload: CertificatePayload, _ run: inout CheckRun) {
    if let vin = run.options.vin {
      if vin.uppercased() == payload.vehicle.vin.text {
        run.matchedVIN = true
        run.pass("vin", "the same as given")
      } else {
        run.fail(CheckFailure("match.vin", "the certificate is for another car than the VIN given"))
      }
    }
    if let issuer = run.options.issuer, issuer != payload.issuer {
      run.fail(CheckFailure("match.issuer", "the certificate was issued by somebody else than given"))
    }
    if let now = run.options.odometer, let then = payload.vehicle.odometer, now < then.value {
      run.warnings.append("match.odometer: the car shows less now than was certified (\(then.value) \(then.unit))")
    }
  }
}
