import CCurl
import Glibc

// Called by libcurl on the loop's thread. No error can cross them: they store what they found and return short.

let onHeader: @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int = {
  bytes, size, count, context in
  pass(bytes, size * count, to: context) { $0.takeHeader($1) }
}

let onBody: @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int = {
  bytes, size, count, context in
  pass(bytes, size * count, to: context) { $0.takeBody($1) }
}

/// The last word on where a connection may go: it sees the address itself, after every look-up.
let onOpenSocket:
  @convention(c) (UnsafeMutableRawPointer?, curlsocktype, UnsafeMutablePointer<curl_sockaddr>?) -> curl_socket_t = {
    context, _, address in
    guard let context, let address else { return CURL_SOCKET_BAD }
    let exchange = Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
    guard exchange.allows(bytes(of: address)) else { return CURL_SOCKET_BAD }
    let type = address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
    let opened = socket(address.pointee.family, type, address.pointee.protocol)
    if opened >= 0 { exchange.noteOpened(opened) }
    return opened
  }

/// Outlives the exchange that opened the socket, so it is given the table instead.
let onCloseSocket: @convention(c) (UnsafeMutableRawPointer?, curl_socket_t) -> Int32 = { context, socket in
  guard let context else { return Glibc.close(socket) }
  return Unmanaged<SocketTable>.fromOpaque(context).takeUnretainedValue().close(socket)
}

/// Just before the request is written, on a new connection or a kept one.
let onReady:
  @convention(c) (
    UnsafeMutableRawPointer?, UnsafeMutablePointer<CChar>?, UnsafeMutablePointer<CChar>?, Int32, Int32
  ) -> Int32 = { context, remote, _, remotePort, localPort in
    guard let context, let remote else { return CURL_PREREQFUNC_ABORT }
    let exchange = Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
    let ends = SocketTable.Ends(
      remoteAddress: String(cString: remote), remotePort: remotePort, localPort: localPort)
    return exchange.mayUse(ends) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
  }

private func pass(
  _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int, to context: UnsafeMutableRawPointer?,
  _ take: (Exchange, UnsafeBufferPointer<UInt8>) -> Bool
) -> Int {
  guard let bytes, let context, count > 0 else { return 0 }
  let exchange = Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
  return bytes.withMemoryRebound(to: UInt8.self, capacity: count) { start in
    take(exchange, UnsafeBufferPointer(start: start, count: count)) ? count : 0
  }
}

private func bytes(of address: UnsafeMutablePointer<curl_sockaddr>) -> [UInt8] {
  Array(
    unsafeUninitializedCapacity: 16,
    initializingWith: { buffer, count in
      count = buffer.baseAddress.map { Int(ccurl_address_bytes(address, $0)) } ?? 0
    })
}
