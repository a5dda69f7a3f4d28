import HandoverModel
import OEMAdapterKit
import StrictFormats

/// The seller's lent session: used as it is until the provider refuses it, renewed then, once for all who wait.
///
/// A refresh token works once, and using it twice ends the session for good. So it leaves here at most once, the new tokens
/// are durable before they are used, and when the answer to a renewal is lost the session is lost: a new sign-in is asked for.
actor SkodaSession: TokenSource {
  static let refreshRoute = route("/v1/authentication/refresh-token")
  static let revokeRoute = route("/v1/authentication/revoke-token")

  private static func route(_ path: String) -> SessionRoute {
    SessionRoute(.post, service: SkodaAPI.service, path: path, query: [HTTPField("tokenType", "CONNECT")])
  }

  private let keeper: any SessionKeeper
  private var session: SellerSession
  /// New tokens that could not be made durable yet. They are not used before they are.
  private var unkept: SellerSession?
  /// Why the session is of no more use.
  private var over: CouldNotLook?
  private var flight: Task<Result<Secret, CouldNotLook>, Never>?

  init(_ session: SellerSession, keeper: any SessionKeeper) {
    self.session = session
    self.keeper = keeper
  }

  func current(through transport: any HTTPTransport) async throws(CouldNotLook) -> Secret {
    if let over { throw over }
    return session.accessToken
  }

  func replacement(
    for refused: Secret, through transport: any HTTPTransport
  ) async throws(CouldNotLook) -> Secret {
    if let flight { return try await flight.value.get() }
    if let over { throw over }
    if session.accessToken != refused { return session.accessToken }
    let task = Task { await self.renew(through: transport) }
    flight = task
    let result = await task.value
    flight = nil
    return try result.get()
  }

  private func renew(through transport: any HTTPTransport) async -> Result<Secret, CouldNotLook> {
    do throws(CouldNotLook) {
      if unkept == nil { unkept = try await askForNew(through: transport) }
      return .success(try await keep())
    } catch {
      return .failure(error)
    }
  }

  private func keep() async throws(CouldNotLook) -> Secret {
    guard let fresh = unkept else { throw Self.lost }
    do {
      try await keeper.keep(fresh)
    } catch {
      throw CouldNotLook(
        "skoda.session-not-kept", "the renewed session could not be made durable and is not used before it is",
        passing: true)
    }
    session = fresh
    unkept = nil
    return fresh.accessToken
  }

  private func askForNew(through transport: any HTTPTransport) async throws(CouldNotLook) -> SellerSession {
    guard let refresh = session.refreshToken else {
      return try end(CouldNotLook("skoda.session-ended", "the seller's session has run out; sign in again"))
    }
    session.refreshToken = nil
    let answer: HTTPResponse
    do {
      answer = try await transport.send(request(Self.refreshRoute, refresh, authorization: nil))
    } catch {
      guard error.certainty == .notDone else { return try end(Self.lost) }
      session.refreshToken = refresh
      throw CouldNotLook(error)
    }
    switch answer.status {
    case 200: return try renewed(by: answer)
    case 429:
      session.refreshToken = refresh
      throw CouldNotLook(status: answer.status, from: .skoda)
    case 400, 401, 403:
      return try end(CouldNotLook("skoda.session-ended", "Škoda does not renew the seller's session; sign in again"))
    default: return try end(Self.lost)
    }
  }

  private func renewed(by answer: HTTPResponse) throws(CouldNotLook) -> SellerSession {
    guard let value = try? answer.json(from: .skoda), let access = value.text("accessToken"),
      let refresh = value.text("refreshToken")
    else { return try end(Self.lost) }
    var fresh = session
    fresh.accessToken = Secret(access)
    fresh.refreshToken = Secret(refresh)
    return fresh
  }

  private func end(_ cause: CouldNotLook) throws(CouldNotLook) -> SellerSession {
    over = cause
    throw cause
  }

  private static let lost = CouldNotLook(
    "skoda.session-lost", "the answer to the renewal of the session was lost; the seller has to sign in again")

  private func request(_ route: SessionRoute, _ token: Secret, authorization: Secret?) -> HTTPRequest {
    let body = CanonicalJSON.bytes(.object([JSONValue.Member("token", .string(token.reveal()))]))
    return HTTPRequest(
      route.method, route.path, provider: .skoda, service: route.service, query: route.query,
      headers: [HTTPField("Accept", "application/json"), HTTPField("Content-Type", "application/json")],
      authorization: authorization, body: body)
  }
}

extension SkodaSession {
  /// Ends the session at the provider and forgets its tokens. Nil when there is no session any more.
  func giveBack(through transport: any HTTPTransport) async -> AttemptReport? {
    let lent = unkept ?? session
    guard over == nil else { return nil }
    guard let refresh = lent.refreshToken else {
      return AttemptReport(
        .notDone, code: "no-refresh-token", reason: "an access token alone cannot be given back; it runs out by itself")
    }
    let bearer = Secret("Bearer \(lent.accessToken.reveal())")
    var report: AttemptReport
    do {
      report = AttemptReport(
        answer: try await transport.send(request(Self.revokeRoute, refresh, authorization: bearer)))
    } catch {
      report = AttemptReport(error)
    }
    if report.certainty != .notDone { forget() }
    return report
  }

  private func forget() {
    over = CouldNotLook("skoda.session-given-back", "the seller's session was given back")
    session.accessToken = Secret("")
    session.refreshToken = nil
    unkept = nil
  }
}
