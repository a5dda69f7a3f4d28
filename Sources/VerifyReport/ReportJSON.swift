package import CertificateChecking
import FoundationEssentials
import HandoverModel
package import StrictFormats
import TransferRules

extension ValidationReport {
  /// The report for machines (certificate profile, "Report"): `claims` only where signature and chain were found good.
  ///
  /// - Parameters:
  ///   - file: the file's name as the user gave it.
  ///   - asSpecimen: whether `exit` judges a specimen as practice.
  package func json(file: String?, asSpecimen: Bool) -> JSONValue {
    var members: [JSONValue.Member] = []
    if let file { members.append(.init("file", .string(file))) }
    members += [
      .init("validation", .string(validation.rawValue)), .init("verdict", text(verdict?.rawValue)),
      .init("specimen_of", text(specimenOf?.rawValue)),
      .init("exit", .integer(Int64(exitStatus(asSpecimen: asSpecimen)))),
      .init("failures", .array(failures.map(\.json))), .init("warnings", .array(warnings.map { .string($0) })),
      .init("flags", .array(flags.map { .string($0) })), .init("checks", .array(steps.map(\.json))),
      .init("time", time), .init("trust", trust?.json ?? .null),
      .init("status", status?.json ?? .null),
    ]
    if let claims {
      members.append(.init("claims", claims.json))
      members.append(.init("opened", .array(opened.map { .string($0) })))
      members.append(.init("sha256", text(sha256)))
    }
    return .object(members)
  }

  /// `witnessed` is null where the time is unproven.
  private var time: JSONValue {
    [
      "checked_at": .string(UTC.instant(checkedAt)), "issued_at": text(claims.map { UTC.instant($0.issuedAt) }),
      "witnessed": witnessed?.json ?? .null,
    ]
  }

  private func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
}

extension VerifyCommandLogic.Stop {
  /// A file about which nothing can be said, in the shape of a report: `validation` is null.
  func json(file: String, at moment: Date) -> JSONValue {
    [
      "file": .string(file), "validation": .null, "verdict": .null, "specimen_of": .null,
      "exit": .integer(Int64(status)),
      "failures": [["name": "file.unreadable", "message": .string(reason), "hint": .string(hint)]], "warnings": [],
      "flags": [], "checks": [],
      "time": ["checked_at": .string(UTC.instant(moment)), "issued_at": .null, "witnessed": .null], "trust": .null,
      "status": .null,
    ]
  }
}

extension CheckFailure {
  var json: JSONValue {
    ["name": .string(name), "message": .string(message), "hint": hint.map { .string($0) } ?? .null]
  }
}

extension ValidationReport.Step {
  var json: JSONValue {
    [
      "name": .string(name), "outcome": .string(result.rawValue),
      "detail": .string(PlainText.shown(detail, limit: 240)),
    ]
  }
}

extension WitnessedTime {
  var json: JSONValue {
    ["at": .string(UTC.instant(date)), "witnesses": .integer(Int64(witnesses)), "of": .integer(Int64(of))]
  }
}

extension ValidationReport.Trust {
  var json: JSONValue {
    [
      "signer": .string(PlainText.shown(signer)), "vouched_by": .string(PlainText.shown(vouchedBy)),
      "list_version": .integer(listVersion), "list_issued_at": .string(UTC.instant(listIssuedAt)),
      "signatures": .integer(Int64(signatures)), "keys": .integer(Int64(keys)), "threshold": .integer(Int64(threshold)),
    ]
  }
}

extension StatusAnswer {
  var json: JSONValue {
    [
      "value": .string(value.name), "issued_at": .string(UTC.instant(issuedAt)),
      "expires": .string(UTC.instant(expires)),
    ]
  }
}
