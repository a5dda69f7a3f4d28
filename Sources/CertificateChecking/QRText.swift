import StrictFormats

/// The text of a QR code: the same signed part, packed, not a second credential (certificate design, section 2.7).
///
/// `VHC1:` and Base45 of the ZLIB stream of `signature(64) || header length (2, big end first) || header || payload`.
package enum QRText {
  /// What every such text begins with.
  package static let prefix = "VHC1:"

  /// The compact `header.payload.signature~` that was packed, byte for byte as it was signed.
  ///
  /// - Throws: `CheckFailure` named `qr.too-large`, `qr.base45`, `qr.inflate` or `qr.layout`.
  package static func unpack(_ text: some Collection<UInt8>) throws(CheckFailure) -> String {
    guard text.count <= Limits.qrText else { throw tooLarge }
    let bytes = try inflate(decode(text.dropFirst(prefix.utf8.count)), limit: Limits.qrInflated)
    guard bytes.count > 66 else { throw layout }
    let length = Int(bytes[64]) << 8 | Int(bytes[65])
    guard length > 0, 66 + length < bytes.count else { throw layout }
    let header = bytes[66..<66 + length]
    let payload = bytes[(66 + length)...]
    return "\(Base64.encode(header)).\(Base64.encode(payload)).\(Base64.encode(bytes[..<64]))~"
  }

  static func decode(_ text: some Collection<UInt8>) throws(CheckFailure) -> [UInt8] {
    guard let bytes = Base45.decode(text) else {
      throw CheckFailure("qr.base45", "the code holds characters that no certificate's code has")
    }
    return bytes
  }

  static func inflate(_ packed: [UInt8], limit: Int) throws(CheckFailure) -> [UInt8] {
    do { return try Zlib.inflate(packed, limit: limit) } catch {
      switch error {
      case .tooLarge: throw tooLarge
      case .malformed: throw CheckFailure("qr.inflate", "the code cannot be unpacked; it was not read whole")
      }
    }
  }

  static let tooLarge = CheckFailure("qr.too-large", "the code holds more than any certificate may")
  private static let layout = CheckFailure("qr.layout", "the code is not laid out as a certificate")
}
