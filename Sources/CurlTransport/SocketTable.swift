import Glibc

/// The kept connections' sockets, by their ends. libcurl 7.88.1 takes bytes that lie unread in a kept connection for the answer
/// to the next request (shown by a test): an answer sent in advance could make one car's list another's. So each kept
/// connection is looked at just before it is used again. Lives on the loop's thread only.
final class SocketTable {
  struct Ends: Hashable {
    var remoteAddress: String
    var remotePort: Int32
    var localPort: Int32
  }

  private var sockets: [Ends: Int32] = [:]
  private var ends: [Int32: Ends] = [:]

  /// Whether a request may be written to this connection. A new one is remembered, an old one must have nothing to read.
  /// - Parameter opened: the sockets opened for this request; empty when a kept connection is used.
  func mayUse(_ connection: Ends, opened: [Int32]) -> Bool {
    if let socket = sockets[connection] { return hasNothingToRead(socket) }
    if let socket = opened.first(where: { localPort(of: $0) == connection.localPort }) {
      sockets[connection] = socket
      ends[socket] = connection
    }
    return true
  }

  func close(_ socket: Int32) -> Int32 {
    if let gone = ends.removeValue(forKey: socket) { sockets[gone] = nil }
    return Glibc.close(socket)
  }

  private func hasNothingToRead(_ socket: Int32) -> Bool {
    var byte: UInt8 = 0
    return recv(socket, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) < 0
  }

  private func localPort(of socket: Int32) -> Int32 {
    var address = sockaddr_in6()
    var size = socklen_t(MemoryLayout<sockaddr_in6>.size)
    let result = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &size) }
    }
    // The port has the same place in both families.
    return result == 0 ? Int32(UInt16(bigEndian: address.sin6_port)) : -1
  }
}
