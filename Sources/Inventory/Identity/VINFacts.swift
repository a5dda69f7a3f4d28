import HandoverModel

/// What the reader's inner loop needs of a VIN's 17 characters, taken from the bytes once.
struct VINFacts {
  /// The first three characters, packed.
  var prefix: UInt32
  /// Position 7.
  var seventh: UInt8
  /// Position 10.
  var tenth: UInt8
  /// Whether a wrong check digit means a wrong VIN.
  var needsCheckDigit: Bool
  /// A well mixed number that stands for all 17.
  var fingerprint: UInt64

  /// Of exactly 17 bytes.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    let raw = UnsafeRawBufferPointer(bytes)
    prefix = Self.packed(bytes[0], bytes[1], bytes[2])
    seventh = bytes[6]
    tenth = bytes[9]
    needsCheckDigit = CheckDigit.isRequired(first: bytes[0], second: bytes[1])
    fingerprint = Self.fingerprint(raw)
  }

  /// A well mixed number that stands for the first 17 bytes, of at least 17.
  static func fingerprint(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    let words = (bytes.loadUnaligned(as: UInt64.self), bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    return SeenKeys.mix(SeenKeys.mix(SeenKeys.mix(words.0 ^ SeenKeys.seed) ^ words.1) ^ UInt64(bytes[16]))
  }

  init(_ vin: VIN) {
    var text = vin.text
    self = text.withUTF8 { VINFacts($0) }
  }

  static func packed(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> UInt32 {
    UInt32(first) << 16 | UInt32(second) << 8 | UInt32(third)
  }

  /// The first three characters as text.
  var prefixText: String {
    String(decoding: [UInt8(prefix >> 16 & 0xFF), UInt8(prefix >> 8 & 0xFF), UInt8(prefix & 0xFF)], as: UTF8.self)
  }
}
