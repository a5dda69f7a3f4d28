import FoundationEssentials
import HandoverModel
import OEMAdapterKit
import StrictFormats

/// The application's token: asked for once for all waiting cars, kept for its life, renewed once when it is refused.
///
/// It can be asked for again at any time, so it is never stored anywhere but here.
actor SmartcarToken: TokenSource {
  static let route = SessionRoute(.post, service: SmartcarAPI.iam, path: "/oauth2/token")

  private struct Held {
    var token: Secret
    /// By the monotonic clock: a jump of the wall clock changes nothing.
    var goodUntil: ContinuousClock.Instant
  }

  private let basic: Secret
  private var held: Held?
  private var flight: Task<Result<Held, CouldNotLook>, Never>?

  /// - Parameters:
  ///   - id: the application's client id.
  ///   - secret: its client secret.
  init(id: Secret, secret: Secret) {
    let pair = "\(id.reveal()):\(secret.reveal())"
    basic = Secret("Basic \(Data(pair.utf8).base64EncodedString())")
  }

  func current(through transport: any HTTPTransport) async throws(CouldNotLook) -> Secret {
    if let held, held.goodUntil > .now { return held.token }
    return try await renewed(through: transport)
  }

  func replacement(
    for refused: Secret, through transport: any HTTPTransport
  ) async throws(CouldNotLook) -> Secret {
    if let held, held.token != refused { return held.token }
    held = nil
    return try await renewed(through: transport)
  }

  private func renewed(through transport: any HTTPTransport) async throws(CouldNotLook) -> Secret {
    if let flight { return try await flight.value.get().token }
    let basic = self.basic
    let task = Task { await Self.ask(with: basic, through: transport) }
    flight = task
    let result = await task.value
    flight = nil
    if case .success(let fresh) = result { held = fresh }
    return try result.get().token
  }

  /// Asks up to three times: a token request changes nothing that must not be repeated.
  private static func ask(with basic: Secret, through transport: any HTTPTransport) async -> Result<Held, CouldNotLook>
  {
    var last = CouldNotLook("smartcar.no-token", "no token was given", passing: true)
    for _ in 0..<3 {
      do throws(CouldNotLook) {
        return .success(try await askOnce(with: basic, through: transport))
      } catch {
        last = error
        guard error.failure.passing else { break }
      }
    }
    return .failure(last)
  }

  private static func askOnce(
    with basic: Secret, through transport: any HTTPTransport
  ) async throws(CouldNotLook) -> Held {
    let asked = ContinuousClock.now
    let request = HTTPRequest(
      route.method, route.path, provider: .smartcar, service: route.service,
      headers: [
        HTTPField("Accept", "application/json"), HTTPField("Content-Type", "application/x-www-form-urlencoded"),
      ],
      authorization: basic, body: Array("grant_type=client_credentials".utf8))
    let answer = try await transport.get(request)
    if answer.status == 400 || answer.status == 401 {
      throw CouldNotLook("smartcar.no-authority", "Smartcar does not accept the application's id and secret")
    }
    let value = try answer.listing(from: .smartcar)
    guard let token = value.text("access_token"), token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw .shape(.smartcar, "access_token")
    }
    // A tenth of the life, a minute at most, is kept back so that a token does not run out on its way.
    let life = Double(max(0, value["expires_in"]?.integer ?? 0))
    return Held(token: Secret(token), goodUntil: asked + .seconds(life - min(60, life / 10)))
  }
}
