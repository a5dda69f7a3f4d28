import HandoverModel

/// The way of nearly every VIN: 17 bytes, all allowed, upper case, with a right check digit. Everything else goes
/// through `VINReading`, which says what is wrong.
enum QuickVIN {
  static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> VIN? {
    guard bytes.count == 17, bytes[0] != bytes[16] || bytes.contains(where: { $0 != bytes[0] }) else { return nil }
    var sum = 0
    for place in 0..<17 {
      let value = CheckDigit.values[Int(bytes[place])]
      guard value != 255 else { return nil }
      sum += Int(value) * CheckDigit.weights[place]
    }
    let remainder = sum % 11
    guard bytes[8] == (remainder == 10 ? UInt8(ascii: "X") : UInt8(48 + remainder)) else { return nil }
    return VIN(strict: String(decoding: bytes, as: UTF8.self))
  }
}
