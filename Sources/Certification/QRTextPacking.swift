package import CertificateChecking
import StrictFormats

extension QRText {
  /// Packs the issuer-signed part of a certificate into the text of a code, or returns nil when it is none.
  package static func pack(_ issuerJWT: String, _ packing: CodePrefix.Packing = .dictionary) -> String? {
    packed(issuerJWT, packing).map { CodePrefix(.signed, packing).text + Base45.encode($0) }
  }

  /// The packed bytes before they are spelled: what the size budget counts.
  package static func packed(_ issuerJWT: String, _ packing: CodePrefix.Packing = .dictionary) -> [UInt8]? {
    let parts = issuerJWT.split(separator: ".", omittingEmptySubsequences: false).map { Base64.decode($0) }
    guard parts.count == 3, let header = parts[0], let payload = parts[1], let signature = parts[2],
      signature.count == 64, header.count <= 0xFFFF
    else { return nil }
    return CodePrefix(.signed, packing).deflate(
      noise: signature, [UInt8(header.count >> 8), UInt8(header.count & 0xFF)] + header + payload)
  }
}
