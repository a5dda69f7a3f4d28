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
