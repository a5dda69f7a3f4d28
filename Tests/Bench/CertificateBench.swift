import BundledChecklists
import CertificateChecking
import Crypto
import FoundationEssentials
import Glibc
import StrictFormats
import TransferRules

/// Certificates to check: the buyers' copies of a practice run, with what the peers need of them as files.
final class CertificateFolder {
  let folder = temporary("certificates")
  let home: Dealership
  private(set) var bundles: [[UInt8]] = []
  private(set) var signed: [SignedPart] = []

  /// What a raw verification needs: the ASCII that was signed and the 64 bytes of the signature.
  struct SignedPart {
    var bytes: [UInt8]
    var signature: P256.Signing.ECDSASignature
  }

  init(_ tools: Tools, cars: Int) throws {
    home = try Dealership(tools)
    let simulators = try Simulators(tools, cars: cars, latency: 0)
    defer { simulators.stop() }
    _ = try BatchCall(tools: tools, simulators: simulators, home: home, lot: .all, extra: ["--out", folder]).run()
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".transfer.json") }
    for name in names.sorted() { bundles.append([UInt8](try Data(contentsOf: URL(filePath: "\(folder)/\(name)")))) }
    guard bundles.count == cars else { throw BenchProblem("\(bundles.count) certificates of \(cars) cars") }
    signed = try bundles.map { try Self.signedPart(Self.compact($0)) }
    try writePeerFiles()
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  var publicKey: String { folder + "/key.pem" }
  var texts: String { folder + "/texts" }
  var oneBundle: String { folder + "/one.transfer.json" }
  var oneSigned: String { folder + "/one.signed" }
  var oneSignature: String { folder + "/one.der" }

  private func writePeerFiles() throws {
    _ = try Child.run(
      ["openssl", "x509", "-inform", "der", "-in", home.signerCertificate, "-pubkey", "-noout"], output: publicKey)
    try write(bundles.map { try Self.compact($0) }.joined(separator: "\n"), to: texts)
    try Data(bundles[0]).write(to: URL(filePath: oneBundle))
    try Data(signed[0].bytes).write(to: URL(filePath: oneSigned))
    try signed[0].signature.derRepresentation.write(to: URL(filePath: oneSignature))
  }

  private static func compact(_ bundle: [UInt8]) throws -> String {
    guard let text = try StrictJSON.parse(bundle)["sd_jwt"]?.string else { throw BenchProblem("a bundle without text") }
    return text
  }

  private static func signedPart(_ compact: String) throws -> SignedPart {
    let token = compact.prefix { $0 != "~" }
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let raw = Base64.decode(String(parts[2])) else { throw BenchProblem("no compact token") }
    return SignedPart(
      bytes: Array("\(parts[0]).\(parts[1])".utf8), signature: try P256.Signing.ECDSASignature(rawRepresentation: raw))
  }
}

/// P12: one certificate, checked by a whole process, against other programs that check one signature of the same bytes:
/// `openssl dgst -verify` the bare signature, `openssl cms -verify` a signature and a chain, `gpgv` and `minisign -V` one
/// signature by a key at hand.
struct StartBench {
  var tools: Tools
  var certificates: CertificateFolder
  var runs: Int

  func figures() throws -> [Figure] {
    let peers = try StartPeers(text: certificates.oneSigned)
    let dgst = [
      "openssl", "dgst", "-sha256", "-verify", certificates.publicKey, "-signature", certificates.oneSignature,
      certificates.oneSigned,
    ]
    let options = ["--trust", certificates.home.trustList, "--no-state", "--allow-undated", "--no-status"]
    // A practice run's certificate is a specimen: 1 is the right answer about it.
    let ours: [() throws -> Double] = [
      { try Child.run([tools.verifier, certificates.oneBundle] + options, expecting: [1]).wall },
      { try Child.run([tools.handover, "verify", certificates.oneBundle] + options, expecting: [1]).wall },
    ]
    let others: [() throws -> Double] = [dgst, peers.cms, peers.openPGP, peers.minisign].map { command in
      { try Child.run(command).wall }
    }
    let sides = ours + others
    for side in sides { for _ in 0..<5 { _ = try side() } }
    let medians = try interleaved(runs, sides)
    let small = "handover-verify FILE, whole process"
    return [
      figure("P12", small, medians[0], ("openssl dgst -verify", medians[2]), floor: 1.5, goal: 0.8),
      figure(
        "P12b", "handover verify FILE, whole process", medians[1], ("openssl dgst -verify", medians[2]), floor: 1.5,
        goal: 0.8),
      figure("P12c", small, medians[0], ("openssl cms -verify", medians[3]), floor: 1.5, goal: 0.8),
      figure("P12d", small, medians[0], ("gpgv", medians[4]), floor: 1.5, goal: 0.8),
      figure("P12e", small, medians[0], ("minisign -V", medians[5]), floor: 4, goal: 2),
    ]
  }

