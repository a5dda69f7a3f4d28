import Certification
import Crypto
import Foundation
import StrictFormats
import TransferRules

/// A certificate put together by hand, so that each part can be wrong on purpose and still be signed.
struct Forge {
  var header: JSONValue
  var payload: JSONValue
  var disclosures: [String]
  var chain: [[UInt8]]
  var key: SigningKey
  var format: JSONValue = "transfer-certificate-bundle/1"
  /// Bytes of header and payload, when they are not to be the canonical ones.
  var headerBytes: [UInt8]?
  var payloadBytes: [UInt8]?
  /// Members added behind the canonical ones.
  var extra: [JSONValue.Member] = []

  /// Starts from a certificate the dealer really issued.
  init(_ issued: IssuedCertificate, opening: Bool = false) {
    let pieces = issued.full.split(separator: "~").map(String.init)
    let parts = pieces[0].split(separator: ".").map { Base64.decode($0)! }
    header = try! StrictJSON.parse(parts[0])
    payload = try! StrictJSON.parse(parts[1])
    disclosures = opening ? Array(pieces.dropFirst()) : []
    chain = issued.chain
    key = Dealer.shared.chain.terminal.key
  }

  /// The same with another leaf that signs, named in the header.
  func signed(by key: SigningKey, chain: [[UInt8]]) -> Forge {
    var forge = self
    forge.key = key
    forge.chain = chain
    forge.header = header.setting("x5t#S256", .string(Base64.encode(SHA256.hash(data: chain[0]))))
    return forge
  }

  func with(_ path: String, _ value: JSONValue?) -> Forge { changing { $0.payload = payload.setting(path, value) } }

  func changing(_ change: (inout Forge) throws -> Void) rethrows -> Forge {
    var forge = self
    try change(&forge)
    return forge
  }

  var signedText: String {
    Base64.encode(headerBytes ?? CanonicalJSON.bytes(header)) + "."
      + Base64.encode(payloadBytes ?? CanonicalJSON.bytes(payload))
  }

  var jwt: String { signedText + "." + Base64.encode(try! key.sign(Array(signedText.utf8))) }

  var compact: String { ([jwt] + disclosures).joined(separator: "~") + "~" }

  var bundle: [UInt8] { Self.bundle(compact, chain: chain, format: format, extra: extra) }

  static func bundle(
    _ compact: String, chain: [[UInt8]], format: JSONValue = "transfer-certificate-bundle/1",
    extra: [JSONValue.Member] = []
  ) -> [UInt8] {
    let members: [JSONValue.Member] = [
      .init("format", format), .init("sd_jwt", .string(compact)),
      .init("x5c", .array(chain.map { .string(Base64.encode($0, .standard)) })),
    ]
    return CanonicalJSON.bytes(.object(members + extra))
  }

  static func thumbprint(_ der: [UInt8]) -> String { Base64.encode(SHA256.hash(data: der)) }

  static func digest(_ text: String) -> String { Base64.encode(SHA256.hash(data: Array(text.utf8))) }

  /// A disclosure with a salt of 22 characters unless told otherwise.
  static func disclosure(_ name: String, _ value: JSONValue, salt: String = "AAAAAAAAAAAAAAAAAAAAAA") -> String {
    Base64.encode(CanonicalJSON.bytes([.string(salt), .string(name), value]))
  }

  /// The same certificate with these sections behind the private digest, all opened.
  func opening(_ sections: [String], digests: [JSONValue]? = nil, top name: String = "private") -> Forge {
    let inner: JSONValue = ["_sd": .array(digests ?? sections.map { .string(Self.digest($0)) })]
    return opening(top: Self.disclosure(name, inner), sections)
  }

  func opening(top: String, _ sections: [String]) -> Forge {
    with("_sd", [.string(Self.digest(top))]).changing { $0.disclosures = [top] + sections }
  }
}
