import CertificateChecking
import Certification
import Crypto
import Foundation
import HandoverModel
import StrictFormats

extension Cases {
  /// Steps 1 to 7 for the signed text.
  static func text() throws -> [Case] {
    let issued = try Dealer.shared.issue()
    let forge = Forge(issued)
    let chain = forge.chain
    func bundle(_ compact: String) -> [UInt8] { Forge.bundle(compact, chain: chain) }
    func header(_ name: String, _ value: JSONValue?) -> [UInt8] {
      forge.changing { $0.header = $0.header.setting(name, value) }.bundle
    }
    let jwt = forge.jwt
    let parts = jwt.split(separator: ".").map(String.init)
    return [
      .open("issuer.certificate-unavailable", "compact-text", "the signed text alone", Array(" \(jwt)~\n".utf8)),
      .bad("sdjwt.layout", "sdjwt-two-parts", "no signature part", bundle("\(parts[0]).\(parts[1])~")),
      .bad("sdjwt.layout", "sdjwt-empty-disclosure", "an empty disclosure", bundle("\(jwt)~~")),
      .bad("sdjwt.layout", "sdjwt-no-end", "no end mark", bundle(jwt)),
      .bad("sdjwt.unexpected-key-binding", "sdjwt-key-binding", "a key binding behind it", bundle("\(jwt)~\(jwt)")),
      .bad("b64.noncanonical", "jws-padding", "a padded signature", bundle("\(jwt)==~")),
      .bad(
        "b64.noncanonical", "jws-empty-byte", "a payload with a stray bit",
        bundle("\(parts[0]).\(Self.strayBit(parts[1])).\(parts[2])~")),
      .bad("jws.alg", "jws-alg-none", "an algorithm that signs nothing", header("alg", "none")),
      .bad("jws.alg", "jws-alg-hs256", "an algorithm with a shared key", header("alg", "HS256")),
      .bad("jws.alg", "jws-alg-missing", "no algorithm", header("alg", nil)),
      .bad("jws.typ", "jws-typ", "another type of token", header("typ", "JWT")),
      .bad("jws.crit", "jws-crit", "unknown critical extensions", header("crit", ["b64"])),
      .bad("jws.header", "jws-thumbprint-missing", "no key named", header("x5t#S256", nil)),
      .bad("jws.header", "jws-thumbprint-malformed", "a key named by half a digest", header("x5t#S256", "AAAA")),
      .bad("jws.unexpected-header", "jws-embedded-key", "a key brought along", header("jwk", ["kty": "EC"])),
      .bad(
        "json.duplicate-key", "payload-duplicate-key", "two VINs in one payload, one for each kind of reader",
        forge.changing { forge in
          let text = CanonicalJSON.text(forge.payload)
          forge.payloadBytes = Array(
            text.replacing(#""vehicle":{"#, with: #""vehicle":{"vin":"WVWZZZAUZGW123456","#).utf8)
        }.bundle),
      .bad(
        "issuer.leaf-mismatch", "leaf-mismatch", "the leaf is not the one that was signed with",
        Forge.bundle(forge.compact, chain: [chain[1], chain[0]])),
      .bad(
        "jws.signature", "payload-changed", "the payload was changed after signing",
        bundle("\(parts[0]).\(Self.otherVIN(parts[1])).\(parts[2])~")),
      .bad(
        "jws.signature", "signature-zero", "an all-zero signature",
        bundle("\(parts[0]).\(parts[1]).\(Base64.encode([UInt8](repeating: 0, count: 64)))~")),
      .bad(
        "jws.signature", "signature-der", "a signature in the other form",
        bundle("\(parts[0]).\(parts[1]).\(try Self.der(forge))~")),
      .good(
        "signature-mirrored", "the mirrored twin of the signature verifies, and is noted",
        bundle("\(parts[0]).\(parts[1]).\(Self.mirrored(parts[2]))~"), .clear),
      .good(
        "payload-white-space", "white space in what was signed is signed too",
        forge.changing { $0.payloadBytes = Array((CanonicalJSON.text($0.payload) + " \n").utf8) }.bundle, .clear),
    ]
  }

  private static func strayBit(_ part: String) -> String {
    // A last character with its unused bits set, where the part has any; otherwise one of length 1 modulo 4.
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    guard part.count % 4 != 0, let last = part.last, let place = letters.firstIndex(of: last) else { return part + "A" }
    return part.dropLast() + String(letters[place | 1])
  }

  private static func otherVIN(_ part: String) -> String {
    let text = String(decoding: Base64.decode(part) ?? [], as: UTF8.self)
    return Base64.encode(Array(text.replacing("TMBJB9NX0PY000001", with: "TMBJB9NX0PY000002").utf8))
  }

  private static func der(_ forge: Forge) throws -> String {
    Base64.encode(Array(try forge.key.key.signature(for: Array(forge.signedText.utf8)).derRepresentation))
  }

  /// r and the order minus s.
  static func mirrored(_ part: String) -> String {
    let order: [UInt8] = [
      0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
      0xBC, 0xE6, 0xFA, 0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51,
    ]
    var signature = Base64.decode(part) ?? []
    var borrow = 0
    for place in stride(from: 31, through: 0, by: -1) {
      let difference = Int(order[place]) - Int(signature[32 + place]) - borrow
      signature[32 + place] = UInt8(truncatingIfNeeded: difference)
      borrow = difference < 0 ? 1 : 0
    }
    return Base64.encode(signature)
  }
}
