/// What a witness says of a checkpoint: that at a time it was the largest consistent tree it had seen of that log (C2SP
/// tlog-cosignature, "Ed25519 signed message", 2026-06-03).
package struct Cosignature: Hashable, Sendable {
  /// Seconds since 1970.
  package let timestamp: UInt64
  let signature: [UInt8]

  /// Reads the bytes of a line; nil unless they are a time below 2^63 and 64 bytes.
  package init?(_ line: NoteSignature) {
    guard line.bytes.count == 72 else { return nil }
    timestamp = line.bytes[..<8].reduce(0) { $0 << 8 | UInt64($1) }
    signature = Array(line.bytes[8...])
    guard timestamp < 1 << 63 else { return nil }
  }

  /// What is signed.
  static func message(_ text: [UInt8], _ timestamp: UInt64) -> [UInt8] {
    Array("cosignature/v1\ntime \(timestamp)\n".utf8) + text
  }
}
