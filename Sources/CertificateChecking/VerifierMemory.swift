import FoundationEssentials
import StrictFormats

/// What a verifier remembers between two checks, so that nobody can hand it an older trust list than it has seen
/// (certificate profile, "Trust list"). Where and whether it is kept is the caller's choice.
public struct VerifierMemory: Sendable {
  private struct Remembered {
    var version: Int64
    var digest: String
    var issuedAt: Int64
    var authority: TrustAuthority
  }

  private static let format = "handover-verifier-memory/1"
  private var trust: Remembered?

  /// Why the bytes are no memory.
  public struct Malformed: Error, Hashable, Sendable {}

  /// Remembers nothing.
  public init() {}

  /// Reads what `bytes` wrote.
  public init(bytes: [UInt8]) throws(Malformed) {
    guard bytes.count <= Limits.memory, let root = try? StrictJSON.parse(bytes), root["format"]?.string == Self.format
    else { throw Malformed() }
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
    return CanonicalJSON.bytes(.object(members))
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
          hint: "to change to another list on purpose, give it a memory of its own with --state FILE")
      }
    }
    trust = Remembered(
      version: list.version, digest: list.digest, issuedAt: Int64(list.issuedAt.timeIntervalSince1970),
      authority: list.authority)
    return true
  }
}
