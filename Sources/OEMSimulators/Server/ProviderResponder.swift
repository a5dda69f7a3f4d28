import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTPTypes

/// A request's context that knows its connection, so that a reply can be cut or never come.
struct SimulatorContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    channel = source.channel
  }
}

/// Answers every request of one provider's port.
struct ProviderResponder: HTTPResponder {
  let provider: SimulatedProvider
  let state: SimulatorState

  func respond(to request: Request, context: SimulatorContext) async throws -> Response {
    let call = try await call(request)
    guard call.segments.first != "_sim" else { return state.serve(call).plainResponse }
    let half = Duration.milliseconds(state.latencyMilliseconds) / 2
    if state.latencyMilliseconds > 0 { try await Task.sleep(for: half) }
    let reply = state.serve(call)
    if state.latencyMilliseconds > 0 { try await Task.sleep(for: half) }
    return try await Deliverer(channel: context.channel).deliver(reply, to: call)
  }

  private func call(_ request: Request) async throws -> Call {
    var call = Call(provider: provider, method: request.method.rawValue, target: request.head.path ?? "/")
    call.authorization = request.headers[.authorization]
    call.contentType = request.headers[.contentType]
    call.userHeader = request.headers[Self.userHeader]
    call.reusedConnection = request.headers[ConnectionCounter.header] != nil
    call.origin = "http://" + (request.head.authority ?? "127.0.0.1")
    if request.method == .post || request.method == .put || request.method == .patch {
      call.body = Array(buffer: try await request.body.collect(upTo: 1 << 20))
    }
    return call
  }

  private static let userHeader: HTTPField.Name = {
    guard let name = HTTPField.Name("sc-user-id") else { preconditionFailure("a header name") }
    return name
  }()
}

/// Marks every request but the first of a connection with a header of our own, so that A4 can tell a reused connection.
final class ConnectionCounter: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart

  static let header: HTTPField.Name = {
    guard let name = HTTPField.Name("x-simulator-reused") else { preconditionFailure("a header name") }
    return name
  }()
  private var isFirst = true

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(var head) = unwrapInboundIn(data) else {
      context.fireChannelRead(data)
      return
    }
    head.headerFields[Self.header] = isFirst ? nil : "1"
    isFirst = false
    context.fireChannelRead(wrapInboundOut(.head(head)))
  }
}
