import Glibc
import Synchronization

/// What unlocks a key file. The bytes are overwritten when the last user lets go of them.
///
/// Swift gives no promise about copies: the key derivation of CryptoExtras and the terminal's and the kernel's own buffers
/// hold some that this cannot reach.
package final class Passphrase: Sendable {
  /// The longest that is read. Our own limit: a longer one is a wrong file.
  package static let limit = 1_024

  private let bytes: Mutex<[UInt8]>

  /// - Returns: nil for one that is empty or longer than the limit.
  package init?(_ bytes: [UInt8]) {
    guard (1...Self.limit).contains(bytes.count) else { return nil }
    self.bytes = Mutex(bytes)
  }

  deinit { bytes.withLock { erase(&$0) } }

  /// Lends the bytes.
  package func withBytes<Result>(_ body: ([UInt8]) throws -> Result) rethrows -> Result {
    try body(bytes.withLock { $0 })
  }

  /// Whether both are the same, as somebody who types twice wants to know.
  package func isSame(as other: Passphrase) -> Bool { withBytes { own in other.withBytes { own == $0 } } }

  /// How many bytes it has.
  package var count: Int { bytes.withLock { $0.count } }
}

/// Overwrites bytes that nobody else holds, so that they do not lie in memory afterwards. Where another array shares them,
/// Swift copies first, and only the copy is overwritten.
package func erase(_ bytes: inout [UInt8]) {
  bytes.withUnsafeMutableBytes { if let base = $0.baseAddress { explicit_bzero(base, $0.count) } }
  bytes = []
}
