package import Crypto

/// What a leaf of the log says: that something of a kind with this digest was there (certificate design, section 2.6). It
/// names no car, no person and no issuer.
package struct LogEntry: Hashable, Sendable {
  /// What was logged.
  package enum Kind: String, CaseIterable, Sendable {
    /// A certificate: the digest is over the compact issuer-signed text `header.payload.signature`.
    case certificate = "transfer-certificate/1"
    /// A status list: over the compact token.
    case statusList = "status-list/1"
    /// A trust list: over the whole file.
    case trustList = "trust-list/1"
  }

  package let kind: Kind
  /// SHA-256, 32 bytes.
  package let digest: [UInt8]

  package init(_ kind: Kind, digest: SHA256Digest) { (self.kind, self.digest) = (kind, Array(digest)) }

  /// An entry for the bytes of something.
  package init(_ kind: Kind, of bytes: [UInt8]) { self.init(kind, digest: SHA256.hash(data: bytes)) }

  /// Reads a leaf's bytes; nil unless they are an entry of a known kind.
  package init?(bytes: [UInt8]) {
    for kind in Kind.allCases {
      let start = Array("\(kind.rawValue) sha256:".utf8)
      guard bytes.starts(with: start), bytes.last == 0x0A,
        let digest = Hex.bytes(bytes[start.count...].dropLast()), digest.count == 32
      else { continue }
      (self.kind, self.digest) = (kind, digest)
      return
    }
    return nil
  }

  /// The leaf's bytes: `transfer-certificate/1 sha256:<64 hex>` and a newline.
  package var bytes: [UInt8] { Array("\(kind.rawValue) sha256:\(hex)\n".utf8) }

  /// The digest in 64 hexadecimal digits.
  package var hex: String { Hex.text(digest) }
}
