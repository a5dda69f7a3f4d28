/// Base45 (RFC 9285), strict: the alphabet of a QR code's alphanumeric mode.
package enum Base45 {
  private static let letters = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".utf8)
  private static let values: [UInt8: Int] = Dictionary(
    uniqueKeysWithValues: letters.enumerated().map { ($0.element, $0.offset) })

  /// Three characters for two bytes, two for a last single one.
  package static func encode(_ bytes: [UInt8]) -> String {
    var out: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 2) {
      let isPair = start + 1 < bytes.count
      var value = isPair ? Int(bytes[start]) << 8 | Int(bytes[start + 1]) : Int(bytes[start])
      for _ in 0..<(isPair ? 3 : 2) {
        out.append(letters[value % 45])
        value /= 45
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// Decodes, or returns nil for a character outside the alphabet, a value too large for its bytes, or a single last one.
  package static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
    var symbols: [Int] = []
    for byte in text {
      guard let value = values[byte] else { return nil }
      symbols.append(value)
    }
    guard symbols.count % 3 != 1 else { return nil }
    var out: [UInt8] = []
    for start in stride(from: 0, to: symbols.count, by: 3) {
      let isPair = start + 2 < symbols.count
      let value = symbols[start] + symbols[start + 1] * 45 + (isPair ? symbols[start + 2] * 2_025 : 0)
      guard value <= (isPair ? 0xFFFF : 0xFF) else { return nil }
      if isPair { out.append(UInt8(value >> 8)) }
      out.append(UInt8(value & 0xFF))
    }
    return out
  }
}
