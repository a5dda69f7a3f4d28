#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Random bytes from the system, at most 256 with every call of it, as many as `getentropy` gives; Swift's own generator
/// asks for every eight, and a certificate needs more than a thousand. Nothing goes on without them.
package func secureBytes(_ count: Int) -> [UInt8] {
  [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
    while filled < count {
      let length = min(256, count - filled)
      precondition(
        getentropy(buffer.baseAddress.map { $0 + filled }, length) == 0, "the system gives no random bytes")
      filled += length
    }
  }
}
