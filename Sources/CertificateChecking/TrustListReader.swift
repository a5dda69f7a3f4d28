import FoundationEssentials
import StrictFormats
import TransparencyLog

/// Reads the members of a trust list's payload (certificate design, section 2.5). A member that nobody defined refuses the
/// list: it may be one that takes trust away.
struct TrustListReader {
  private let list: JSONValue

  private static let known = [
    "version", "iat", "exp", "authority", "issuers", "revoked", "tlog_policy", "max_log_delay_s", "max_status_age_s",
    "rules",
  ]

  init(_ list: JSONValue) throws(CheckFailure) {
    self.list = list
    guard let members = list.members else { throw TrustList.malformed("it is no object") }
    if let stranger = members.first(where: { !Self.known.contains($0.name) }) {
      throw TrustList.malformed("it holds a member nobody defined: \(PlainText.shown(stranger.name))")
    }
  }

  /// The policy as it stands there, empty where there is none: so the first lists said that no log is known.
  func logPolicyText() throws(CheckFailure) -> String {
    guard let value = list["tlog_policy"] else { return "" }
    guard let text = value.string else { throw TrustList.malformed("tlog_policy is no text") }
    return text
  }

  func logPolicy() throws(CheckFailure) -> LogPolicy? {
    let text = try logPolicyText()
    guard !text.isEmpty else { return nil }
    do { return try LogPolicy(text) } catch {
      let place = error.line > 0 ? ", line \(error.line)" : ""
      throw TrustList.malformed("tlog_policy\(place): \(error.reason)")
    }
  }

  /// A number of seconds that a list may leave out (certificate design, section 6, Q7 and Q11).
  func seconds(_ name: String, else usual: Int64) throws(CheckFailure) -> Double {
    Double(list[name] == nil ? usual : try number(name))
  }

  func number(_ name: String) throws(CheckFailure) -> Int64 {
    guard let number = list[name]?.integer, number >= 0 else { throw TrustList.malformed("\(name) is missing") }
    return number
  }

  func date(_ name: String) throws(CheckFailure) -> Date {
    Date(timeIntervalSince1970: Double(try number(name)))
  }

  func rules() throws(CheckFailure) -> [String] {
    guard let values = list["rules"] else { return [] }
    guard let texts = values.array?.compactMap(\.string), texts.count == values.array?.count,
      texts.allSatisfy(Self.isDigest)
    else { throw TrustList.malformed("rules are not a list of digests") }
    return texts
  }

  func authority() throws(CheckFailure) -> TrustAuthority { try TrustAuthority(list["authority"]) }

  func issuers() throws(CheckFailure) -> [TrustList.Issuer] {
    guard let values = list["issuers"]?.array, values.count <= Limits.issuers else {
      throw TrustList.malformed("it names no issuers, or too many")
    }
    var issuers: [TrustList.Issuer] = []
    for value in values {
      let issuer = try issuer(value)
      guard !issuers.contains(where: { $0.root.der == issuer.root.der }) else {
        throw TrustList.malformed("a root stands there twice")
      }
      issuers.append(issuer)
    }
    return issuers
  }

  private func issuer(_ value: JSONValue) throws(CheckFailure) -> TrustList.Issuer {
    let unreadable = TrustList.malformed("an issuer in it cannot be read")
    try Self.check(value, holds: ["name", "root", "hosts", "from", "until"])
    guard let name = value["name"]?.string, let der = value["root"]?.string.flatMap({ Base64.decode($0, .standard) }),
      der.count <= Limits.certificate, let root = try? SignerCertificate(der: der),
      let hosts = value["hosts"]?.array?.compactMap(\.string), !hosts.isEmpty, hosts.allSatisfy(IssuerName.isHost),
      hosts.count == value["hosts"]?.array?.count, let from = value["from"]?.integer
    else { throw unreadable }
    var until: Date?
    if let value = value["until"], !value.isNull {
      guard let number = value.integer else { throw unreadable }
      until = Date(timeIntervalSince1970: Double(number))
    }
    return TrustList.Issuer(
      name: name, root: root, hosts: hosts, from: Date(timeIntervalSince1970: Double(from)), until: until)
  }

  func revoked() throws(CheckFailure) -> [TrustList.Revocation] {
    guard let values = list["revoked"] else { return [] }
    guard let entries = values.array else { throw TrustList.malformed("revoked is not a list") }
    var result: [TrustList.Revocation] = []
    for value in entries {
      try Self.check(value, holds: ["x5t#S256", "from", "reason"])
      guard let thumbprint = value["x5t#S256"]?.string, Self.isDigest(thumbprint), let from = value["from"]?.integer
      else {
        throw TrustList.malformed("a revocation in it cannot be read")
      }
      let reason = value["reason"]
      guard reason == nil || reason?.string.map({ $0.utf8.count <= Limits.reason }) == true else {
        throw TrustList.malformed("the reason of a revocation is no short text")
      }
      result.append(
        TrustList.Revocation(
          thumbprint: thumbprint, from: Date(timeIntervalSince1970: Double(from)), reason: reason?.string))
    }
    return result
  }

  private static func check(_ value: JSONValue, holds names: [String]) throws(CheckFailure) {
    guard let members = value.members, members.allSatisfy({ names.contains($0.name) }) else {
      throw TrustList.malformed("an entry of it holds a member nobody defined")
    }
  }

  private static func isDigest(_ text: String) -> Bool { text.utf8.count == 43 && Base64.decode(text) != nil }
}
