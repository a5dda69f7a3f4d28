package import HandoverModel

/// The one way out of the process. Everything an adapter says to a provider goes through a transport, so that pacing,
/// limits, scope and the derivation of `HandoverMode` sit in one place.
package protocol HTTPTransport: Sendable {
  /// Sends one request and waits for the whole answer. An answer with any status is a response; only "no whole answer"
  /// is a failure, and the failure says whether the request may have taken effect.
  func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse

  /// Whether this provider's requests go to its own hosts (`live`) or to an overridden host (`simulated`).
  func mode(of provider: ProviderID) -> HandoverMode

  /// The way out for a listing that serves many cars: the same rules, but it is no answer about the car in hand, and
  /// nothing remembers it as one.
  var forManyCars: any HTTPTransport { get }

  /// Where answers arrive. A task that runs there has its answer, and sends what follows from it, without a change of
  /// threads. It is for short work that never blocks: every other call waits meanwhile. Nil where it makes no difference.
  var executor: (any TaskExecutor)? { get }
}

extension HTTPTransport {
  package var forManyCars: any HTTPTransport { self }

  package var executor: (any TaskExecutor)? { nil }
}

/// A request named by service and path, so that no adapter ever spells a host.
package struct HTTPRequest: Sendable {
  package enum Method: String, Codable, Hashable, Sendable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"

    /// Whether the method alone promises that nothing is changed (RFC 9110, section 9.2.1).
    package var isSafe: Bool { self == .get }
  }

  package var provider: ProviderID
  /// The name of one of the provider's declared services (`AdapterDescriptor.services`), which fixes scheme and host.
  package var service: String
  package var method: Method
  /// The path below the service's base URL: starts with `/`, already percent-encoded, no query.
  package var path: String
  package var query: [HTTPField]
  package var headers: [HTTPField]
  /// Sent as `Authorization`; kept apart from `headers` so that it can never be printed with them.
  package var authorization: Secret?
  package var body: [UInt8]

  package init(
    _ method: Method, _ path: String, provider: ProviderID, service: String, query: [HTTPField] = [],
    headers: [HTTPField] = [], authorization: Secret? = nil, body: [UInt8] = []
  ) {
    self.provider = provider
    self.service = service
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.authorization = authorization
    self.body = body
  }
}

/// A name and a value: of a header, or of a query item before percent-encoding.
package struct HTTPField: Hashable, Sendable {
  package var name: String
  package var value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// A whole answer, bounded in size, with the body as received.
package struct HTTPResponse: Sendable {
  package var status: Int
  package var headers: [HTTPField]
  package var body: [UInt8]

  package init(status: Int, headers: [HTTPField] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The first header of this name, compared without regard to case.
  package func header(_ name: String) -> String? {
    headers.first { $0.name.utf8.count == name.utf8.count && $0.name.lowercased() == name.lowercased() }?.value
  }
}

/// Why no whole answer came back. The four kinds are the same for every provider (not sent, not read, not trusted, not
/// allowed), and each says whether the request may have taken effect anyway.
package struct TransportFailure: Error, Hashable, Sendable {
  package enum Kind: String, Codable, Hashable, Sendable {
    /// Nothing left this machine, or the connection was refused before the request was written.
    case notSent = "not_sent"
    /// The request was written, at least in part, and no whole answer was read.
    case notRead = "not_read"
    /// The peer could not be trusted: certificate, host, protocol version.
    case notTrusted = "not_trusted"
    /// Our own rule refused it before it was sent: scope, host, redirect, size.
    case notAllowed = "not_allowed"
    /// The provider's budget or circuit is exhausted; nothing was sent.
    case notNow = "not_now"
  }

  package var kind: Kind
  /// A stable dotted name: `transport.timeout`, `scope.refused`.
  package var code: String
  /// One sentence for a person, without secrets.
  package var reason: String
  package var certainty: Certainty
  /// Seconds after which trying again makes sense: the provider's word, or a small time of our own where nothing was sent.
  package var retryAfter: Double?

  package init(_ kind: Kind, code: String, reason: String, certainty: Certainty, retryAfter: Double? = nil) {
    self.kind = kind
    self.code = code
    self.reason = reason
    self.certainty = certainty
    self.retryAfter = retryAfter
  }
}
