package import HandoverModel
package import OEMAdapterKit

/// The transport over libcurl: one thread owns every connection, each provider has a queue and a pacer of its own, and the
/// caller's task waits without a thread.
///
/// Reads are sent again by the transport itself, within a budget; an effectful request is sent exactly once, on a fresh
/// connection, and awaited to its deadline even when the caller's task is cancelled.
package final class CurlTransport: HTTPTransport {
  private struct Provider: Sendable {
    var lane: Int
    var services: [String: ServiceBase]
    var mode: HandoverMode
  }

  private let providers: [ProviderID: Provider]
  private let options: TransportOptions
  private let board: StatisticsBoard
  private let inbox: LoopInbox

  /// - Throws: `TransportSetupError` when a host is not allowed (services: HTTPS to a public name; overrides: this machine),
  ///   a provider is given twice, or the machine has no thread left.
  package init(providers hosts: [ProviderHosts], options: TransportOptions = .init()) throws {
    var providers: [ProviderID: Provider] = [:]
    for (lane, host) in hosts.enumerated() {
      guard providers[host.provider] == nil else {
        throw TransportSetupError(code: "transport.provider-twice", reason: "\(host.provider) is declared twice")
      }
      providers[host.provider] = Provider(
        lane: lane, services: try services(of: host), mode: host.overrides.isEmpty ? .live : .simulated)
    }
    self.providers = providers
    self.options = options
    board = StatisticsBoard(lanes: hosts.count)
    inbox = try startLoop(board: board, limits: hosts.map(\.limits), options: options)
  }

  package var executor: (any TaskExecutor)? { inbox }

  deinit { inbox.close() }

  /// Starts nothing more, ends what waits with `transport.closed`, and lets effectful calls in flight finish. Does not wait.
  package func shutDown() { inbox.close() }

  /// Simulated as soon as any of the provider's hosts is overridden. An unknown provider is live: nothing about it may be
  /// taken for practice, and nothing is sent to it.
  package func mode(of provider: ProviderID) -> HandoverMode { providers[provider]?.mode ?? .live }

  /// What was said to each provider so far.
  package func statistics() -> [ProviderID: ProviderStatistics] {
    let all = board.all
    return providers.mapValues { all[$0.lane] }
  }

  package func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
    let (lane, outgoing) = try prepared(request)
    if Task.isCancelled { throw .cancelled }
    let ticket = Ticket()
    let inbox = inbox
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<SendResult, Never>) in
        let submission = Submission(request: outgoing, lane: lane, ticket: ticket, continuation: continuation)
        if !inbox.submit(submission) { continuation.resume(returning: .failure(.closed)) }
      }
    } onCancel: {
      ticket.cancel()
      inbox.noteCancelled()
    }
    return try result.get()
  }

  private func prepared(_ request: HTTPRequest) throws(TransportFailure) -> (lane: Int, OutgoingRequest) {
    guard let provider = providers[request.provider], let base = provider.services[request.service] else {
      throw TransportFailure(
        .notAllowed, code: "transport.host", reason: "no host is declared for this provider and service",
        certainty: .notDone)
    }
    let outgoing = try OutgoingRequest(
      request, base: base, isRepeatable: isRepeatable(request), userAgent: options.userAgent)
    return (provider.lane, outgoing)
  }

  private func isRepeatable(_ request: HTTPRequest) -> Bool {
    guard !request.method.isSafe else { return true }
    let route = SessionRoute(request.method, service: request.service, path: request.path)
    return options.repeatable[request.provider]?.contains(route) == true
  }
}

private func services(of hosts: ProviderHosts) throws(TransportSetupError) -> [String: ServiceBase] {
  var bases: [String: ServiceBase] = [:]
  for (name, text) in hosts.services { bases[name] = try .live(text) }
  for (name, text) in hosts.overrides {
    guard bases[name] != nil else {
      throw TransportSetupError(
        code: "transport.override", reason: "\(hosts.provider) has no service \(name) that could be replaced")
    }
    bases[name] = try .override(text)
  }
  return bases
}
