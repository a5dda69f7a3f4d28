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
    if let hint = complaint.hint { streams.say("handover: hint: \(PlainText.shown(hint, limit: 600))") }
    return complaint.status.rawValue
  }
  return finish(0, streams)
}

/// A result that could not be written was not delivered, whatever else went well.
private func finish(_ status: Int32, _ streams: Streams) -> Int32 {
  guard streams.lostResults, status == 0 || status == ExitStatus.somethingLeft.rawValue else { return status }
  streams.say("handover: error: the results could not be written")
  return ExitStatus.internalError.rawValue
}

extension Complaint {
  /// The complaint that a module's own error amounts to; nil for the argument parser's errors.
  init?(about error: any Error) {
    switch error {
    case let complaint as Complaint: self = complaint
    case let problem as LedgerProblem:
      self.init(problem.code, problem.reason, hint: problem.hint, status: Self.status(of: problem.code))
    case let problem as SafeFile.Problem:
      self.init(problem.code, problem.reason, hint: problem.hint, status: .unreadable)
    case let problem as LotFileProblem:
      self.init(
        problem.code, problem.reason.droppingFullStop.lowercasedFirst, hint: problem.hint, status: .unreadable)
    case let problem as FlowProblem:
      self.init(
        problem.code, problem.reason, hint: problem.hint, status: problem.hint == nil ? .internalError : .failed)
    case let refusal as StatusRefusal: self.init(refusal.code, refusal.reason, hint: refusal.hint)
    case let failure as CheckFailure: self.init(failure.name, failure.message, hint: failure.hint)
    case let refusal as PrintedCertificate.Refusal: self.init(refusal.code, refusal.reason)
    case let refusal as TrustListDraft.Refusal: self.init(refusal.code, refusal.reason)
    case let refusal as CertificateIssuer.Refusal:
      self.init(refusal.code, refusal.reason, status: .internalError)
    default: return nil
    }
  }

  private static func status(of code: String) -> ExitStatus {
    if code == "ledger.held" { return .interrupted }
    return ["ledger.missing", "ledger.permissions", "ledger.owner", "ledger.file-kind", "ledger.not-a-ledger"].contains(
      code)
      ? .unreadable : .internalError
  }
}
