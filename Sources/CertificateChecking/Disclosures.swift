import StrictFormats

/// The disclosures of a certificate, checked against the digests that were signed (step 9; RFC 9901, section 7.1).
struct Disclosures {
  /// The sections that may stand in the private part, besides one for each holder.
  static let sections: Set<String> = ["deal", "staff", "evidence", "ledger"]

  /// The names opened in this copy, `private` first.
  private(set) var opened: [String] = []

  private struct Entry {
    var name: String
    var value: JSONValue
    var used = false
  }

  /// - Parameter topDigest: the one digest of the signed payload.
  init(_ texts: [String], topDigest: String) throws(CheckFailure) {
    var entries: [String: Entry] = [:]
    for text in texts {
      let name = digest(text.utf8)
      guard entries[name] == nil else { throw CheckFailure("sd.duplicate-digest", "a disclosure stands there twice") }
      entries[name] = try Self.entry(text)
    }
    guard let top = entries[topDigest] else {
      guard entries.isEmpty else { throw Self.orphan }
      return
    }
    guard top.name == "private" else {
      throw CheckFailure("profile.disclosure", "a disclosure at the top is not the private part")
    }
    entries[topDigest]?.used = true
    opened.append("private")
    try open(top.value, &entries)
    guard entries.values.allSatisfy(\.used) else { throw Self.orphan }
  }

  private mutating func open(_ part: JSONValue, _ entries: inout [String: Entry]) throws(CheckFailure) {
    guard let members = part.members, members.count == 1, let digests = part["_sd"]?.array else {
      throw CheckFailure("profile.disclosure", "the private part holds something besides digests")
    }
    var seen: Set<String> = []
    var names: Set<String> = []
    for value in digests {
      guard let text = value.string, text.utf8.count == 43, Base64.decode(text) != nil else {
        throw CheckFailure("sd.disclosure-malformed", "a digest in the private part is malformed")
      }
      guard seen.insert(text).inserted else { throw CheckFailure("sd.duplicate-digest", "a digest stands there twice") }
      guard let entry = entries[text] else { continue }
      guard Self.isSection(entry.name) else {
        throw CheckFailure("profile.disclosure", "the private part opens an unknown section")
      }
      guard names.insert(entry.name).inserted else {
        throw CheckFailure("sd.claim-collision", "a section of the private part stands there twice")
      }
      guard !Self.hasDigests(entry.value) else {
        throw CheckFailure("profile.disclosure", "a section of the private part withholds something of its own")
      }
      entries[text]?.used = true
      opened.append(entry.name)
    }
  }

  private static func entry(_ text: String) throws(CheckFailure) -> Entry {
    guard let bytes = Base64.decode(text) else {
      throw CheckFailure("b64.noncanonical", "a disclosure is not spelled in strict base64url")
    }
    let value: JSONValue
    do { value = try StrictJSON.parse(bytes) } catch {
      throw CheckFailure(error.rawValue, "a disclosure is not strict JSON")
    }
    guard let parts = value.array, parts.count == 3, let salt = parts[0].string, salt.utf8.count >= 22,
      Base64.decode(salt) != nil, let name = parts[1].string
    else { throw CheckFailure("sd.disclosure-malformed", "a disclosure is not salt, name and value") }
    guard name != "_sd", name != "..." else {
      throw CheckFailure("sd.reserved-name", "a disclosure uses a reserved name")
    }
    let open = [
      "iss", "iat", "jti", "vct", "status", "vehicle", "handover", "supersedes", "supplements", "_sd_alg",
    ]
    guard !open.contains(name) else {
      throw CheckFailure("sd.claim-collision", "a disclosure repeats a claim that stands in the open")
    }
    return Entry(name: name, value: parts[2])
  }

  /// Whether a reader by the general standard would look for more disclosures in it; this profile ends at the sections.
  private static func hasDigests(_ value: JSONValue) -> Bool {
    switch value {
    case .array(let values): values.contains(where: hasDigests)
    case .object(let members): members.contains { $0.name == "_sd" || $0.name == "..." || hasDigests($0.value) }
    default: false
    }
  }

  private static func isSection(_ name: String) -> Bool {
    if sections.contains(name) { return true }
    guard name.hasPrefix("holder_") else { return false }
    let id = name.dropFirst("holder_".count)
    return id.utf8.count == 22 && Base64.decode(id) != nil
  }

  private static let orphan = CheckFailure(
    "sd.unreferenced-disclosure", "a disclosure is not part of what was signed")
}
