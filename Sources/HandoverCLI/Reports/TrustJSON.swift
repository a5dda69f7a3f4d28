import CertificateChecking
import Certification
import StrictFormats

extension TrustProposal {
  /// A draft for programs: which file, which version of the list, what it changes.
  func draftJSON(_ file: String, _ changes: [String]) -> JSONValue {
    [
      "file": .string(file), "version": .integer(list.version), "sha256": .string(list.digest), "in_force": false,
      "changes": .texts(changes),
    ]
  }

  /// How far it has come, for programs: which file, which version, whose signatures there are and whose are missing.
  func json(_ file: String, _ standing: Standing, _ more: [JSONValue.Member]) -> JSONValue {
    .object(
      [
        .init("file", .string(file)), .init("version", .integer(list.version)), .init("sha256", .string(list.digest)),
        .init("complete", .bool(standing.isComplete)), .init("asked_by_list_in_force", standing.earlier?.json ?? .null),
        .init("asked_by_itself", standing.own.json),
      ] + more)
  }
}

extension TrustProposal.Side {
  var json: JSONValue {
    [
      "version": .integer(version), "needed": .count(needed), "signed": .texts(signed), "missing": .texts(missing),
    ]
  }
}

extension TrustList {
  /// A list that was made or changed, for programs.
  func json(_ file: String) -> JSONValue {
    [
      "file": .string(file), "version": .integer(version), "sha256": .string(digest),
      "issuers": .count(issuerNames.count),
    ]
  }
}
