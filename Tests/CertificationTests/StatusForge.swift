import CertificateChecking
import Certification
import Foundation
import StrictFormats
import SwiftASN1
import X509

/// A status token put together by hand, so that each part can be wrong on purpose and still be signed.
struct StatusForge {
  var header: JSONValue
  var payload: JSONValue
  var key: SigningKey
  /// Bytes of the payload, when they are not to be the canonical ones.
  var payloadBytes: [UInt8]?

  /// A good token of the dealer's list that says this about the dealer's certificates.
  init(_ value: StatusValue = .valid, hoursAgo: Double = 20) {
    let dealer = Dealer.shared
    let issued = Int64(Dealer.moment.addingTimeInterval(-hoursAgo * 3_600).timeIntervalSince1970)
    header = ["alg": "ES256", "typ": "statuslist+jwt", "x5c": []]
    payload = [
      "sub": .string(Dealer.statusList), "iat": .integer(issued), "exp": .integer(issued + 30 * 86_400), "ttl": 86_400,
      "status_list": ["bits": 2, "lst": ""],
    ]
    key = dealer.chain.status.key
    signed(by: dealer.chain.status.key, chain: [dealer.chain.status.der])
    var list = StatusList(count: 1 << 20)
    list[412_345] = value.rawValue
    packed = Zlib.deflate(list.bytes) ?? []
  }

  /// The list as it stands in the token, unpacked by nobody yet.
  var packed: [UInt8] {
    get { Base64.decode(payload.at("status_list/lst")?.string ?? "") ?? [] }
    set { payload = payload.setting("status_list/lst", .string(Base64.encode(newValue))) }
  }

  mutating func signed(by key: SigningKey, chain: [[UInt8]]) {
    self.key = key
    header = header.setting("x5c", .array(chain.map { .string(Base64.encode($0, .standard)) }))
  }

  func changing(_ change: (inout StatusForge) throws -> Void) rethrows -> StatusForge {
    var forge = self
    try change(&forge)
    return forge
  }

  func with(_ path: String, _ value: JSONValue?) -> StatusForge {
    changing { $0.payload = payload.setting(path, value) }
  }

  func withHeader(_ name: String, _ value: JSONValue?) -> StatusForge {
    changing { $0.header = header.setting(name, value) }
  }

  var token: String {
    let text =
      Base64.encode(CanonicalJSON.bytes(header)) + "." + Base64.encode(payloadBytes ?? CanonicalJSON.bytes(payload))
    return text + "." + Base64.encode(try! key.sign(Array(text.utf8)))
  }

  var file: [UInt8] { Array(token.utf8) }

  /// A signer for this origin below the dealer's root.
  static func signer(
    _ uri: String = "https://status.example-motors.example", by signer: ChainForge.Made? = nil,
    key: SigningKey = SigningKey(), until: Double = 300
  ) throws -> ChainForge.Made {
    try ChainForge.made(
      "Status lists", by: try signer ?? authority(Dealer.shared.chain.root), key: key, until: until,
      [
        try ChainForge.notAuthority(), try ChainForge.usage(KeyUsage(digitalSignature: true)),
        try ChainForge.purpose(), try ChainForge.uris([uri]),
      ])
  }

  /// One of the dealer's own, to issue below.
  static func authority(_ part: DealerChain.IssuedAuthority) throws -> ChainForge.Made {
    ChainForge.Made(key: part.key, name: try Certificate(derEncoded: part.der).subject, der: part.der)
  }
}
