/// What a status list says about one certificate. The first three are the IETF Token Status List's own values, the fourth
/// is the one it leaves to applications (draft-ietf-oauth-status-list, "Status Types", as of 20 April 2026).
public enum StatusValue: UInt8, CaseIterable, Hashable, Sendable {
  /// In force.
  case valid = 0
  /// Taken back for good.
  case revoked = 1
  /// On hold.
  case suspended = 2
  /// Replaced by a newer certificate.
  case superseded = 3

  /// The word for it: `revoked`.
  public var name: String {
    switch self {
    case .valid: "valid"
    case .revoked: "revoked"
    case .suspended: "suspended"
    case .superseded: "superseded"
    }
  }
}

/// Values of 1, 2, 4 or 8 bits in a row, the first in the least significant bits of the first byte
/// (draft-ietf-oauth-status-list, "Compressed Byte Array"). Transfer certificates use 2 bits.
package struct StatusList: Hashable, Sendable {
  /// Bits of one value of a transfer certificate's list.
  package static let certificateBits = 2

  package private(set) var bytes: [UInt8]
  private let bits: Int

  /// How many values there are.
  package var count: Int { bytes.count * (8 / bits) }

  package init(bytes: [UInt8], bits: Int = StatusList.certificateBits) {
    precondition([1, 2, 4, 8].contains(bits))
    self.bytes = bytes
    self.bits = bits
  }

  /// A list of values that are all 0; the last byte is filled up.
  package init(count: Int, bits: Int = StatusList.certificateBits) {
    self.init(bytes: [UInt8](repeating: 0, count: (count * bits + 7) / 8), bits: bits)
  }

  /// The value at a place below `count`.
  package subscript(place: Int) -> UInt8 {
    get { bytes[place / (8 / bits)] >> shift(place) & mask }
    set {
      let byte = place / (8 / bits)
      bytes[byte] = bytes[byte] & ~(mask << shift(place)) | (newValue & mask) << shift(place)
    }
  }

  private var mask: UInt8 { UInt8((1 << bits) - 1) }

  private func shift(_ place: Int) -> UInt8 { UInt8(place % (8 / bits) * bits) }
}
