/// Sellers' sessions. A refresh token works once: its answer carries the next one, and using it again revokes the whole
/// family of tokens that came from one login (B5).
struct SkodaSessions: Sendable {
  /// What a token call gives.
  struct Tokens: Sendable {
    let accessToken: String
    let refreshToken: String
    let idToken: String
  }

  /// What became of a refresh.
  enum Refresh {
    case tokens(Tokens)
    case unknown
    /// The token was used before: the family is revoked.
    case reused
    case revoked
  }

  private struct Family: Sendable {
    let account: Int
    let subject: String
    var revoked = false
  }

  private let chance: Chance
  private var minted = 0
  private var families: [Family] = []
  private var access: [String: Int] = [:]
  private var refresh: [String: (family: Int, used: Bool)] = [:]
  private var codes: [String: (account: Int, subject: String)] = [:]

  init(chance: Chance) { self.chance = chance }

  /// The session that a seller already has.
  mutating func open(_ seller: SkodaSeller, account: Int) {
    families.append(Family(account: account, subject: seller.userID))
    access[seller.accessToken] = families.count - 1
    refresh[seller.refreshToken] = (families.count - 1, false)
    if let code = seller.code { codes[code] = (account, seller.userID) }
  }

  /// The account of a token that works.
  func account(of token: String?) -> Int? {
    guard let token, let family = access[token], !families[family].revoked else { return nil }
    return families[family].account
  }

  mutating func refresh(_ token: String) -> Refresh {
    guard let (family, used) = refresh[token] else { return .unknown }
    if families[family].revoked { return .revoked }
    if used {
      families[family].revoked = true
      return .reused
    }
    refresh[token] = (family, true)
    return .tokens(mint(family))
  }

  /// A new login: a family of its own.
  mutating func exchange(code: String) -> Tokens? {
    guard let (account, subject) = codes.removeValue(forKey: code) else { return nil }
    families.append(Family(account: account, subject: subject))
    return mint(families.count - 1)
  }

  /// Gives a session back. Whether an access token revokes as a refresh token does is not confirmed: here both do.
  mutating func revoke(_ token: String) -> Bool {
    guard let family = refresh[token]?.family ?? access[token] else { return false }
    families[family].revoked = true
    return true
  }

  /// Ends one access token; its family lives on.
  mutating func expire(_ token: String) { access[token] = nil }

  private mutating func mint(_ family: Int) -> Tokens {
    minted += 1
    let subject = families[family].subject
    let make = { [chance, minted] (kind: String) in
      Token.minted(subject: subject, kind: kind, number: chance.number("skoda", kind, at: minted))
    }
    let tokens = Tokens(accessToken: make("access"), refreshToken: make("refresh"), idToken: make("id"))
    access[tokens.accessToken] = family
    refresh[tokens.refreshToken] = (family, false)
    return tokens
  }
}
