import HandoverModel

/// The way of nearly every VIN: 17 bytes, all allowed, upper case, with a right check digit. Everything else goes
/// through `VINReading`, which says what is wrong.
final class QuickVIN {
  /// Value times weight of each of the 256 bytes, for each of the 17 places; a bit above every sum for what is no VIN
  /// character.
  private let products: UnsafeMutablePointer<UInt32>
  private static let noCharacter: UInt32 = 1 << 16

  init() {
    products = .allocate(capacity: 17 * 256)
    for (place, weight) in CheckDigit.weights.enumerated() {
      for (byte, value) in CheckDigit.values.enumerated() {
        let product = value == 255 ? Self.noCharacter : UInt32(value) * UInt32(weight)
        (products + place * 256 + byte).initialize(to: product)
      }
    }
  }

  deinit { products.deallocate() }

  /// Whether the bytes are such a VIN.
  func isGood(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count == 17, let base = bytes.baseAddress else { return false }
    var sum: UInt32 = 0
    for place in 0..<17 { sum &+= products[place &* 256 &+ Int(base[place])] }
    guard sum < Self.noCharacter, !isOneCharacter(base) else { return false }
    let remainder = UInt8(truncatingIfNeeded: sum % 11)
    return base[8] == (remainder == 10 ? UInt8(ascii: "X") : 48 &+ remainder)
  }

  private func isOneCharacter(_ base: UnsafePointer<UInt8>) -> Bool {
    (1..<17).allSatisfy { base[$0] == base[0] }
  }
}
