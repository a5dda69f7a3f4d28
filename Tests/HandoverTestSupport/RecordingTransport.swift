package import HandoverModel
package import OEMAdapterKit
import Synchronization

/// Passes everything on and remembers what was asked, in order.
package final class RecordingTransport: HTTPTransport {
  private let base: any HTTPTransport
  private let memory = Mutex<[HTTPRequest]>([])

  package init(_ base: any HTTPTransport) { self.base = base }

  package var requests: [HTTPRequest] { memory.withLock { $0 } }

  /// Forgets what was asked until now.
  package func forget() { memory.withLock { $0 = [] } }

  package func mode(of provider: ProviderID) -> HandoverMode { base.mode(of: provider) }

  package func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
    memory.withLock { $0.append(request) }
    return try await base.send(request)
  }
}

/// Changes answers on their way, as a broken provider or a portal in between would.
package struct TamperingTransport: HTTPTransport {
  private let base: any HTTPTransport
  private let change: @Sendable (HTTPRequest, HTTPResponse) -> HTTPResponse

  /// - Parameter change: what becomes of an answer.
  package init(
    _ base: any HTTPTransport, change: @escaping @Sendable (HTTPRequest, HTTPResponse) -> HTTPResponse
  ) {
    self.base = base
    self.change = change
  }

  package func mode(of provider: ProviderID) -> HandoverMode { base.mode(of: provider) }

  package func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
    change(request, try await base.send(request))
  }
}

/// Answers from a closure: a provider made of what a test says.
package struct ScriptedTransport: HTTPTransport {
  private let answer: @Sendable (HTTPRequest) throws -> HTTPResponse

  /// - Parameter answer: gives the answer, or throws a `TransportFailure`.
  package init(_ answer: @escaping @Sendable (HTTPRequest) throws -> HTTPResponse) { self.answer = answer }

  package func mode(of provider: ProviderID) -> HandoverMode { .simulated }

  package func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
    do {
      return try answer(request)
    } catch let failure as TransportFailure {
      throw failure
    } catch {
      throw TransportFailure(.notRead, code: "test.script", reason: "\(error)", certainty: .mayHaveBeenDone)
    }
  }
}

extension HTTPResponse {
  /// A JSON answer written out in a test.
  package static func json(_ text: String, status: Int = 200) -> HTTPResponse {
    HTTPResponse(status: status, headers: [HTTPField("Content-Type", "application/json")], body: Array(text.utf8))
  }
}
