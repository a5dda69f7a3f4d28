import CertificateChecking
import Foundation
import HandoverModel
import Testing
import TransferRules

/// One certificate file with what a verifier must find about it. The same cases run as they are made, and, as files, from
/// `Tests/CertificateCorpus`, where any other verifier can run them too.
struct Case: Sendable, CustomTestStringConvertible {
  /// The folder's name: lower-case words with hyphens.
  var name: String
  /// What is special about it, in one line.
  var story: String
  /// The bytes of the certificate's file.
  var file: [UInt8]
  /// The trust list given, if any.
  var trust: [UInt8]? = Dealer.shared.trustBytes
  /// What the verifier remembers from before, if anything.
  var memory: [UInt8]?
  /// Status tokens given, as from mirrors.
  var statuses: [[UInt8]] = []
  /// The bag of signers' certificates given, if any.
  var issuers: [UInt8]?
  var vin: String?
  var issuer: String?
  var odometer: Int64?
  var allowUndated = true
  var noStatus = true
  var moment = Dealer.moment
  var validation: Validation
  /// The failures' names, in the order of the steps.
  var failures: [String] = []
  var verdict: Verdict?
  var specimenOf: Verdict?
  var exit: Int32

  var testDescription: String { name }

  var options: CheckOptions {
    CheckOptions(
      vin: vin, issuer: issuer, odometer: odometer, allowUndated: allowUndated, noStatus: noStatus,
      statuses: statuses.map { GivenStatus(bytes: $0) })
  }

  /// Checks the file as a verifier would.
  func run(table: RuleTable) throws -> ValidationReport {
    var remembered: VerifierMemory? = try memory.map { try VerifierMemory(bytes: $0) }
    let decision = TrustDecision(bytes: trust, memory: &remembered)
    var options = options
    options.memory = remembered
    let bag = try issuers.map { try IssuerBag(bytes: $0) }
    return CertificateChecker(decision, tables: [table], issuers: bag)
      .check(file, options: options, at: moment)
  }

  /// Runs the case and compares everything it says.
  func expect(table: RuleTable) throws {
    let report = try run(table: table)
    #expect(report.validation == validation, "\(name)")
    #expect(report.failures.map(\.name) == failures, "\(name)")
    #expect(report.verdict == verdict, "\(name)")
    #expect(report.specimenOf == specimenOf, "\(name)")
    #expect(report.exitStatus(asSpecimen: false) == exit, "\(name)")
    #expect(failures.isEmpty || validation != .valid, "\(name)")
  }

  /// A case that is not valid for exactly this reason, and tells nothing about the car.
  static func bad(_ failure: String, _ name: String, _ story: String, _ file: [UInt8]) -> Case {
    Case(name: name, story: story, file: file, validation: .notValid, failures: [failure], exit: 1)
  }

  /// A case whose signature and chain are good, and which is not valid for this reason.
  static func bad(
    _ failure: String, _ name: String, _ story: String, _ file: [UInt8], saying verdict: Verdict?
  ) -> Case {
    Case(name: name, story: story, file: file, validation: .notValid, failures: [failure], verdict: verdict, exit: 1)
  }

  /// A case about which nothing can be concluded for this reason.
  static func open(
    _ failure: String, _ name: String, _ story: String, _ file: [UInt8], saying verdict: Verdict? = nil
  ) -> Case {
    Case(
      name: name, story: story, file: file, validation: .inconclusive, failures: [failure], verdict: verdict, exit: 3)
  }

  static func good(_ name: String, _ story: String, _ file: [UInt8], _ verdict: Verdict, exit: Int32 = 0) -> Case {
    Case(name: name, story: story, file: file, validation: .valid, verdict: verdict, exit: exit)
  }

  func with(_ change: (inout Case) -> Void) -> Case {
    var other = self
    change(&other)
    return other
  }
}

/// Every case.
enum Cases {
  static let all: [Case] = {
    do {
      return try good() + envelope() + text() + payload() + disclosures() + chain() + trust() + rotation() + lists()
        + log() + match() + status() + codes()
    } catch {
      Issue.record(error)
      return []
    }
  }()
}
