/// Smartcar's three kinds of token, none of which works in the place of another: owners' Bearer tokens (v2.0), the static
/// management token (v2.0 management), machine-to-machine tokens of the application (v3).
struct SmartcarTokens: Sendable {
  /// What a v2.0 token call gives.
  struct Grant: Sendable {
    let accessToken: String
    let refreshToken: String
  }

  private let application: SmartcarApplication
  private let chance: Chance
  private var minted = 0
  /// v3 tokens with the moment they end.
  private var applicationTokens: [String: Int64] = [:]
  private var codes: [String: String] = [:]
  private var ownerTokens: [String: String] = [:]
  /// Refresh tokens: the user, and until when a rotated one still works.
  private var refreshTokens: [String: (user: String, until: Int64?)] = [:]

  init(_ world: SimulatedWorld) {
    application = world.smartcar
    chance = Chance(seed: UInt64(world.vehicles.count))
    for vehicle in world.vehicles {
      for connection in vehicle.smartcar?.connections ?? [] {
        guard let owner = connection.owner else { continue }
        if let code = owner.code { codes[code] = connection.userID }
        if let token = owner.accessToken { ownerTokens[token] = connection.userID }
        if let token = owner.refreshToken { refreshTokens[token] = (connection.userID, nil) }
      }
    }
  }

  /// v3: a token for the whole application, for an hour.
  mutating func mintApplicationToken(at now: Int64) -> String {
    minted += 1
    let token = Token.minted(
      subject: application.clientID, kind: "application", number: chance.number("m2m", at: minted))
    applicationTokens[token] = now + 3600 * 1_000_000_000
    return token
  }

  func isApplication(_ token: String?, at now: Int64) -> Bool {
    token.flatMap { applicationTokens[$0] }.map { now < $0 } ?? false
  }

  func isClient(_ id: String?, _ secret: String?) -> Bool {
    id == application.clientID && secret == application.clientSecret
  }

  /// The static management token as Basic (v2.0 management) or Bearer (webhook calls).
  func isManagement(_ call: Call) -> Bool {
    if let basic = call.basic { return basic.user == "default" && basic.password == application.managementToken }
    return false
  }

  func isManagementBearer(_ call: Call) -> Bool { call.bearer == application.managementToken }

  /// The Smartcar user of an owner's token.
  func user(of token: String?) -> String? { token.flatMap { ownerTokens[$0] } }

  /// v2.0: exchanges a code, once.
  mutating func exchange(code: String) -> Grant? {
    guard let user = codes.removeValue(forKey: code) else { return nil }
    return grant(user)
  }

  /// v2.0: rotates a refresh token. The old one works on for the grace time.
  mutating func exchange(refreshToken: String, at now: Int64, grace: Int64) -> Grant? {
    guard let (user, until) = refreshTokens[refreshToken], until.map({ now < $0 }) ?? true else { return nil }
    if until == nil { refreshTokens[refreshToken] = (user, now + grace) }
    return grant(user)
  }

  /// B4: an application's or owner's token ends before its time. A static secret does not.
  mutating func expire(_ token: String) {
    applicationTokens[token] = nil
    ownerTokens[token] = nil
  }

  private mutating func grant(_ user: String) -> Grant {
    minted += 1
    let grant = Grant(
      accessToken: chance.uuid("v2 access", user, at: minted), refreshToken: chance.uuid("v2 refresh", user, at: minted)
    )
    ownerTokens[grant.accessToken] = user
    refreshTokens[grant.refreshToken] = (user, nil)
    return grant
  }
}
