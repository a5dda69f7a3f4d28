import Glibc
import HandoverLedger
import HandoverModel
import OEMAdapterKit
import Synchronization

/// A way out that kills this process, without any warning, before or after the n-th request: practice for the worst moment.
/// Retries that the transport makes by itself count as the request they belong to.
final class StoppingTransport: HTTPTransport {
  private let base: any HTTPTransport
  private let before: Int?
  private let after: Int?
  private let sends = Atomic<Int>(0)

  init(_ base: any HTTPTransport, before: Int?, after: Int?) {
    self.base = base
    self.before = before
    self.after = after
  }

  func mode(of provider: ProviderID) -> HandoverMode { base.mode(of: provider) }

  func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
    let number = sends.add(1, ordering: .relaxed).newValue
    if number == before { die() }
    defer { if number == after { die() } }
    return try await base.send(request)
  }
}

extension StopOptions {
  /// The ledger's part of it.
  var ledgerOptions: LedgerOptions {
    guard let stopAfterCommit else { return LedgerOptions() }
    return LedgerOptions(faults: LedgerFaults(afterCommit: { if $0 == stopAfterCommit { die() } }))
  }

  /// The transport's part of it.
  func around(_ transport: any HTTPTransport) -> any HTTPTransport {
    guard stopAfterRequest != nil || stopBeforeRequest != nil else { return transport }
    return StoppingTransport(transport, before: stopBeforeRequest, after: stopAfterRequest)
  }
}

private func die() { kill(getpid(), SIGKILL) }
