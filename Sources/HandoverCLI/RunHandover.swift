import ArgumentParser
import CertificateChecking
import Certification
import Foundation
import HandoverFlow
import HandoverLedger
import Inventory
import PrintedCertificate
import StrictFormats

/// Runs one command line to its exit status. The only place where an error becomes text and a number.
package func runHandover(_ arguments: [String]) async -> Int32 {
  let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
  if let words = VerifyCommand.words(in: arguments) { return finish(VerifyCommand.run(words, streams), streams) }
  do {
    var command = try HandoverCommand.parseAsRoot(arguments)
    if var command = command as? any AsyncParsableCommand {
      try await command.run()
    } else {
      try command.run()
    }
  } catch let status as ExitCode {
    return finish(status.rawValue, streams)
  } catch {
    guard let complaint = Complaint(about: error) else {
      let status = HandoverCommand.exitCode(for: error).rawValue
      let text = HandoverCommand.fullMessage(for: error)
      if status == 0 { streams.result(text) } else { streams.say(text) }
      return finish(status, streams)
    }
    streams.say("handover: error: \(PlainText.shown(complaint.reason, limit: 600))")
    streams.say("handover: hint: \(PlainText.shown(complaint.hint, limit: 600))")
    return complaint.status.rawValue
  }
  return finish(0, streams)
}

/// A result that could not be written was not delivered, whatever else went well.
private func finish(_ status: Int32, _ streams: Streams) -> Int32 {
  guard streams.lostResults, status == 0 || status == ExitStatus.somethingLeft.rawValue else { return status }
  streams.say("handover: error: the results could not be written")
  streams.say("handover: hint: see where stdout goes, a full disk or a closed pipe; then run the same command again")
  return ExitStatus.internalError.rawValue
}

extension Complaint {
  /// The complaint that a module's own error amounts to; nil for the argument parser's errors.
  init?(about error: any Error) {
    switch error {
    case let complaint as Complaint: self = complaint
    case let problem as LedgerProblem:
      self.init(
        problem.code, problem.reason, hint: problem.hint ?? Self.askLedger, status: Self.status(of: problem.code))
    case let problem as SafeFile.Problem:
      self.init(problem.code, problem.reason, hint: problem.hint, status: .unreadable)
    case let problem as LotFileProblem:
      self.init(
        problem.code, problem.reason.droppingFullStop.lowercasedFirst, hint: problem.hint, status: .unreadable)
    case let problem as FlowProblem:
      self.init(
        problem.code, problem.reason, hint: problem.hint ?? Self.askLedger,
        status: problem.hint == nil ? .internalError : .failed)
    case let refusal as StatusRefusal:
      self.init(
        refusal.code, refusal.reason, hint: refusal.hint ?? "handover certificate list says how each certificate stands"
      )
    case let failure as CheckFailure: self.init(failure)
    case let refusal as PrintedCertificate.Refusal:
      self.init(
        refusal.code, refusal.reason, hint: "give the copy as a file: handover present VIN --out FILE; report this")
    case let refusal as TrustListDraft.Refusal:
      self.init(refusal.code, refusal.reason, hint: Self.hint(forTrust: refusal.code))
    case let refusal as CertificateIssuer.Refusal:
      self.init(refusal.code, refusal.reason, hint: Self.askMaker, status: .internalError)
    default: return nil
    }
  }

  /// A check that something given did not pass.
  init(_ failure: CheckFailure) {
    self.init(failure.name, failure.message, hint: failure.hint ?? Self.hint(forCheck: failure.name))
  }

  private static func status(of code: String) -> ExitStatus {
    if code == "ledger.held" { return .interrupted }
    let ofFile = [
      "ledger.missing", "ledger.permissions", "ledger.owner", "ledger.file-kind", "ledger.not-a-ledger", "ledger.file",
    ]
    return ofFile.contains(code) ? .unreadable : .internalError
  }

  /// What to do where a file does not pass a check that names nothing itself.
  private static func hint(forCheck name: String) -> String {
    if name == "trust.malformed" {
      return "give a trust list, such as trust/list.jws; ask whoever keeps it for it again"
    }
    return switch name.prefix(while: { $0 != "." }) {
    case "trust": "ask whoever keeps the list for it again; handover trust show FILE says who signed it"
    case "status": "handover certificate publish writes a new list; look who changed the one there"
    default: "ask whoever gave you the file for it again"
    }
  }

  /// What to do where a list cannot be changed as asked.
  private static func hint(forTrust code: String) -> String {
    switch code {
    case "trust.threshold": "--threshold NUMBER, from 1 to the number of keys; --add-key adds one"
    case "trust.revoked-already": "nothing is left to do, unless it is to count from an earlier day on: --from DATE"
    case "key.role-reused": "every role has a key of its own: make a new one for one of the two"
    default: "handover trust show names the roots and the keys of the list"
    }
  }
}