  private func figure(
    _ id: String, _ what: String, _ ours: Double, _ peer: (name: String, time: Double), floor: Double, goal: Double
  ) -> Figure {
    Figure(
      id: id, what: what, ours: "\(digits(ours * 1e3)) ms", peer: "\(peer.name) \(digits(peer.time * 1e3)) ms",
      ratio: ours / peer.time, floor: floor, goal: goal, better: .lower)
  }
}

/// P14: whole checks per second of one core (strict reading, signature, chain against the trust list, disclosures, verdict
/// recomputed) against the bare signature check, against the verifications that `openssl speed ecdsap256` counts, and against
/// sd-jwt verifying the same bytes without a chain or a verdict.
///
/// One checker for all, as a workshop that checks many certificates has it: a dealer's chain is judged once and remembered.
struct CheckBench {
  var tools: Tools
  var certificates: CertificateFolder
  var rounds: Int
  /// How often the whole folder is checked in one round.
  var passes: Int

  func figures() throws -> [Figure] {
    let trust = try TrustList(bytes: [UInt8](Data(contentsOf: URL(filePath: certificates.home.trustList))))
    let tables = try BundledChecklists.tables.map { try RuleTable(bytes: $0.bytes) }
    let checker = CertificateChecker(trust: trust, tables: tables)
    let pem = try String(contentsOfFile: certificates.publicKey, encoding: .utf8)
    let key = try P256.Signing.PublicKey(pemRepresentation: pem)
    let medians = try interleaved(
      rounds,
      [
        { try perSecond { certificates.signed.allSatisfy { key.isValidSignature($0.signature, for: $0.bytes) } } },
        { try perSecond { certificates.bundles.allSatisfy { isSpecimen(checker, $0) } } },
        { try script() }, { try opensslSpeed() },
      ])
    let ours = "checker \(digits(medians[1]))/s"
    return [
      Figure(
        id: "P14", what: "certificates checked per core second", ours: ours,
        peer: "raw P-256 \(digits(medians[0]))/s", ratio: medians[1] / medians[0], floor: 0.4, goal: 0.65,
        better: .higher),
      Figure(
        id: "P14b", what: "the same against sd-jwt (PyPI)", ours: ours, peer: "sd-jwt \(digits(medians[2]))/s",
        ratio: medians[1] / medians[2], floor: 1.5, goal: 2.5, better: .higher),
      Figure(
        id: "P14c", what: "the same against openssl speed", ours: ours,
        peer: "openssl speed ecdsap256 verify \(digits(medians[3]))/s", ratio: medians[1] / medians[3], floor: 0.4,
        goal: 0.65, better: .higher),
    ]
  }

  /// Every step must have passed; a check that stopped early would be fast for nothing.
  private func isSpecimen(_ checker: CertificateChecker, _ bundle: [UInt8]) -> Bool {
    let options = CheckOptions(allowUndated: true, noStatus: true)
    let report = checker.check(bundle, options: options, at: Date())
    return report.validation == .valid && report.specimenOf != nil
  }

  private func perSecond(_ pass: () -> Bool) throws -> Double {
    let started = clock(CLOCK_PROCESS_CPUTIME_ID)
    for _ in 0..<passes {
      guard pass() else { throw BenchProblem("a certificate of the practice run does not check out") }
    }
    return Double(passes * certificates.bundles.count) / (clock(CLOCK_PROCESS_CPUTIME_ID) - started)
  }

  /// Verifications per second of processor time, from the line for machines: `+F4:3:256:SIGNED:VERIFIED`.
  private func opensslSpeed() throws -> Double {
    let output = temporary("openssl-speed")
    defer { unlink(output) }
    _ = try Child.run(["openssl", "speed", "-mr", "-seconds", "1", "ecdsap256"], output: output)
    let lines = try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n")
    guard let rate = lines.last(where: { $0.hasPrefix("+F4:") })?.split(separator: ":").last.flatMap({ Double($0) })
    else { throw BenchProblem("openssl speed printed no rate") }
    return rate
  }

  private func script() throws -> Double {
    let output = temporary("sd-jwt")
    defer { unlink(output) }
    _ = try Child.run(
      [
        tools.python, tools.script("sd_jwt_verify"), certificates.publicKey, certificates.texts,
        "\(max(1, passes / 4))",
      ],
      output: output)
    let text = try String(contentsOfFile: output, encoding: .utf8)
    guard let rate = Double(text.filter { !$0.isWhitespace }) else { throw BenchProblem("sd-jwt printed no rate") }
    return rate
  }
}
