import HandoverModel
import HandoverTestSupport
import OEMAdapterKit
import Synchronization

/// A provider that works until it is turned, and from then on gives one answer to everything.
final class TurnedTransport: HTTPTransport {
  private let base: any HTTPTransport
  private let answer: String
  private let isTurned = Mutex(false)

  init(_ base: any HTTPTransport, answer: String) {
    self.base = base
    self.answer = answer
  }

  func turn() { isTurned.withLock { $0 = true } }

  func mode(of provider: ProviderID) -> HandoverMode { base.mode(of: provider) }

  func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
    if isTurned.withLock({ $0 }) { return .json(answer) }
    return try await base.send(request)
  }
}
