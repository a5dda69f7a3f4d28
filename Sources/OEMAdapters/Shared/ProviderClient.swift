import HandoverModel
import OEMAdapterKit
import StrictFormats
import Synchronization

/// Where the token of a request comes from.
protocol TokenSource: Sendable {
  /// The token to use now.
  func current(through transport: any HTTPTransport) async throws(CouldNotLook) -> Secret

  /// Another token after the provider refused this one. However many requests were refused at once, one renewal is made.
  func replacement(for refused: Secret, through transport: any HTTPTransport) async throws(CouldNotLook) -> Secret
}

/// Sends an adapter's requests with its token: a read is asked once more after a renewal, an ending never is.
final class ProviderClient: Sendable {
  let provider: ProviderID
  private let tokens: any TokenSource
  /// The endings that were already answered with "renew your token" once.
  private let renewedFor = Mutex<Set<AccessKey>>([])

  init(_ provider: ProviderID, tokens: any TokenSource) {
    self.provider = provider
    self.tokens = tokens
  }

  /// The answer to a read, whatever its status.
  func read(
    _ path: String, service: String, query: [HTTPField] = [], headers: [HTTPField] = [],
    through transport: any HTTPTransport
  ) async throws(CouldNotLook) -> HTTPResponse {
    let token = try await tokens.current(through: transport)
    let answer = try await transport.get(request(.get, path, service, query, headers, token))
    guard answer.status == 401 else { return answer }
    let renewed = try await tokens.replacement(for: token, through: transport)
    return try await transport.get(request(.get, path, service, query, headers, renewed))
  }

  /// The JSON of a read that must be answered with 200.
  func listing(
    _ path: String, service: String, query: [HTTPField] = [], headers: [HTTPField] = [],
    through transport: any HTTPTransport
  ) async throws(CouldNotLook) -> JSONView {
    try await read(path, service: service, query: query, headers: headers, through: transport)
      .listing(from: provider)
  }

  /// Sends the one request of this route and says what came of it. When the token had run out, it renews the token and leaves
  /// the next send to the engine, so that every send has its own recorded intent.
  func end(
    _ key: AccessKey, of vin: VIN, by route: EffectRoute, through transport: any HTTPTransport
  ) async -> AttemptReport {
    guard let path = route.filled(vin: vin, access: key.id) else {
      return AttemptReport(.notDone, code: "not-sendable", reason: "the provider's id cannot stand in a request")
    }
    do {
      let token = try await tokens.current(through: transport)
      let answer = try await transport.send(request(route.method, path, route.service, [], [], token))
      guard answer.status == 401, renewedFor.withLock({ $0.insert(key).inserted }) else {
        return AttemptReport(answer: answer)
      }
      _ = try await tokens.replacement(for: token, through: transport)
      return AttemptReport(
        .notDone, code: "token-renewed", reason: "the token had run out and was renewed", retryAfter: 0)
    } catch let failure as TransportFailure {
      return AttemptReport(failure)
    } catch let cause as CouldNotLook {
      return AttemptReport(notSent: cause)
    } catch {
      return AttemptReport(.mayHaveBeenDone, code: "unclear-answer", reason: "the request ended in an unknown way")
    }
  }

  private func request(
    _ method: HTTPRequest.Method, _ path: String, _ service: String, _ query: [HTTPField], _ headers: [HTTPField],
    _ token: Secret
  ) -> HTTPRequest {
    HTTPRequest(
      method, path, provider: provider, service: service, query: query,
      headers: [HTTPField("Accept", "application/json")] + headers,
      authorization: Secret("Bearer \(token.reveal())"))
  }
}

extension HTTPTransport {
  /// Sends a read; no whole answer means that it could not be looked.
  func get(_ request: HTTPRequest) async throws(CouldNotLook) -> HTTPResponse {
    do {
      return try await send(request)
    } catch {
      throw CouldNotLook(error)
    }
  }
}
