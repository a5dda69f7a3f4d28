import HandoverModel

/// The way of nearly every VIN: 17 bytes, all allowed, upper case, with a right check digit. Everything else goes
/// through `VINReading`, which says what is wrong.
final class QuickVIN {
  /// Table values of the 256 bytes, then the 17 weights, side by side.
  private let values: UnsafeMutablePointer<UInt8>
  private let weights: UnsafeMutablePointer<Int>

  init() {
    values = .allocate(capacity: 256)
    weights = .allocate(capacity: 17)
    for (place, value) in CheckDigit.values.enumerated() { (values + place).initialize(to: value) }
    for (place, weight) in CheckDigit.weights.enumerated() { (weights + place).initialize(to: weight) }
  }

  deinit {
    values.deallocate()
    weights.deallocate()
  }

  /// Whether the bytes are such a VIN.
  func isGood(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count == 17, let base = bytes.baseAddress else { return false }
    var sum = 0
    var seen: UInt8 = 0
    for place in 0..<17 {
      let value = values[Int(base[place])]
      seen |= value
      sum &+= Int(value) &* weights[place]
    }
    // Table values are at most 9; only 255 sets a bit above.
    guard seen < 16, !bytes.allSatisfy({ $0 == base[0] }) else { return false }
    let remainder = sum % 11
    return base[8] == (remainder == 10 ? UInt8(ascii: "X") : UInt8(48 + remainder))
  }
}
