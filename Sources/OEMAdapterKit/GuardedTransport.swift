package import HandoverModel

/// The scope guard (design rule 5). It stands between every adapter and the network and lets an effectful request pass only
/// when it is exactly the one that the plan's step allows: this provider, method, service and path, no query, no body.
///
/// What is effectful is decided by the method, not by the adapter's word: anything but GET.
package struct GuardedTransport: HTTPTransport {
  private let base: any HTTPTransport
  private let sessionRoutes: [SessionRoute]
  private let provider: ProviderID
  private let vin: VIN
  private let grant: ScopeGrant?

  /// - Parameters:
  ///   - vin: the car in hand; a read that names another VIN is refused too.
  ///   - grant: leave for one effectful request; nil for looks.
  package init(
    _ base: any HTTPTransport, provider: ProviderID, sessionRoutes: [SessionRoute], vin: VIN, grant: ScopeGrant? = nil
  ) {
    self.base = base
    self.provider = provider
    self.sessionRoutes = sessionRoutes
    self.vin = vin
    self.grant = grant
  }

  package var executor: (any TaskExecutor)? { base.executor }

  package func mode(of provider: ProviderID) -> HandoverMode { base.mode(of: provider) }

  package func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
    if let reason = refusal(of: request) {
      throw TransportFailure(.notAllowed, code: "scope.refused", reason: reason, certainty: .notDone)
    }
    return try await base.send(request)
  }

  private func refusal(of request: HTTPRequest) -> String? {
    guard request.provider == provider else { return "the request is for another provider than the adapter's" }
    guard isPlain(request.path) else { return "the path is not in its plain form" }
    if let other = otherVIN(in: request) { return "the request names another car, ending \(other.last4)" }
    if request.method.isSafe || isSession(request) { return nil }
    guard let grant else { return "an effectful request outside a step of a plan" }
    guard grant.vin == vin, request.method == grant.method, request.service == grant.service,
      request.path == grant.path
    else { return "the request is not the one that the plan's step allows" }
    guard request.query.isEmpty, request.body.isEmpty else {
      return "the request carries more than the plan's step allows"
    }
    return nil
  }

  private func isSession(_ request: HTTPRequest) -> Bool {
    sessionRoutes.contains {
      $0.method == request.method && $0.service == request.service && $0.path == request.path
        && $0.query == request.query
    }
  }

  /// Starts with a slash, no empty or dot segment, no query or fragment.
  private func isPlain(_ path: String) -> Bool {
    let bytes = Array(path.utf8)
    guard bytes.first == UInt8(ascii: "/") else { return false }
    for place in bytes.indices {
      switch bytes[place] {
      case UInt8(ascii: "?"), UInt8(ascii: "#"): return false
      case UInt8(ascii: "%") where isHiddenDot(bytes[place...].prefix(3)): return false
      case UInt8(ascii: "/") where isEmptyOrDots(bytes[(place + 1)...].prefix { $0 != UInt8(ascii: "/") }): return false
      default: break
      }
    }
    return true
  }

  private func isEmptyOrDots(_ segment: ArraySlice<UInt8>) -> Bool {
    segment.count <= 2 && segment.allSatisfy { $0 == UInt8(ascii: ".") }
  }

  /// Whether it is `%2e`, in either case.
  private func isHiddenDot(_ escape: ArraySlice<UInt8>) -> Bool {
    escape.elementsEqual("%2e".utf8) || escape.elementsEqual("%2E".utf8)
  }

  private func otherVIN(in request: HTTPRequest) -> VIN? {
    let segments = request.path.utf8.split(separator: UInt8(ascii: "/")).filter { $0.count == 17 }
    let words = segments.map { String(decoding: $0, as: UTF8.self) } + request.query.map(\.value)
    return words.compactMap { VIN(strict: $0) }.first { $0 != vin }
  }
}
