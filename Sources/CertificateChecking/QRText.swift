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
    guard let packed = Base45.decode(text.dropFirst(prefix.utf8.count)) else {
      throw CheckFailure("qr.base45", "the code holds characters that no certificate's code has")
    }
    let bytes = try inflate(packed)
    guard bytes.count > 66 else { throw layout }
    let length = Int(bytes[64]) << 8 | Int(bytes[65])
    guard length > 0, 66 + length < bytes.count else { throw layout }
    let header = bytes[66..<66 + length]
    let payload = bytes[(66 + length)...]
    return "\(Base64.encode(header)).\(Base64.encode(payload)).\(Base64.encode(bytes[..<64]))~"
  }

  /// Packs the issuer-signed part of a certificate, or returns nil when it is none.
  package static func pack(_ issuerJWT: String) -> String? {
    let parts = issuerJWT.split(separator: ".", omittingEmptySubsequences: false).map { Base64.decode($0) }
    guard parts.count == 3, let header = parts[0], let payload = parts[1], let signature = parts[2],
      signature.count == 64, header.count <= 0xFFFF
    else { return nil }
    let bytes = signature + [UInt8(header.count >> 8), UInt8(header.count & 0xFF)] + header + payload
    return Zlib.deflate(bytes).map { prefix + Base45.encode($0) }
  }

  private static func inflate(_ packed: [UInt8]) throws(CheckFailure) -> [UInt8] {
    do { return try Zlib.inflate(packed, limit: Limits.qrInflated) } catch {
      switch error {
      case .tooLarge: throw tooLarge
      case .malformed: throw CheckFailure("qr.inflate", "the code cannot be unpacked; it was not read whole")
      }
    }
  }

  private static let tooLarge = CheckFailure("qr.too-large", "the code holds more than any certificate may")
  private static let layout = CheckFailure("qr.layout", "the code is not laid out as a certificate")
}
