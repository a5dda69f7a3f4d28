import Crypto
import StrictFormats

/// A compact SD-JWT taken apart (steps 3 to 5): the signed bytes exactly as received, the thumbprint of the key's
/// certificate, the payload, and the disclosures. Nothing here is verified yet.
struct SignedText {
  /// `header.payload`, the ASCII that was signed.
  private let signedBytes: ArraySlice<UInt8>
  var signature: [UInt8]
  /// `header.payload.signature`, which other documents name by digest.
  private let issuerJWT: ArraySlice<UInt8>
  var thumbprint: String
  var payload: JSONValue
  var disclosures: [String]

  init(_ compact: String) throws(CheckFailure) {
    let pieces = Array(compact.utf8)[...].parts(between: UInt8(ascii: "~"))
    guard let last = pieces.last, pieces.count >= 2 else { throw Self.layout("there is no end mark") }
    guard last.isEmpty else {
      throw CheckFailure("sdjwt.unexpected-key-binding", "the certificate carries a key binding, which it never does")
    }
    issuerJWT = pieces[0]
    let parts = issuerJWT.parts(between: UInt8(ascii: "."))
    guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty }) else { throw Self.layout("it has not three parts") }
    signedBytes = issuerJWT[..<parts[1].endIndex]
    let disclosures = pieces[1..<(pieces.count - 1)]
    guard disclosures.allSatisfy({ !$0.isEmpty }) else { throw Self.layout("a disclosure is empty") }
    guard disclosures.count <= Limits.disclosures, disclosures.allSatisfy({ $0.count <= Limits.disclosure }) else {
      throw CheckFailure("input.too-large", "there are more or larger disclosures than there may be")
    }
    self.disclosures = disclosures.map { String(decoding: $0, as: UTF8.self) }
    let header = try Self.json(parts[0])
    payload = try Self.json(parts[1])
    signature = try Self.bytes(parts[2])
    thumbprint = try Self.thumbprint(header)
  }

  /// SHA-256 over `header.payload`, which was signed, and over `header.payload.signature`, by which other documents name the
  /// certificate. One begins with the other, so the bytes are read once.
  func digests() -> (signed: SHA256Digest, named: SHA256Digest) {
    var hash = SHA256()
    hash.update(signedBytes)
    let signed = hash.finalize()
    hash.update(issuerJWT[signedBytes.endIndex...])
    return (signed, hash.finalize())
  }

  /// Exactly three members, and one algorithm: there is nothing to negotiate.
  private static func thumbprint(_ header: JSONValue) throws(CheckFailure) -> String {
    guard header["alg"]?.string == "ES256" else {
      throw CheckFailure("jws.alg", "the certificate names another algorithm than ES256")
    }
    guard header["typ"]?.string == "dc+sd-jwt" else {
      throw CheckFailure("jws.typ", "the certificate is of another type")
    }
    guard header["crit"] == nil else { throw CheckFailure("jws.crit", "the certificate asks for unknown extensions") }
    guard let text = header["x5t#S256"]?.string, text.utf8.count == 43, Base64.decode(text) != nil else {
      throw CheckFailure("jws.header", "the certificate does not say which key signed it")
    }
    guard header.members?.count == 3 else {
      throw CheckFailure("jws.unexpected-header", "the certificate's header holds more than it may")
    }
    return text
  }

  private static func json(_ part: ArraySlice<UInt8>) throws(CheckFailure) -> JSONValue {
    do { return try StrictJSON.parse(try bytes(part)) } catch let failure as JSONFailure {
      throw CheckFailure(failure.rawValue, "a part of the certificate is not strict JSON")
    } catch let failure as CheckFailure {
      throw failure
    } catch {
      throw CheckFailure("json.malformed", "a part of the certificate is not strict JSON")
    }
  }

  private static func bytes(_ part: ArraySlice<UInt8>) throws(CheckFailure) -> [UInt8] {
    guard let bytes = Base64.decode(bytes: part) else {
      throw CheckFailure("b64.noncanonical", "a part of the certificate is not spelled in strict base64url")
    }
    return bytes
  }

  private static func layout(_ reason: String) -> CheckFailure {
    CheckFailure("sdjwt.layout", "the signed text is not laid out as a certificate: \(reason)")
  }
}
