import CertificateChecking
import Foundation
import HandoverModel
import TransferRules

// check-certificates TRUST-LIST RULES TIME FILE...: one line for each certificate. RULES is a rule table's file, or
// "published" for those that the library carries; TIME is seconds since 1970, or "now".
let arguments = CommandLine.arguments.dropFirst()
guard arguments.count >= 4 else {
  FileHandle.standardError.write(Data("usage: check-certificates TRUST-LIST RULES TIME FILE...\n".utf8))
  exit(64)
}

func bytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) }

let given = arguments.map { String($0) }
let tables = given[1] == "published" ? RuleTable.published : [try RuleTable(bytes: try bytes(given[1]))]
let moment = Double(given[2]).map { Date(timeIntervalSince1970: $0) } ?? Date()
let checker = CertificateChecker(trust: try TrustList(bytes: try bytes(given[0])), tables: tables)
let options = CheckOptions(allowUndated: true, noStatus: true)

for file in given.dropFirst(3) {
  let report = checker.check(try bytes(file), options: options, at: moment)
  let what = report.verdict.map { ", \($0.title)" } ?? ""
  let car = report.claims.map { ", \($0.vehicle.vin.text)" } ?? ""
  let why = report.failures.first.map { ": \($0.name)" } ?? ""
  print("\(report.validation.rawValue)\(what)\(car)\(why)")
}
