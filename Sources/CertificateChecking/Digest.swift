import Crypto
import StrictFormats

/// SHA-256 as base64url.
func digest(_ bytes: some Sequence<UInt8>) -> String {
  var hash = SHA256()
  hash.update(bytes)
  return spelled(hash.finalize())
}

/// A digest as base64url.
func spelled(_ digest: SHA256Digest) -> String { digest.withUnsafeBytes { Base64.encode($0) } }

extension SHA256 {
  /// Takes bytes in where they lie; `update(data:)` of swift-crypto 4.5.2 goes through generic code that costs more than
  /// the hash of a short text.
  mutating func update(_ bytes: some Sequence<UInt8>) {
    let isDone: Void? = bytes.withContiguousStorageIfAvailable { update(bufferPointer: UnsafeRawBufferPointer($0)) }
    if isDone == nil { Array(bytes).withUnsafeBytes { update(bufferPointer: $0) } }
  }
}
