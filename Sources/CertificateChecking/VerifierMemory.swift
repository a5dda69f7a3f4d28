public import FoundationEssentials
import StrictFormats

/// What a verifier remembers between two checks, so that nobody can hand it an older trust list or an older status than it
/// has seen (certificate profile, "Trust list"). Where and whether it is kept is the caller's choice.
public struct VerifierMemory: Sendable {
  private struct Remembered {
    var version: Int64
    var digest: String
    var issuedAt: Int64
    var authority: TrustAuthority
  }

  private static let format = "handover-verifier-memory/1"
  private var trust: Remembered?
  /// The newest `iat` of each status list, by the list's address.
  private var statuses: [String: Int64] = [:]

  /// Why the bytes are no memory.
  public struct Malformed: Error, Hashable, Sendable {}

  /// Remembers nothing.
  public init() {}

  /// Reads what `bytes` wrote.
  public init(bytes: [UInt8]) throws(Malformed) {
    guard bytes.count <= Limits.memory, let root = try? StrictJSON.parse(bytes), root["format"]?.string == Self.format
    else { throw Malformed() }
    statuses = try Self.statuses(root["status"])
    guard let value = root["trust"] else { return }
    guard let version = value["version"]?.integer, let digest = value["digest"]?.string,
      let issuedAt = value["iat"]?.integer, let authority = try? TrustAuthority(value["authority"])
    else { throw Malformed() }
    trust = Remembered(version: version, digest: digest, issuedAt: issuedAt, authority: authority)
  }

  /// The memory as strict JSON.
  public var bytes: [UInt8] {
    var members: [JSONValue.Member] = [.init("format", .string(Self.format))]
    if let trust {
      members.append(
        .init(
          "trust",
          [
            "version": .integer(trust.version), "digest": .string(trust.digest), "iat": .integer(trust.issuedAt),
            "authority": trust.authority.json,
          ]))
    }
    if !statuses.isEmpty {
      let sorted = statuses.sorted { $0.key < $1.key }
      members.append(.init("status", .object(sorted.map { .init($0.key, .integer($0.value)) })))
    }
    return CanonicalJSON.bytes(.object(members))
  }

  /// The member is missing in what earlier versions wrote.
  private static func statuses(_ value: JSONValue?) throws(Malformed) -> [String: Int64] {
    guard let value else { return [:] }
    guard let members = value.members, members.count <= Limits.rememberedLists else { throw Malformed() }
    var statuses: [String: Int64] = [:]
    for member in members {
      guard IssuerName(member.name) != nil, let issuedAt = member.value.integer, issuedAt >= 0 else {
        throw Malformed()
      }
      statuses[member.name] = issuedAt
    }
    return statuses
  }

  /// The version of the remembered trust list.
  public var trustVersion: Int64? { trust?.version }

  /// Takes a trust list in, or refuses it. The first is accepted on its own signatures, because the user gave it; a later one
  /// needs those of the remembered list's keys too, and may not go back.
  ///
  /// - Returns: whether anything new is to be kept.
  /// - Throws: `CheckFailure` named `trust.rollback` or `trust.signature`.
  public mutating func accept(_ list: TrustList) throws(CheckFailure) -> Bool {
    if let trust {
      if list.version == trust.version && list.digest == trust.digest { return false }
      guard list.version > trust.version else {
        throw CheckFailure(
          "trust.rollback",
          "the trust list is another than list \(trust.version), which was used here before, and not newer",
          hint: "get the current one; to change to another on purpose, give it a memory of its own with --state FILE")
      }
      guard try list.isSigned(by: trust.authority) else {
        throw CheckFailure(
          "trust.signature",
          "the trust list is not signed by the keys of list \(trust.version), which was used here before",
          hint: (list.version > trust.version + 1
            ? "give the lists in between first, the oldest first, each with --trust FILE; " : "")
            + "to change to another list on purpose, give it a memory of its own with --state FILE")
      }
    }
    trust = Remembered(
      version: list.version, digest: list.digest, issuedAt: Int64(list.issuedAt.timeIntervalSince1970),
      authority: list.authority)
    return true
  }
}

// Status lists.
extension VerifierMemory {
  /// When the newest status token of this list that was seen was issued.
  public func newestStatus(of uri: String) -> Date? {
    statuses[uri].map { Date(timeIntervalSince1970: Double($0)) }
  }

  /// Takes in when a status that a check went by was issued. One that is dated in the future is not taken: it would make
  /// every honest one after it look old.
  ///
  /// - Returns: whether anything new is to be kept.
  public mutating func accept(_ report: ValidationReport) -> Bool {
    guard let status = report.status, status.issuedAt <= report.checkedAt.addingTimeInterval(Limits.clockSkew) else {
      return false
    }
    return remember(Int64(status.issuedAt.timeIntervalSince1970), of: status.uri)
  }

  /// Takes in what another memory knows that is newer.
  package mutating func merge(_ other: VerifierMemory) {
    if let theirs = other.trust, theirs.version > trust?.version ?? Int64.min { trust = theirs }
    for (uri, issuedAt) in other.statuses { _ = remember(issuedAt, of: uri) }
  }

  private mutating func remember(_ issuedAt: Int64, of uri: String) -> Bool {
    guard issuedAt > statuses[uri] ?? -1 else { return false }
    statuses[uri] = issuedAt
    // The list that was not heard of for the longest time is forgotten.
    if statuses.count > Limits.rememberedLists, let oldest = statuses.min(by: { $0.value < $1.value }) {
      statuses[oldest.key] = nil
    }
    return true
  }
}
