import HandoverModel
import OEMAdapterKit

/// A request that passed every rule, spelled out as it will be sent. The authorization is revealed only when it is handed to
/// libcurl.
struct OutgoingRequest: Sendable {
  var method: HTTPRequest.Method
  var base: ServiceBase
  /// Path and query. The service's own address is all that libcurl reads as a URL, so nothing in here can lead elsewhere.
  var target: String
  /// Whole lines as libcurl wants them, without the authorization.
  var headerLines: [String]
  var authorization: Secret?
  var body: [UInt8]
  /// Whether the transport itself may send it again.
  var isRepeatable: Bool

  /// - Throws: `notAllowed`, `transport.request` or `transport.header`, with nothing sent.
  init(_ request: HTTPRequest, base: ServiceBase, isRepeatable: Bool, userAgent: String) throws(TransportFailure) {
    guard isPlainPath(request.path) else { throw refusal("transport.request", "the path is not in its plain form") }
    guard !request.method.isSafe || request.body.isEmpty else {
      throw refusal("transport.request", "a read with a body is not sent")
    }
    method = request.method
    self.base = base
    target = base.path + request.path + queryText(request.query)
    headerLines = try lines(request, userAgent: userAgent)
    if let value = request.authorization, !isHeaderValue(value.reveal()) || value.isEmpty {
      throw refusal("transport.header", "the authorization cannot stand in a header")
    }
    authorization = request.authorization
    body = request.body
    self.isRepeatable = isRepeatable
  }
}

/// Headers that belong to the connection, to the transport, or to the authorization, in lower case.
private let reservedHeaders: Set<String> = [
  "accept-encoding", "authorization", "connection", "content-length", "cookie", "expect", "host", "keep-alive",
  "proxy-authorization", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
]

private func lines(_ request: HTTPRequest, userAgent: String) throws(TransportFailure) -> [String] {
  var lines: [String] = []
  for header in request.headers {
    guard isHeaderName(header.name.utf8), isHeaderValue(header.value),
      !reservedHeaders.contains(header.name.lowercased())
    else { throw refusal("transport.header", "a header of the request is not allowed") }
    // libcurl's spelling of a header without a value.
    lines.append(trimmed(header.value).isEmpty ? "\(header.name);" : "\(header.name): \(header.value)")
  }
  let has = { (name: String) in request.headers.contains { isWord($0.name.utf8, name) } }
  if !has("user-agent") { lines.append("User-Agent: \(userAgent)") }
  // Nothing that libcurl would add by itself to what has a body.
  guard !request.method.isSafe else { return lines }
  if !has("content-type") { lines.append("Content-Type:") }
  lines.append("Expect:")
  return lines
}

private func refusal(_ code: String, _ reason: String) -> TransportFailure {
  TransportFailure(.notAllowed, code: code, reason: reason, certainty: .notDone)
}
