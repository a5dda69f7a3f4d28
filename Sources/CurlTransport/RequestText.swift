import OEMAdapterKit

/// A path that starts with `/`, has no dot segment, and holds only what RFC 3986, section 3.3 allows in a path.
func isPlainPath(_ path: String) -> Bool {
  let bytes = Array(path.utf8)
  guard bytes.first == UInt8(ascii: "/"), bytes.count <= 4096 else { return false }
  for (index, byte) in bytes.enumerated() {
    if byte == UInt8(ascii: "%") {
      guard index + 2 < bytes.count, isHexDigit(bytes[index + 1]), isHexDigit(bytes[index + 2]) else { return false }
    } else if !pathBytes.contains(byte) {
      return false
    }
  }
  return bytes.split(separator: UInt8(ascii: "/")).allSatisfy { !isDotSegment($0) }
}

/// One or two dots, each as it is or percent-encoded.
private func isDotSegment(_ segment: ArraySlice<UInt8>) -> Bool {
  guard segment.count <= 6 else { return false }
  let plain = String(decoding: segment, as: UTF8.self).lowercased().replacing("%2e", with: ".")
  return plain == "." || plain == ".."
}

/// Bytes of ASCII that may stand somewhere, looked up at once.
private struct ByteSet: Sendable {
  private let isMember: [Bool]

  /// Letters, digits, and these.
  init(alphanumericAnd others: String) {
    let others = Array(others.utf8)
    isMember = (0..<256).map { number in
      let byte = UInt8(number)
      return isLetter(byte) || isDigit(byte) || others.contains(byte)
    }
  }

  func contains(_ byte: UInt8) -> Bool { isMember[Int(byte)] }
}

private let pathBytes = ByteSet(alphanumericAnd: "-._~!$&'()*+,;=:@/")
private let unreservedBytes = ByteSet(alphanumericAnd: "-._~")
private let headerNameBytes = ByteSet(alphanumericAnd: "!#$%&'*+-.^_`|~")

private func isHexDigit(_ byte: UInt8) -> Bool {
  isDigit(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
}

/// `?name=value&…` with everything but unreserved characters percent-encoded, or nothing for no items.
func queryText(_ items: [HTTPField]) -> String {
  guard !items.isEmpty else { return "" }
  return "?" + items.map { percentEncoded($0.name) + "=" + percentEncoded($0.value) }.joined(separator: "&")
}

private func percentEncoded(_ text: String) -> String {
  let digits = Array("0123456789ABCDEF".utf8)
  var bytes: [UInt8] = []
  bytes.reserveCapacity(text.utf8.count)
  for byte in text.utf8 {
    if unreservedBytes.contains(byte) {
      bytes.append(byte)
    } else {
      bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}

/// A header's name (RFC 9110, section 5.6.2).
func isHeaderName(_ text: String) -> Bool {
  (1...256).contains(text.utf8.count) && text.utf8.allSatisfy(headerNameBytes.contains)
}

/// A header's value without control bytes, so that nothing can be smuggled in behind a line break.
func isHeaderValue(_ text: String) -> Bool {
  text.utf8.count <= 16_384 && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
}
