import StrictFormats

/// The parts of a certificate file as they were received. Nothing in it is trusted because it is in the file.
struct BundleText {
  var compact: String
  /// DER of the chain, leaf first, root not included; empty for a compact SD-JWT, which carries none.
  var chain: [[UInt8]]
  /// The proof that a transparency log holds the certificate, as text.
  var logProof: String?
  /// The status token stapled to the certificate.
  var statusToken: String?
  /// What the bytes turned out to be, for a person.
  var kind: String

  static let format = "transfer-certificate-bundle/1"

  /// Tells by content, never by name, what a file is (step 1), and reads it (steps 2 and 3).
  init(_ bytes: [UInt8]) throws(CheckFailure) {
    guard bytes.count <= Limits.bundle else {
      throw CheckFailure("input.too-large", "the file is larger than any certificate may be")
    }
    if bytes.first == UInt8(ascii: "{") {
      try self.init(bundle: bytes)
      return
    }
    let text = Self.withoutEnds(bytes)
    if CodeParts.begin(text) {
      try self.init(codes: text)
    } else {
      try self.init(pasted: text)
    }
  }

  /// The text without the white space at its ends, where pasting leaves some.
  private static func withoutEnds(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
    var text = bytes[...].drop(while: CodeParts.isSpace)
    while let last = text.last, CodeParts.isSpace(last) { text.removeLast() }
    return text
  }

  /// The codes of a paper: with its second page they are a bundle, and are read as that bundle is.
  private init(codes text: ArraySlice<UInt8>) throws(CheckFailure) {
    let codes = try CodeParts(text)
    let compact = try QRText.unpack(codes.signed)
    if let bundle = try codes.bundle(around: compact) {
      try self.init(bundle: bundle)
      kind = "the codes of a paper"
    } else {
      self.init(compact: compact, kind: "the text of a code")
    }
  }

  private init(compact: String, kind: String) {
    self.compact = compact
    self.kind = kind
    chain = []
  }

  /// A compact SD-JWT.
  private init(pasted text: ArraySlice<UInt8>) throws(CheckFailure) {
    guard text.first == UInt8(ascii: "e"), text.contains(UInt8(ascii: "~")), text.allSatisfy({ $0 < 0x80 }) else {
      throw CheckFailure(
        "input.not-recognised", "this is not a transfer certificate",
        hint: "give the file ending in .transfer.json that came with the car")
    }
    guard text.count <= Limits.compact else {
      throw CheckFailure("input.too-large", "the text is larger than any certificate may be")
    }
    self.init(compact: String(decoding: text, as: UTF8.self), kind: "a signed text")
  }

  private init(bundle bytes: [UInt8]) throws(CheckFailure) {
    let root: JSONValue
    do { root = try StrictJSON.parse(bytes) } catch {
      throw CheckFailure(error.rawValue, "the file is not strict JSON")
    }
    let known = ["format", "sd_jwt", "x5c", "log_proof", "status_token"]
    guard root["format"]?.string == Self.format else {
      throw CheckFailure(
        "bundle.format", "the file is not a transfer certificate of this version",
        hint: "give the file ending in .transfer.json that came with the car")
    }
    if let stranger = root.members?.first(where: { !known.contains($0.name) }) {
      throw CheckFailure(
        "bundle.unexpected-member", "the file holds a member nobody defined: \(PlainText.shown(stranger.name))")
    }
    guard let compact = root["sd_jwt"]?.string, !compact.isEmpty else {
      throw CheckFailure("bundle.malformed", "the file holds no signed certificate")
    }
    guard compact.utf8.count <= Limits.compact else {
      throw CheckFailure("input.too-large", "the signed part is larger than any certificate may be")
    }
    self.compact = compact
    chain = try Self.chain(root["x5c"])
    logProof = try Self.attachment(root["log_proof"])
    statusToken = try Self.attachment(root["status_token"])
    kind = "a bundle"
    // One spelling only: any other bytes for the same value are refused, so that no byte can change unnoticed.
    let order = known.compactMap { name in root.members?.first { $0.name == name } }
    guard CanonicalJSON.bytes(.object(order)).isSame(as: bytes) else {
      throw CheckFailure("bundle.noncanonical", "the file is not in the one spelling that certificates have")
    }
  }

  private static func chain(_ value: JSONValue?) throws(CheckFailure) -> [[UInt8]] {
    guard let value else { return [] }
    guard let texts = value.array, (1...Limits.chain).contains(texts.count) else {
      throw CheckFailure(
        "issuer.chain-surplus", "the file holds a number of signer certificates that cannot be a chain")
    }
    var chain: [[UInt8]] = []
    for text in texts {
      guard let text = text.string, let der = Base64.decode(text, .standard) else {
        throw CheckFailure("b64.noncanonical", "a signer certificate is not spelled in strict base64")
      }
      guard der.count <= Limits.certificate else {
        throw CheckFailure("input.too-large", "a signer certificate is larger than it may be")
      }
      chain.append(der)
    }
    return chain
  }

  private static func attachment(_ value: JSONValue?) throws(CheckFailure) -> String? {
    guard let value else { return nil }
    guard let text = value.string, !text.isEmpty else {
      throw CheckFailure("bundle.malformed", "the file holds an empty proof or status")
    }
    return text
  }
}
