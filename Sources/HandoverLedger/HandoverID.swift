import StrictFormats

/// The name of one handover: `h` and 22 random base64url characters, made by the ledger and safe in a file name.
///
/// It is random, so that it tells nobody how many cars a dealer handled.
package struct HandoverID: RawRepresentable, Hashable, Codable, Sendable, CustomStringConvertible, Comparable {
  /// The 23 characters.
  package let rawValue: String

  /// Accepts exactly `h` and 22 characters that are the base64url spelling of 16 bytes.
  package init?(rawValue: String) {
    guard rawValue.utf8.count == 23, rawValue.utf8.first == UInt8(ascii: "h"),
      Base64.decode(rawValue.dropFirst()) != nil
    else { return nil }
    self.rawValue = rawValue
  }

  /// A new name from this source of randomness: 128 bits.
  package init(using generator: inout some RandomNumberGenerator) {
    let words = (generator.next(), generator.next())
    rawValue = "h" + withUnsafeBytes(of: words) { Base64.encode($0) }
  }

  /// The 23 characters.
  package var description: String { rawValue }

  /// The order of the characters, which means nothing.
  package static func < (one: HandoverID, other: HandoverID) -> Bool { one.rawValue < other.rawValue }

  /// Refuses anything that is not such a name.
  package init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let id = HandoverID(rawValue: text) else {
      throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not a handover"))
    }
    self = id
  }

  /// Encodes the 23 characters.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }
}
