import HandoverModel
import OEMAdapterKit

@testable import CurlTransport

let maker = ProviderID("maker")

/// Limits short enough for tests.
func shortLimits(
  concurrency: Int = 4, callsPerSecond: Double? = nil, timeout: Double = 20, maximumBody: Int = 1 << 20
) -> ProviderLimits {
  ProviderLimits(
    concurrency: concurrency, callsPerSecond: callsPerSecond, burst: 8, timeout: timeout, maximumBody: maximumBody)
}

/// Pauses short enough for tests, with a fixed seed.
func quickOptions() -> TransportOptions {
  var options = TransportOptions()
  options.retry = RetryPolicy(base: 0.001, cap: 0.002)
  options.throttlePause = RetryPolicy(base: 0.001, cap: 0.002)
  options.deadline = 60
  options.connectTimeout = 20
  options.slowSeconds = 4
  options.seed = 20_261_124
  return options
}

/// The same for tests whose server holds answers back: no clock of ours may end a call, however busy the machine is.
func patientOptions() -> TransportOptions {
  var options = quickOptions()
  options.deadline = 3_600
  options.slowSeconds = 3_600
  return options
}

func hosts(
  _ provider: ProviderID = maker, port: Int, scheme: String = "http", limits: ProviderLimits = shortLimits()
) -> ProviderHosts {
  ProviderHosts(
    provider: provider, services: ["api": "https://api.maker.example/v3"],
    overrides: ["api": "\(scheme)://127.0.0.1:\(port)/v3"], limits: limits)
}

func transport(
  to server: ScriptedServer, limits: ProviderLimits = shortLimits(), options: TransportOptions = quickOptions()
) throws -> CurlTransport {
  try CurlTransport(providers: [hosts(port: server.port, limits: limits)], options: options)
}

func read(_ path: String = "/connections", of provider: ProviderID = maker) -> HTTPRequest {
  HTTPRequest(.get, path, provider: provider, service: "api", authorization: Secret("Bearer canary"))
}

func deletion(_ path: String = "/connections/1", of provider: ProviderID = maker) -> HTTPRequest {
  HTTPRequest(.delete, path, provider: provider, service: "api", authorization: Secret("Bearer canary"))
}

extension CurlTransport {
  /// The failure of a request that must fail.
  func failure(of request: HTTPRequest) async -> TransportFailure? {
    do {
      _ = try await send(request)
      return nil
    } catch {
      return error
    }
  }
}

extension HTTPResponse {
  var text: String { String(decoding: body, as: UTF8.self) }
}
