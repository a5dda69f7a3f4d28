import CertificateChecking
import Certification
import Crypto
import FoundationEssentials
import StrictFormats
import TransferRules
import TransparencyLog

/// A dealer, the list that vouches for it, and the certificates it signed: what every change is compared with.
struct World {
  /// 2026-11-24 10:00:30 UTC, when the corpus was made.
  static let moment = Date(timeIntervalSince1970: 1_795_514_430)

  let key: SigningKey
  /// Leaf first.
  let chain: [[UInt8]]
  let trust: [UInt8]
  /// The dealer's status token, which one of its certificates carries.
  let status: [UInt8]
  let checker: CertificateChecker
  /// The certificates of the corpus that are valid there, signed again by this dealer.
  let genuine: [Parts]
  /// Every file of the corpus, as it is.
  let corpus: [[UInt8]]

  /// - Parameter folder: where keys and certificates are kept, because no signature is made the same twice; made new when
  ///   there are none.
  init(folder: String) throws {
    try SafeFile.makeFolder(folder)
    if !SafeFile.exists("\(folder)/trust.jws") { try Self.make(in: folder) }
    let pem = try String(decoding: SafeFile.read("\(folder)/terminal.pem"), as: UTF8.self)
    key = SigningKey(try P256.Signing.PrivateKey(pemRepresentation: pem))
    status = try SafeFile.read("\(folder)/status.jwt")
    let chain = try ["terminal.der", "rooftop.der"].map { try SafeFile.read("\(folder)/\($0)") }
    trust = try SafeFile.read("\(folder)/trust.jws")
    let table = try RuleTable(bytes: SafeFile.read("\(Self.corpusFolder)/rules.json"))
    checker = CertificateChecker(trust: try TrustList(bytes: trust), tables: [table])
    self.chain = chain
    corpus = try Self.corpusNames().map { try SafeFile.read("\(Self.corpusFolder)/\($0)/certificate") }
    let kept = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/genuine").sorted()
    genuine = try kept.compactMap { Parts(try SafeFile.read("\(folder)/genuine/\($0)")) }
    guard !genuine.isEmpty, genuine.allSatisfy({ validation(of: $0.bundle) == .valid }) else {
      throw FuzzProblem("the corpus gave no valid certificate to start from")
    }
    guard genuine.contains(where: { $0.staple != nil }), check(genuine[0].bundle).witnessed?.date == Self.witnessed(0)
    else { throw FuzzProblem("no certificate to start from has a status and a time") }
  }

  /// When the witnesses saw the certificate at this place among the genuine ones; every one at another time.
  static func witnessed(_ place: Int) -> Date { moment.addingTimeInterval(60 + Double(place)) }

  private static var corpusFolder: String {
    ProcessInfo.processInfo.environment["HANDOVER_CORPUS"] ?? "Tests/CertificateCorpus"
  }

  private static func corpusNames() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: corpusFolder).sorted()
      .filter { SafeFile.exists("\(corpusFolder)/\($0)/certificate") }
  }

  private static func make(in folder: String) throws {
    guard let issuer = IssuerURI("https://north.example-motors.example"),
      let list = IssuerURI("https://status.example-motors.example/3")
    else { throw FuzzProblem("no issuer") }
    let start = moment.addingTimeInterval(-30 * 86_400)
    let chain = try DealerChain.make(
      organisation: "Example Motors Group", rooftop: "North", issuer: issuer, statusList: list, at: start)
    let authority = SigningKey()
    let table = try RuleTable(bytes: SafeFile.read("\(corpusFolder)/rules.json"))
    var draft = TrustListDraft(
      version: 1, issuedAt: start, expires: moment.addingTimeInterval(86_400 * 90), threshold: 1,
      authorityKeys: [authority.key.publicKey],
      issuers: [
        .init(name: "Example Motors Group", root: chain.root.der, hosts: ["example-motors.example"], from: start)
      ], rules: [table.digest])
    let log = try FuzzLog()
    draft.logPolicyText = log.policy
    try SafeFile.write(Array(chain.terminal.key.key.pemRepresentation.utf8), to: "\(folder)/terminal.pem", mode: 0o600)
    try SafeFile.write(chain.terminal.der, to: "\(folder)/terminal.der", mode: 0o644)
    try SafeFile.write(chain.rooftop.der, to: "\(folder)/rooftop.der", mode: 0o644)
    let trust = try draft.signed(by: [authority])
    let writer = StatusTokenWriter(
      key: chain.status.key, chain: [chain.status.der], trust: try TrustList(bytes: trust))
    let token = try writer.sign(StatusListDraft(uri: list, values: [7: .revoked], issuedAt: moment))
    try SafeFile.write(Array(token.utf8), to: "\(folder)/status.jwt", mode: 0o644)
    try SafeFile.makeFolder("\(folder)/genuine")
    var place = 0
    for name in try corpusNames() where name.hasPrefix("valid-") || name == "disclosures-any-order" {
      let parts = try Parts(SafeFile.read("\(corpusFolder)/\(name)/certificate"))
      guard var signed = try parts?.signed(by: chain.terminal.key, chain: [chain.terminal.der, chain.rooftop.der])
      else { continue }
      if name == "valid-clear" { signed.staple = token }
      if place.isMultiple(of: 2) { signed.proof = try log.proof(of: signed.issuerJWT, at: witnessed(place)) }
      try SafeFile.write(signed.bundle, to: "\(folder)/genuine/\(name)", mode: 0o644)
      place += 1
    }
    try SafeFile.write(trust, to: "\(folder)/trust.jws", mode: 0o644)
  }

  func check(_ bytes: [UInt8]) -> ValidationReport {
    checker.check(bytes, options: CheckOptions(allowUndated: true, noStatus: true), at: Self.moment)
  }

  func validation(of bytes: [UInt8]) -> Validation { check(bytes).validation }
}

