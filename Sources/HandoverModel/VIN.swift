/// A vehicle identification number: 17 characters, upper case, without I, O and Q (ISO 3779).
///
/// A `VIN` value is well formed; whether its check digit is right is a separate question, because only North American
/// cars are required to have one (49 CFR 565).
public struct VIN: Hashable, Sendable, Comparable, Codable {
  /// The 17 characters.
  public let text: String

  /// Accepts exactly 17 characters of the VIN alphabet, upper case. See `VINReading` in Inventory for lenient reading.
  public init?(strict text: String) {
    guard text.utf8.count == 17, text.utf8.allSatisfy(Self.isAllowed) else { return nil }
    self.text = text
  }

  /// The last four characters, for messages that must not name a car in full.
  public var last4: String { String(text.suffix(4)) }

  /// The order of the characters.
  public static func < (one: VIN, other: VIN) -> Bool { one.text < other.text }

  /// Digits and upper-case letters without I, O and Q.
  public static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "I"), UInt8(ascii: "O"), UInt8(ascii: "Q"): false
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    default: false
    }
  }

  /// Refuses anything that is not a VIN.
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let vin = VIN(strict: text) else {
      throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not a VIN"))
    }
    self = vin
  }

  /// Encodes the 17 characters.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
