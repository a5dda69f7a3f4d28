import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Brings a reply to the client in the way its fault wants.
struct Deliverer {
  let channel: any Channel

  /// Thrown inside a body, it makes the server cut the connection.
  private struct Cut: Error {}

  func deliver(_ reply: Reply, to call: Call) async throws -> Response {
    switch reply.delivery {
    case .whole: return reply.plainResponse
    case .reset: return await hangUp(reset: true)
    case .close: return await hangUp(reset: false)
    case .odd(let odd): return await send(OddAnswer.bytes(reply.answer, odd))
    case .bomb(let bytes):
      return reply.response(length: nil) { writer in
        try await writer.write(ByteBuffer(bytes: GzipBomb.head + [UInt8](repeating: 0, count: bytes)))
        try await writer.finish(nil)
      }
    case .padded(let bytes): return padded(reply, bytes)
    default: return unfinished(reply)
    }
  }

  /// Deliveries that end in a cut.
  private func unfinished(_ reply: Reply) -> Response {
    let body = reply.answer.bytes
    let delivery = reply.delivery
    var length: Int? = max(1, body.count)
    if case .cut(chunked: true) = delivery { length = nil }
    return reply.response(length: length) { writer in
      switch delivery {
      case .trickle(let pause, let bytes):
        for byte in body.dropLast().prefix(bytes) {
          try await writer.write(ByteBuffer(bytes: [byte]))
          try await Task.sleep(for: .milliseconds(pause))
        }
      case .stall(let milliseconds): try await Task.sleep(for: .milliseconds(milliseconds))
      default: try await writer.write(ByteBuffer(bytes: body.prefix(body.count / 2)))
      }
      throw Cut()
    }
  }

  private func padded(_ reply: Reply, _ bytes: Int) -> Response {
    let body = reply.answer.bytes
    return reply.response(length: body.count + bytes) { writer in
      let block = ByteBuffer(repeating: UInt8(ascii: " "), count: 1 << 20)
      for _ in 0..<(bytes >> 20) { try await writer.write(block) }
      try await writer.write(ByteBuffer(bytes: body))
      try await writer.finish(nil)
    }
  }

  /// Closes the connection without an answer: in good order, or with a reset.
  private func hangUp(reset: Bool) async -> Response {
    if reset, let socket = channel as? any SocketOptionProvider {
      // Linger on, for no time: the socket's close is a reset.
      try? await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
    }
    try? await channel.close().get()
    return Response(status: .ok)
  }

  /// Sends bytes past the HTTP encoder and closes the connection in good order.
  private func send(_ bytes: [UInt8]) async -> Response {
    let channel = channel
    try? await channel.eventLoop.flatSubmit {
      do {
        let encoder = try channel.pipeline.syncOperations.context(handlerType: HTTPResponseEncoder.self)
        let promise = channel.eventLoop.makePromise(of: Void.self)
        encoder.writeAndFlush(NIOAny(ByteBuffer(bytes: bytes)), promise: promise)
        return promise.futureResult
      } catch {
        return channel.eventLoop.makeFailedFuture(error)
      }
    }.get()
    return await hangUp(reset: false)
  }
}

extension Reply {
  /// The answer as HTTP has it.
  var plainResponse: Response {
    guard answer.status != 204, answer.status != 304 else { return Response(status: .init(code: 204), headers: fields) }
    return Response(
      status: .init(code: answer.status), headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: answer.bytes)))
  }

  /// An answer whose body is written by hand.
  func response(
    length: Int?, _ write: @escaping @Sendable (inout any ResponseBodyWriter) async throws -> Void
  ) -> Response {
    Response(
      status: .init(code: answer.status == 204 ? 200 : answer.status), headers: fields,
      body: .init(contentLength: length, write))
  }

  private var fields: HTTPFields {
    var fields = HTTPFields()
    for header in answer.headers {
      if let name = HTTPField.Name(header.name) { fields.append(HTTPField(name: name, value: header.value)) }
    }
    return fields
  }
}
