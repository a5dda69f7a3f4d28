import OEMAdapterKit

/// A path that starts with `/`, has no dot segment, and holds only what RFC 3986, section 3.3 allows in a path.
func isPlainPath(_ path: String) -> Bool {
  let bytes = Array(path.utf8)
  guard bytes.first == UInt8(ascii: "/"), bytes.count <= 4096 else { return false }
  for place in bytes.indices {
    let byte = bytes[place]
    if byte == UInt8(ascii: "%") {
      guard place + 2 < bytes.count, isHexDigit(bytes[place + 1]), isHexDigit(bytes[place + 2]) else { return false }
    } else if !pathBytes.contains(byte) {
      return false
    }
    if byte == UInt8(ascii: "/"), isDotSegment(bytes[(place + 1)...].prefix { $0 != UInt8(ascii: "/") }) {
      return false
    }
  }
  return true
}

/// One or two dots, each as it is or percent-encoded.
private func isDotSegment(_ segment: ArraySlice<UInt8>) -> Bool {
  var rest = segment
  var dots = 0
  while let first = rest.first {
    guard first == UInt8(ascii: ".") || isWord(rest.prefix(3), "%2e") else { return false }
    rest = rest.dropFirst(first == UInt8(ascii: ".") ? 1 : 3)
    dots += 1
  }
  return dots == 1 || dots == 2
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
  var bytes: [UInt8] = []
  for item in items {
    bytes.append(UInt8(ascii: bytes.isEmpty ? "?" : "&"))
    percentEncode(item.name, into: &bytes)
    bytes.append(UInt8(ascii: "="))
    percentEncode(item.value, into: &bytes)
  }
  return String(decoding: bytes, as: UTF8.self)
}

private func percentEncode(_ text: String, into bytes: inout [UInt8]) {
  for byte in text.utf8 {
    if unreservedBytes.contains(byte) {
      bytes.append(byte)
    } else {
      bytes.append(UInt8(ascii: "%"))
      bytes.append(hexDigit(byte >> 4))
      bytes.append(hexDigit(byte & 15))
    }
  }
}

/// - Parameter value: below 16.
private func hexDigit(_ value: UInt8) -> UInt8 {
  value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") - 10 + value
}

/// A header's name (RFC 9110, section 5.6.2).
func isHeaderName(_ bytes: some Collection<UInt8>) -> Bool {
  (1...256).contains(bytes.count) && bytes.allSatisfy(headerNameBytes.contains)
}

/// Whether the bytes are this word, in whatever case.
/// - Parameter word: in lower case, ASCII.
func isWord(_ bytes: some Collection<UInt8>, _ word: String) -> Bool {
  bytes.count == word.utf8.count
    && zip(bytes, word.utf8).allSatisfy { byte, letter in ((0x41...0x5A).contains(byte) ? byte | 0x20 : byte) == letter
    }
}

/// A header's value without control bytes, so that nothing can be smuggled in behind a line break.
func isHeaderValue(_ text: String) -> Bool {
  text.utf8.count <= 16_384 && hasOnly(text) { $0 >= 0x20 && $0 != 0x7F }
}

/// Whether every byte of the text is one of these.
private func hasOnly(_ text: String, _ isAllowed: (UInt8) -> Bool) -> Bool {
  // A view of a string's bytes is walked five times slower than the bytes themselves.
  text.utf8.withContiguousStorageIfAvailable { $0.allSatisfy(isAllowed) } ?? text.utf8.allSatisfy(isAllowed)
}
