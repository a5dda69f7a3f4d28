/// A vehicle identification number: 17 characters, upper case, without I, O and Q (ISO 3779).
///
/// A `VIN` value is well formed; whether its check digit is right is a separate question, because only North American
/// cars are required to have one (49 CFR 565).
///
/// The characters lie in the value itself, most significant first, so that a million of them need no million allocations
/// and the order of the numbers is the order of the characters.
public struct VIN: Hashable, Sendable, Comparable, Codable {
  /// Characters 1 to 8.
  private let head: UInt64
  /// Characters 9 to 16.
  private let middle: UInt64
  /// Character 17.
  private let last: UInt8

  /// Accepts exactly 17 characters of the VIN alphabet, upper case. See `VINReading` in Inventory for lenient reading.
  public init?(strict text: String) {
    var text = text
    guard let vin = text.withUTF8({ VIN(strict: $0) }) else { return nil }
    self = vin
  }

  private init?(strict bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count == 17, bytes.allSatisfy(Self.isAllowed) else { return nil }
    self.init(checked: bytes)
  }

  /// A VIN from 17 bytes that the caller has checked already, one by one: the lot reader, a million times a second.
  package init(checked bytes: UnsafeBufferPointer<UInt8>) {
    precondition(bytes.count == 17, "a VIN has 17 characters")
    let raw = UnsafeRawBufferPointer(bytes)
    head = UInt64(bigEndian: raw.loadUnaligned(as: UInt64.self))
    middle = UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    last = bytes[16]
  }

  /// The 17 characters.
  public var text: String {
    String(unsafeUninitializedCapacity: 17) { buffer in
      let raw = UnsafeMutableRawBufferPointer(buffer)
      raw.storeBytes(of: head.bigEndian, as: UInt64.self)
      raw.storeBytes(of: middle.bigEndian, toByteOffset: 8, as: UInt64.self)
      raw.storeBytes(of: last, toByteOffset: 16, as: UInt8.self)
      return 17
    }
  }

  /// The last four characters, for messages that must not name a car in full.
  public var last4: String { String(text.suffix(4)) }

  /// The order of the characters.
  public static func < (one: VIN, other: VIN) -> Bool {
    (one.head, one.middle, one.last) < (other.head, other.middle, other.last)
  }

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

extension VIN: CustomDebugStringConvertible {
  /// For a debugger and a failed test; messages name a car by `text` or `last4`.
  public var debugDescription: String { "VIN(\(text))" }
}
