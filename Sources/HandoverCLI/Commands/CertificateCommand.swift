import ArgumentParser
import CertificateChecking
import Certification
import Foundation
import HandoverFlow
import HandoverLedger
import HandoverModel
import StrictFormats
import TransferRules

/// `handover certificate`: what becomes of certificates after they were issued.
struct CertificateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "certificate", abstract: "Certificates that were issued: take back, put on hold, correct, add to.",
    discussion: """
      This is about papers, not about cars: to end somebody's access to a car see handover run.

      A certificate cannot be changed once it is out. What can change is its status, which you publish as a list that \
      anybody may copy; a verifier answers WITHDRAWN for a certificate that the list takes back, puts on hold or says was \
      replaced. Nobody sees a change before you publish it.

        handover certificate list VIN      which papers, and how each stands
        handover certificate suspend VIN   on hold while you look into it
        handover certificate publish       write the list for buyers

      VIN stands for the car's newest certificate; name another by its own name, from the list.
      """,
    subcommands: [
      List.self, Revoke.self, Suspend.self, Reinstate.self, Supersede.self, Supplement.self, Publish.self,
    ])
}

/// Which certificate: by the VIN of its car, or by its own name.
struct CertificateChoice: ParsableArguments {
  @Argument(help: ArgumentHelp("The VIN, or the certificate's own name.", valueName: "vin-or-name")) var name: String
}

/// A certificate that was found, with the history it belongs to.
struct FoundCertificate {
  var handover: HandoverRecord
  var history: CaseHistory
  var note: CertifiedNote

  /// By VIN the newest one of the car that is no withdrawal.
  static func find(_ name: String, in ledger: some LedgerReading) async throws -> FoundCertificate {
    guard name.count != 17 else { return try await find(vin: name, in: ledger) }
    guard let stored = try await ledger.certificate(named: name),
      let record = try await ledger.record(of: stored.content.handover)
    else {
      throw Complaint(
        "certificate.none", "there is no certificate \(PlainText.shown(name))",
        hint: "give a VIN, or a name from handover certificate list", status: .usage)
    }
    let history = try CaseHistory(try await ledger.events(of: record.id))
    guard let note = history.certified.first(where: { $0.id == name }) else {
      throw Complaint(
        "certificate.no-event", "the ledger has no event for \(name)", hint: Complaint.askLedger, status: .internalError
      )
    }
    return FoundCertificate(handover: record, history: history, note: note)
  }

  private static func find(vin: String, in ledger: some LedgerReading) async throws -> FoundCertificate {
    let record = try await RecallDesk(reader: ledger).record(
      ofVIN: vin, elseHint: "compare the VIN; handover certificate list names the cars that have certificates")
    let history = try CaseHistory(try await ledger.events(of: record.id))
    guard let note = history.currentCertificate else {
      throw Complaint(
        "certificate.none", "no certificate was issued for this car", hint: "handover certify \(record.vin.text)",
        status: .usage)
    }
    return FoundCertificate(handover: record, history: history, note: note)
  }
}

extension StatusValue {
  /// As a dealer reads it.
  var words: String {
    switch self {
    case .valid: "in force"
    case .revoked: "revoked"
    case .suspended: "on hold"
    case .superseded: "replaced"
    }
  }
}
