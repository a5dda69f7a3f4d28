import Crypto
package import FoundationEssentials
import StrictFormats

/// A status list token that was read strictly, with its signature found good by the certificate that came with it. Who that
/// signer is, is for the trust list to say.
///
/// A compact JWT (draft-ietf-oauth-status-list, "Status List Token in JWT Format", as of 20 April 2026). The header holds
/// exactly `alg`, `typ` and `x5c`: the token travels alone, so it brings its signer's chain, as base64 DER, leaf first, root
/// not included. The payload holds exactly `sub`, `iat`, `exp`, `ttl` and `status_list` with `bits` and `lst`.
///
/// A class, because it goes from certificate to certificate and holds a large list.
package final class StatusToken: Sendable {
  /// The address of the list.
  package let uri: String
  package let issuedAt: Date
  package let expires: Date
  /// What the list says, by place.
  package let list: StatusList
  let path: SignerPath
  /// SHA-256 over the token's text, base64url.
  package let digest: String

  /// - Throws: `CheckFailure` named `status.too-large`, `status.malformed`, `status.signer`, `status.signature`, or by what is
  ///   not strict in it: `json.*`, `b64.noncanonical`, `jws.*`.
  package init(_ text: [UInt8]) throws(CheckFailure) {
    guard text.count <= Limits.statusToken else { throw Self.tooLarge }
    let parts = text[...].parts(between: UInt8(ascii: "."))
    guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty }) else { throw Self.malformed("it has not three parts") }
    path = try Self.path(try Self.json(parts[0]))
    try Self.verify(try Self.bytes(parts[2]), over: text[..<parts[1].endIndex], by: path.leaf)
    let payload = try StatusPayload(try Self.json(parts[1]))
    uri = payload.uri
    issuedAt = payload.issuedAt
    expires = payload.expires
    list = StatusList(bytes: try Self.inflate(payload.packed))
    digest = CertificateChecking.digest(text)
  }

  /// Exactly three members, and one algorithm: there is nothing to negotiate.
  private static func path(_ header: JSONValue) throws(CheckFailure) -> SignerPath {
    guard header["alg"]?.string == "ES256" else {
      throw CheckFailure("jws.alg", "the status names another algorithm than ES256")
    }
    guard header["typ"]?.string == "statuslist+jwt" else {
      throw CheckFailure("jws.typ", "the status is of another type")
    }
    guard header["crit"] == nil else { throw CheckFailure("jws.crit", "the status asks for unknown extensions") }
    guard let texts = header["x5c"]?.array, (1...Limits.chain).contains(texts.count) else {
      throw CheckFailure("jws.header", "the status does not say who signed it")
    }
    guard header.members?.count == 3 else {
      throw CheckFailure("jws.unexpected-header", "the status's header holds more than it may")
    }
    var chain: [[UInt8]] = []
    for text in texts {
      guard let text = text.string, let der = Base64.decode(text, .standard) else {
        throw CheckFailure("b64.noncanonical", "a certificate of the status's signer is not spelled in strict base64")
      }
      guard der.count <= Limits.certificate else { throw tooLarge }
      chain.append(der)
    }
    do { return try SignerPath(chain: chain) } catch {
      throw CheckFailure("status.signer", "a certificate of the status's signer cannot be read")
    }
  }

  private static func verify(
    _ bytes: [UInt8], over text: ArraySlice<UInt8>, by leaf: SignerCertificate
  ) throws(CheckFailure) {
    guard let key = leaf.signingKey else {
      throw CheckFailure("status.signer", "the key of the status's signer is of another kind than P-256")
    }
    guard ES256.holds(bytes, over: SHA256.hash(data: Array(text)), by: key) else {
      throw CheckFailure("status.signature", "the signature of the status does not fit: the status was changed")
    }
  }

  private static func inflate(_ packed: [UInt8]) throws(CheckFailure) -> [UInt8] {
    do { return try Zlib.inflate(packed, limit: Limits.statusInflated) } catch {
      switch error {
      case .tooLarge: throw tooLarge
      case .malformed: throw malformed("its list cannot be unpacked")
      }
    }
  }

  private static func json(_ part: ArraySlice<UInt8>) throws(CheckFailure) -> JSONValue {
    let bytes = try bytes(part)
    do { return try StrictJSON.parse(bytes) } catch {
      throw CheckFailure(error.rawValue, "a part of the status is not strict JSON")
    }
  }

  private static func bytes(_ part: ArraySlice<UInt8>) throws(CheckFailure) -> [UInt8] {
    guard let bytes = Base64.decode(bytes: part) else {
      throw CheckFailure("b64.noncanonical", "a part of the status is not spelled in strict base64url")
    }
    return bytes
  }

  static let tooLarge = CheckFailure("status.too-large", "the status is larger than any status may be")

  static func malformed(_ reason: String) -> CheckFailure {
    CheckFailure("status.malformed", "the status cannot be used: \(reason)")
  }
}

/// The members of a status token, none missing and none more.
private struct StatusPayload {
  var uri: String
  var issuedAt: Date
  var expires: Date
  var packed: [UInt8]

  init(_ value: JSONValue) throws(CheckFailure) {
    try Self.check(value, holds: ["sub", "iat", "exp", "ttl", "status_list"])
    let list = value["status_list"] ?? .null
    try Self.check(list, holds: ["bits", "lst"])
    guard let uri = value["sub"]?.string, IssuerName(uri) != nil else {
      throw StatusToken.malformed("sub is no address of a list")
    }
    guard let issuedAt = value["iat"]?.integer, issuedAt >= 0, let expires = value["exp"]?.integer, expires > issuedAt,
      let keep = value["ttl"]?.integer, keep > 0
    else { throw StatusToken.malformed("its times are none") }
    guard list["bits"]?.integer == Int64(StatusList.certificateBits) else {
      throw StatusToken.malformed("its values are not of 2 bits")
    }
    guard let text = list["lst"]?.string else { throw StatusToken.malformed("it holds no list") }
    guard let packed = Base64.decode(text) else {
      throw CheckFailure("b64.noncanonical", "the list of the status is not spelled in strict base64url")
    }
    self.uri = uri
    self.issuedAt = Date(timeIntervalSince1970: Double(issuedAt))
    self.expires = Date(timeIntervalSince1970: Double(expires))
    self.packed = packed
  }

  private static func check(_ value: JSONValue, holds names: [String]) throws(CheckFailure) {
    guard let members = value.members, Set(members.map(\.name)) == Set(names) else {
      throw StatusToken.malformed("it holds other members than it must")
    }
  }
}

/// A status token as a user gave it, from a mirror: read once, however many certificates are checked with it.
public struct GivenStatus: Sendable {
  let token: Result<StatusToken, CheckFailure>

  /// Reads a token's file. What cannot be used is told by every certificate that is checked with it, because nobody can say
  /// for which of them it was meant.
  public init(bytes: [UInt8]) {
    let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
    var text = bytes[...].drop(while: isSpace)
    while let last = text.last, isSpace(last) { text.removeLast() }
    do throws(CheckFailure) { token = .success(try StatusToken(Array(text))) } catch { token = .failure(error) }
  }
}
