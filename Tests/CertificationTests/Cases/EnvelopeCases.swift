import CertificateChecking
import Certification
import Foundation
import HandoverModel
import StrictFormats

extension Cases {
  /// Steps 1 to 3 for the file itself.
  static func envelope() throws -> [Case] {
    let issued = try Dealer.shared.issue()
    let forge = Forge(issued)
    let good = forge.bundle
    let text = String(decoding: good, as: UTF8.self)
    func changed(_ old: String, _ new: String) -> [UInt8] {
      Array(text.replacing(old, with: new, maxReplacements: 1).utf8)
    }
    let proof: JSONValue = "c2sp.org/tlog-proof@v1\n"
    return [
      .bad(
        "input.too-large", "input-too-large", "a file of more than 256 KiB",
        good + [UInt8](repeating: 0x20, count: 262_144)),
      .bad("input.not-recognised", "input-not-recognised", "a picture", [0x89, 0x50, 0x4E, 0x47]),
      .bad("input.not-recognised", "input-empty", "an empty file", []),
      .bad("json.malformed", "bundle-json-malformed", "a comma too many", changed("]}", "],}")),
      .bad(
        "json.duplicate-key", "bundle-json-duplicate-key", "two signed texts in one file",
        changed(#"{"format""#, #"{"sd_jwt":"x","format""#)),
      .bad(
        "json.depth", "bundle-json-depth", "nested too deep",
        Array((#"{"format":"# + String(repeating: "[", count: 20)).utf8)),
      .bad("json.number", "bundle-json-number", "a number with a fraction", Array(#"{"format":1.5}"#.utf8)),
      .bad(
        "json.encoding", "bundle-json-encoding", "text that is not UTF-8",
        Array(#"{"format":""#.utf8) + [0xFF] + Array(#""}"#.utf8)),
      .bad(
        "bundle.format", "bundle-format", "another version",
        forge.changing { $0.format = "transfer-certificate-bundle/2" }.bundle),
      .bad(
        "bundle.unexpected-member", "bundle-unexpected-member", "a member nobody defined",
        forge.changing { $0.extra = [.init("comment", "trust me")] }.bundle),
      .bad("bundle.noncanonical", "bundle-final-newline", "a line end at the end", good + [0x0A]),
      .bad("bundle.noncanonical", "bundle-space", "a space inside", changed(":", ": ")),
      .bad("bundle.noncanonical", "bundle-escaped", "an escaped letter", changed("x5c", #"\u0078\u0035c"#)),
      .bad("bundle.noncanonical", "bundle-escaped-slash", "an escaped slash", changed("bundle/1", #"bundle\/1"#)),
      .bad(
        "bundle.noncanonical", "bundle-order", "members in another order",
        CanonicalJSON.bytes([
          "sd_jwt": .string(forge.compact), "format": "transfer-certificate-bundle/1",
          "x5c": .array(forge.chain.map { .string(Base64.encode($0, .standard)) }),
        ])),
      .bad(
        "bundle.malformed", "bundle-without-text", "nothing signed in it",
        Array(#"{"format":"transfer-certificate-bundle/1"}"#.utf8)),
      .bad(
        "bundle.malformed", "bundle-null-proof", "an empty proof",
        forge.changing { $0.extra = [.init("log_proof", .null)] }.bundle),
      .bad("b64.noncanonical", "chain-base64", "a chain in the other alphabet", changed(#""MII"#, #""-II"#)),
      .bad(
        "issuer.chain-surplus", "chain-of-four", "four certificates", forge.changing { $0.chain += [[1], [2]] }.bundle),
      .bad(
        "issuer.certificate-malformed", "chain-not-certificates", "bytes that are no certificate",
        forge.changing { $0.chain = [[0x30, 0x00], $0.chain[1]] }.bundle),
      .bad(
        "issuer.certificate-malformed", "chain-second-spelling",
        "an authority's certificate with a bit moved outside its signature",
        forge.changing { $0.chain[1] = Self.withUnusedBit($0.chain[1]) }.bundle),
      .bad(
        "log.proof-malformed", "log-proof-malformed", "a proof that ends after its first line",
        forge.changing { $0.extra = [.init("log_proof", proof)] }.bundle, saying: .clear),
    ]
  }

  /// The certificate with the count of unused bits of its signature changed, which no signature covers.
  private static func withUnusedBit(_ der: [UInt8]) -> [UInt8] {
    var der = der
    // BIT STRING, length, unused bits, then the SEQUENCE of r and s: the last such place in the certificate.
    for place in der.indices.reversed() where der[place] == 0x03 && place + 3 < der.count {
      if der[place + 2] == 0 && der[place + 3] == 0x30 {
        der[place + 2] = 1
        return der
      }
    }
    return der
  }
}
