import CZlib
package import CertificateChecking
import StrictFormats

extension QRText {
  /// Packs the issuer-signed part of a certificate into the text of a code, or returns nil when it is none.
  package static func pack(_ issuerJWT: String) -> String? { packed(issuerJWT).map { prefix + Base45.encode($0) } }

  /// The packed bytes before they are spelled: what the size budget counts.
  package static func packed(_ issuerJWT: String) -> [UInt8]? {
    let parts = issuerJWT.split(separator: ".", omittingEmptySubsequences: false).map { Base64.decode($0) }
    guard parts.count == 3, let header = parts[0], let payload = parts[1], let signature = parts[2],
      signature.count == 64, header.count <= 0xFFFF
    else { return nil }
    return Packing.deflate(signature + [UInt8(header.count >> 8), UInt8(header.count & 0xFF)] + header + payload)
  }
}

/// What the codes of a paper hold is packed with.
package enum Packing {
  /// The ZLIB stream (RFC 1950) of the bytes at level 9.
  package static func deflate(_ bytes: [UInt8]) -> [UInt8]? {
    var length = compressBound(uLong(bytes.count))
    var out = [UInt8](repeating: 0, count: Int(length))
    guard compress2(&out, &length, bytes, uLong(bytes.count), 9) == Z_OK else { return nil }
    return Array(out[..<Int(length)])
  }
}
