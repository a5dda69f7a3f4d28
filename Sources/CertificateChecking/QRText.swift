import StrictFormats

/// The text of a QR code: the same signed part, packed, not a second credential (certificate design, section 2.7).
///
/// `VHC2:` (on older papers `VHC1:`) and Base45 of the packed `signature(64) || header length (2, big end first) || header ||
/// payload`. The packing is not signed and need not be the only one for its text; what comes out of it is signed.
package enum QRText {
  /// The compact `header.payload.signature~` that was packed, byte for byte as it was signed.
  ///
  /// - Throws: `CheckFailure` named `qr.too-large`, `qr.base45`, `qr.inflate` or `qr.layout`.
  package static func unpack(_ text: some Collection<UInt8>) throws(CheckFailure) -> String {
    guard text.count <= Limits.qrText else { throw tooLarge }
    guard let prefix = CodePrefix(of: text), prefix.content == .signed else { throw layout }
    let bytes = try prefix.inflate(decode(text.dropFirst(CodePrefix.length)), limit: Limits.qrInflated)
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

  static let tooLarge = CheckFailure("qr.too-large", "the code holds more than any certificate may")
  private static let layout = CheckFailure("qr.layout", "the code is not laid out as a certificate")
}
