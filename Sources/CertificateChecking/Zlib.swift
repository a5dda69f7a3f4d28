import CZlib

/// ZLIB streams (RFC 1950), and raw ones (RFC 1951) that refer back into a dictionary, with a limit that is held while they
/// are unpacked.
package enum Zlib {
  /// Why bytes could not be unpacked.
  package enum Failure: Error, Hashable, Sendable {
    /// They hold more than they may.
    case tooLarge
    /// They are no whole stream, or something follows it.
    case malformed
  }

  /// Room for most of what is ever unpacked, so that little memory is touched for it.
  private static let usual = 256 << 10

  /// Unpacks one whole ZLIB stream. More than one byte beyond the limit is never asked for.
  package static func inflate(_ packed: [UInt8], limit: Int) throws(Failure) -> [UInt8] {
    if limit > usual, let bytes = try inflate(packed, room: usual) { return bytes }
    guard let bytes = try inflate(packed, room: limit + 1), bytes.count <= limit else { throw .tooLarge }
    return bytes
  }

  /// Packs into a ZLIB stream as small as can be, or returns nil when there is no memory for it.
  package static func deflate(_ bytes: [UInt8]) -> [UInt8]? {
    var length = compressBound(uLong(bytes.count))
    var out = [UInt8](repeating: 0, count: Int(length))
    guard compress2(&out, &length, bytes, uLong(bytes.count), 9) == Z_OK else { return nil }
    return Array(out[..<Int(length)])
  }

  /// Unpacks one whole raw stream, whose references may reach back into the dictionary.
  package static func inflateRaw(_ packed: [UInt8], dictionary: [UInt8], limit: Int) throws(Failure) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: limit + 1)
    var outLength = out.count
    var inLength = packed.count
    let result = handover_inflate_raw(&out, &outLength, packed, &inLength, dictionary, dictionary.count)
    if outLength > limit { throw .tooLarge }
    guard result == Z_OK, inLength == packed.count else { throw .malformed }
    return Array(out[..<outLength])
  }

  /// Packs into a raw stream as small as can be, or returns nil when there is no memory for it.
  package static func deflateRaw(_ bytes: [UInt8], dictionary: [UInt8]) -> [UInt8]? {
    var outLength = Int(deflateBound(nil, uLong(bytes.count)))
    var out = [UInt8](repeating: 0, count: outLength)
    guard handover_deflate_raw(&out, &outLength, bytes, bytes.count, dictionary, dictionary.count) == Z_OK else {
      return nil
    }
    return Array(out[..<outLength])
  }

  /// A block of a raw stream that holds bytes as they are, and is not the last (RFC 1951, section 3.2.4).
  ///
  /// - Parameter bytes: 65,535 at most.
  package static func stored(_ bytes: [UInt8]) -> [UInt8] {
    let length = UInt16(bytes.count)
    return [0] + [length, ~length].flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } + bytes
  }

  /// The bytes, or nil when they need more room.
  private static func inflate(_ packed: [UInt8], room: Int) throws(Failure) -> [UInt8]? {
    var out = [UInt8](repeating: 0, count: room)
    var outLength = uLong(room)
    var inLength = uLong(packed.count)
    let result = uncompress2(&out, &outLength, packed, &inLength)
    if result != Z_OK && outLength == uLong(room) { return nil }
    guard result == Z_OK, inLength == uLong(packed.count) else { throw .malformed }
    return Array(out[..<Int(outLength)])
  }
}
