#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension [UInt8] {
  /// Whether the bytes are the same; `==` of an array compares them one by one. Nothing secret is compared this way.
  package func isSame(as other: [UInt8]) -> Bool {
    count == other.count
      && withUnsafeBytes { one in
        other.withUnsafeBytes { other in
          guard let one = one.baseAddress, let other = other.baseAddress else { return true }
          return memcmp(one, other, count) == 0
        }
      }
  }
}

extension ArraySlice<UInt8> {
  /// The parts between the marks, empty ones too; slices, so no byte is copied.
  package func parts(between mark: UInt8) -> [ArraySlice<UInt8>] {
    var parts: [ArraySlice<UInt8>] = []
    var rest = self
    while let end = rest.place(of: mark) {
      parts.append(rest[..<end])
      rest = rest[(end + 1)...]
    }
    parts.append(rest)
    return parts
  }

  private func place(of mark: UInt8) -> Int? {
    withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress, let found = memchr(start, Int32(mark), bytes.count) else { return nil }
      return startIndex + start.distance(to: found)
    }
  }
}