/// A certificate taken apart into the bytes behind its spellings.
struct Parts: Equatable {
  var header: [UInt8]
  var payload: [UInt8]
  var signature: [UInt8]
  /// As spelled.
  var disclosures: [String]
  /// DER, leaf first.
  var chain: [[UInt8]]
  /// The proof that a log holds it, as spelled.
  var proof: String?
  /// The status token, as spelled.
  var staple: String?

  /// Reads a bundle, a compact text or a code; nil when it is none.
  init?(_ bytes: [UInt8]) {
    let text = bytes.filter { $0 != 0x20 && !(0x09...0x0D).contains($0) }
    var compact = String(decoding: text, as: UTF8.self)
    chain = []
    if text.first == UInt8(ascii: "{") {
      guard let bundle = try? StrictJSON.parse(bytes), let signed = bundle["sd_jwt"]?.string else { return nil }
      compact = signed
      proof = bundle["log_proof"]?.string
      staple = bundle["status_token"]?.string
      chain = (bundle["x5c"]?.array ?? []).compactMap { $0.string.flatMap { Base64.decode($0, .standard) } }
    } else if text.starts(with: QRText.prefix.utf8) {
      guard let unpacked = try? QRText.unpack(text) else { return nil }
      compact = unpacked
    }
    let pieces = compact.split(separator: "~").map(String.init)
    let parts = (pieces.first ?? "").split(separator: ".").map { Base64.decode($0) }
    guard parts.count == 3, let header = parts[0], let payload = parts[1], let signature = parts[2] else { return nil }
    (self.header, self.payload, self.signature) = (header, payload, signature)
    disclosures = Array(pieces.dropFirst())
  }

  /// The same content under another key.
  func signed(by key: SigningKey, chain: [[UInt8]]) throws -> Parts {
    var made = self
    made.proof = nil
    let thumbprint = Base64.encode(SHA256.hash(data: chain.first ?? []))
    made.header = Array(#"{"alg":"ES256","typ":"dc+sd-jwt","x5t#S256":"\#(thumbprint)"}"#.utf8)
    made.signature = try key.sign(Array("\(Base64.encode(made.header)).\(Base64.encode(payload))".utf8))
    made.chain = chain
    return made
  }

  var issuerJWT: String { [header, payload, signature].map { Base64.encode($0) }.joined(separator: ".") }

  var compact: String { issuerJWT + "~" + disclosures.map { $0 + "~" }.joined() }

  /// In the one spelling a bundle has.
  var bundle: [UInt8] {
    let texts = chain.map { JSONValue.string(Base64.encode($0, .standard)) }
    var members: [JSONValue.Member] = [
      .init("format", "transfer-certificate-bundle/1"), .init("sd_jwt", .string(compact)),
    ]
    if !texts.isEmpty { members.append(.init("x5c", .array(texts))) }
    if let proof { members.append(.init("log_proof", .string(proof))) }
    if let staple { members.append(.init("status_token", .string(staple))) }
    return CanonicalJSON.bytes(.object(members))
  }

  /// Whether it says the same under the same signature: a copy may leave out disclosures and turn them round, it may come
  /// without the status and without a time where none is asked for, and the mirrored twin of a signature also holds (certificate profile,
  /// "Chain"). Nothing else may differ.
  func isCopy(of one: Parts) -> Bool {
    header == one.header && payload == one.payload && signature.prefix(32) == one.signature.prefix(32)
      && (signature == one.signature || lowS(signature) == one.signature)
      && Set(disclosures).isSubset(of: one.disclosures) && Set(disclosures).count == disclosures.count
      && chain == one.chain
      && (staple == nil || signedText(of: staple ?? "") == signedText(of: one.staple ?? ""))
  }
}

/// What comes before the signature of a compact text.
func signedText(of text: String) -> Substring { text[..<(text.lastIndex(of: ".") ?? text.startIndex)] }
