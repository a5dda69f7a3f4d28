/// `/api/v1/authentication/…`: the session of the seller.
enum SkodaTokenRoutes {
  /// `{"token": "<refresh token>"}`, as the public client sends it.
  static func refresh(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    guard let token = call.members["token"] else { return SkodaProblem.answer(400, "BAD_REQUEST") }
    switch simulation.skoda.sessions.refresh(token) {
    case .tokens(let tokens): return answer(tokens)
    case .unknown: return SkodaProblem.answer(401, "UNAUTHORIZED")
    case .revoked: return SkodaProblem.answer(401, "SESSION_REVOKED")
    case .reused:
      simulation.noteAct("refresh token used twice: session revoked", vin: nil, access: nil, fault: .refreshReuse)
      return SkodaProblem.answer(401, "REFRESH_TOKEN_REUSED")
    }
  }

  /// `{"token": "<refresh token>"}`. Body and status are not confirmed.
  static func revoke(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    guard let token = call.members["token"] else { return SkodaProblem.answer(400, "BAD_REQUEST") }
    guard simulation.skoda.sessions.revoke(token) else { return SkodaProblem.answer(401, "UNAUTHORIZED") }
    return Answer(empty: 204)
  }

  /// `{"code": …, "redirectUri": …, "verifier": …}`, as the public client sends it.
  static func exchange(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    guard let code = call.members["code"] else { return SkodaProblem.answer(400, "BAD_REQUEST") }
    guard let tokens = simulation.skoda.sessions.exchange(code: code) else {
      return SkodaProblem.answer(401, "UNAUTHORIZED")
    }
    return answer(tokens)
  }

  private static func answer(_ tokens: SkodaSessions.Tokens) -> Answer {
    Answer(
      200,
      [
        "accessToken": .string(tokens.accessToken), "refreshToken": .string(tokens.refreshToken),
        "idToken": .string(tokens.idToken),
      ])
  }
}
