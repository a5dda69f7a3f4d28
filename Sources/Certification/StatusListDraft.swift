package import CertificateChecking
package import FoundationEssentials
import StrictFormats

/// What a status list is to say, before it is signed: every place that is not named is in force.
package struct StatusListDraft: Hashable, Sendable {
  /// Places of a list: the size for which the draft has test vectors, and no hint of how many certificates there are.
  package static let places: Int64 = 1 << 20
  /// How long the signer stands by a token (certificate design, section 6, Q7).
  package static let life = 30 * 86_400.0
  /// Seconds for which a copy may be kept before a newer one is asked for.
  package static let keep: Int64 = 86_400

  /// The address of the list.
  package var uri: IssuerURI
  package var values: [Int64: StatusValue]
  package var issuedAt: Date

  package init(uri: IssuerURI, values: [Int64: StatusValue], issuedAt: Date) {
    self.uri = uri
    self.values = values
    self.issuedAt = Date(timeIntervalSince1970: issuedAt.timeIntervalSince1970.rounded(.down))
  }

  /// The values packed; nil when one has no place in the list.
  package var list: StatusList? {
    guard values.keys.allSatisfy({ (0..<Self.places).contains($0) }) else { return nil }
    var list = StatusList(count: Int(Self.places))
    for (place, value) in values { list[Int(place)] = value.rawValue }
    return list
  }

  func json(packed: [UInt8]) -> JSONValue {
    let issued = Int64(issuedAt.timeIntervalSince1970)
    return [
      "sub": .string(uri.text), "iat": .integer(issued), "exp": .integer(issued + Int64(Self.life)),
      "ttl": .integer(Self.keep),
      "status_list": ["bits": .integer(Int64(StatusList.certificateBits)), "lst": .string(Base64.encode(packed))],
    ]
  }
}
