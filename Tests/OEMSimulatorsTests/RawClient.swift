import Dispatch

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// A client without any HTTP of its own: sends bytes, reads until the other side ends. It blocks a thread of its own.
struct RawClient: Sendable {
  let port: UInt16

  /// How a conversation ended.
  enum End: Sendable { case closed, reset, other }

  /// Sends requests one after the other on one connection; all but the last must be answered with a length. Gives what came
  /// after the last.
  func converse(_ requests: [String]) async -> (bytes: [UInt8], end: End) {
    await withCheckedContinuation { done in
      DispatchQueue.global().async { done.resume(returning: talk(requests)) }
    }
  }

  private func talk(_ requests: [String]) -> (bytes: [UInt8], end: End) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { return ([], .other) }
    for request in requests.dropLast() {
      put(request, descriptor)
      _ = get(descriptor, untilEnd: false)
    }
    put(requests.last ?? "", descriptor)
    return get(descriptor, untilEnd: true)
  }

  private func put(_ text: String, _ descriptor: Int32) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
  }

  private func get(_ descriptor: Int32, untilEnd: Bool) -> (bytes: [UInt8], end: End) {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = block.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
      if count == 0 { return (bytes, .closed) }
      if count < 0 { return (bytes, errno == ECONNRESET ? .reset : .other) }
      bytes += block.prefix(count)
      if !untilEnd, isWhole(bytes) { return (bytes, .other) }
    }
  }

  /// Whether head and as many bytes as its length says have come.
  private func isWhole(_ bytes: [UInt8]) -> Bool {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let split = text.firstRange(of: "\r\n\r\n") else { return false }
    return text[split.upperBound...].utf8.count >= length(text)
  }
}

/// The length that an answer's head states.
func length(_ text: String) -> Int {
  let line = text.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
  return line.flatMap { Int($0.dropFirst(15).drop { $0 == " " }) } ?? 0
}
