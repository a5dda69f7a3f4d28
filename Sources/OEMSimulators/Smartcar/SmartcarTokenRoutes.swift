/// `POST /oauth2/token` (v3, machine to machine) and `POST /oauth/token` (v2.0, per owner).
enum SmartcarTokenRoutes {
  /// v3: client credentials as JSON, as a form, or as Basic with a form.
  static func machine(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    let members = call.members
    guard members["grant_type"] == "client_credentials" else {
      return SmartcarProblem.oauth(400, "invalid_request", "grant_type must be client_credentials.")
    }
    let basic = call.basic
    let id = basic?.user ?? members["client_id"]
    let secret = basic?.password ?? members["client_secret"]
    guard simulation.smartcar.tokens.isClient(id, secret) else {
      return SmartcarProblem.oauth(401, "invalid_client", "The client is not known.")
    }
    let token = simulation.smartcar.tokens.mintApplicationToken(at: simulation.clock.now)
    return Answer(200, ["access_token": .string(token), "token_type": "Bearer", "expires_in": 3600])
  }

  /// v2.0: an authorization code or a refresh token, with the client as Basic.
  static func owner(_ simulation: inout Simulation, _ call: inout Call) -> Answer {
    let members = call.members
    guard let basic = call.basic, simulation.smartcar.tokens.isClient(basic.user, basic.password) else {
      return SmartcarProblem.oauth(401, "invalid_client", "Invalid client credentials.")
    }
    switch members["grant_type"] {
    case "authorization_code":
      let code = members["code"] ?? ""
      guard let grant = simulation.smartcar.tokens.exchange(code: code) else {
        return SmartcarProblem.oauth(400, "invalid_grant", "Invalid code: \(code).")
      }
      return answer(grant)
    case "refresh_token":
      let token = members["refresh_token"] ?? ""
      let grace = Int64(simulation.settings.refreshGraceSeconds) * 1_000_000_000
      let now = simulation.clock.now
      guard let grant = simulation.smartcar.tokens.exchange(refreshToken: token, at: now, grace: grace) else {
        return SmartcarProblem.oauth(400, "invalid_grant", "Invalid refresh_token: \(token).")
      }
      return answer(grant)
    default: return SmartcarProblem.oauth(400, "invalid_request", "grant_type is missing or not known.")
    }
  }

  private static func answer(_ grant: SmartcarTokens.Grant) -> Answer {
    Answer(
      200,
      [
        "access_token": .string(grant.accessToken), "token_type": "Bearer", "expires_in": 7200,
        "refresh_token": .string(grant.refreshToken),
      ])
  }
}
