import ArgumentParser
import CertificateChecking
import Certification
import Foundation
import HandoverFlow
import HandoverLedger
import HandoverModel
import StrictFormats

extension CertificateCommand {
  struct Revoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "revoke", abstract: "Take a certificate back for good.",
      discussion: """
        For one that should never have been issued or is no longer true. It is final: to give the buyer a right one, \
        use supersede, which replaces it. When in doubt suspend it first, which you can take back.

        With --document it also issues a signed paper that names the certificate and takes it back, to be handed to whoever \
        holds a copy; handover present writes it.
        """)

    @OptionGroup var choice: CertificateChoice
    @Flag(help: "Do not ask.") var yes = false
    @Flag(help: "Also issue the paper that takes it back.") var document = false
    @OptionGroup var home: HomeOption
    @OptionGroup var passphrase: PassphraseOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
      let keys = KeyRing(try home.folder(), passphrase.source(streams))
      if document { try keys.unlock(.terminal) }
      let place = try Workplace.open(home, ProviderOptions.none(), purpose: "certificate revoke", streams: streams)
      defer { place.close() }
      let found = try await FoundCertificate.find(choice.name, in: place.ledger)
      let isRevoked = found.history.status(of: found.note.id) == .revoked
      if !isRevoked || !document { try await revoke(found, in: place, streams) }
      let paper = document ? try await issueDocument(for: found, in: place, keys, streams) : nil
      output.write(found.json(.revoked, [.init("document", .text(paper))]), [], to: streams)
      streams.say(CertificateCommand.next)
    }

    private func revoke(_ found: FoundCertificate, in place: Workplace, _ streams: Streams) async throws {
      try found.history.check(.revoked, on: found.note.id)
      let vin = found.handover.vin
      if !yes { try Confirmation(streams: streams).confirm(revoking: found.note.id, of: vin.text) }
      try await record(.revoked, on: found, in: place.ledger)
      if !output.json { streams.result("\(vin.text)  \(found.note.id)  revoked") }
      for other in related(to: found) where found.history.status(of: other) == .valid {
        streams.say("handover: note: \(other) belongs to it and still counts; revoke it by its name if it is wrong too")
      }
    }

    /// What it adds to, and what adds to it.
    private func related(to found: FoundCertificate) -> [String] {
      let supplements = found.history.certified.filter { $0.supplements == found.note.id }.map(\.id)
      return [found.note.supplements].compactMap(\.self) + supplements
    }

    /// - Returns: the name of the paper.
    private func issueDocument(
      for found: FoundCertificate, in place: Workplace, _ keys: KeyRing, _ streams: Streams
    ) async throws -> String? {
      guard let facts = found.history.facts else {
        throw Complaint(
          "certificate.no-facts", "the ledger holds no word about the car", hint: Complaint.askLedger,
          status: .internalError)
      }
      let pipeline = HandoverPipeline(place.environment(), certify: try place.desk(keys))
      let report = try await pipeline.withdrawal(of: found.note, facts)
      try await place.ledger.flush()
      guard let paper = report.certificate else { return nil }
      if !output.json { streams.result("\(found.handover.vin.text)  \(paper.id)  withdrawal of \(found.note.id)") }
      return paper.id
    }
  }

  struct Suspend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "suspend", abstract: "Put a certificate on hold; reinstate takes that back.")

    @OptionGroup var choice: CertificateChoice
    @OptionGroup var home: HomeOption
    @OptionGroup var output: OutputOptions

    func run() async throws {
      try await perform(.suspended, on: choice.name, home, output, purpose: "certificate suspend")
    }
  }

  struct Reinstate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "reinstate", abstract: "Take a certificate off hold: it is in force again.")

    @OptionGroup var choice: CertificateChoice
    @OptionGroup var home: HomeOption
    @OptionGroup var output: OutputOptions

    func run() async throws {
      try await perform(.reinstated, on: choice.name, home, output, purpose: "certificate reinstate")
    }
  }

  /// What is to be done after every change.
  static let next = "next: handover certificate publish; until then no buyer sees the change"
}

/// Records an act that nothing speaks against, and says so.
private func perform(
  _ act: StatusAct, on name: String, _ home: HomeOption, _ output: OutputOptions, purpose: String
) async throws {
  let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
  let ledger = try Ledger.open(at: home.folder().ledgerFile, purpose: purpose)
  defer { ledger.close() }
  let found = try await FoundCertificate.find(name, in: ledger)
  try found.history.check(act, on: found.note.id)
  try await record(act, on: found, in: ledger)
  let words = act == .suspended ? "on hold" : "in force again"
  output.write(
    found.json(act == .suspended ? .suspended : .valid, []),
    ["\(found.handover.vin.text)  \(found.note.id)  \(words)"], to: streams)
  streams.say(CertificateCommand.next)
}

extension FoundCertificate {
  /// How a certificate stands after an act, for programs.
  fileprivate func json(_ status: StatusValue, _ more: [JSONValue.Member]) -> JSONValue {
    .object(
      [
        .init("vin", .string(handover.vin.text)), .init("jti", .string(note.id)), .init("status", .string(status.name)),
      ] + more)
  }
}

private func record(_ act: StatusAct, on found: FoundCertificate, in ledger: Ledger) async throws {
  let event = FlowEvent.certificateStatus(StatusNote(id: found.note.id, act: act))
  _ = try await ledger.append([try event.entry(in: found.handover.id, at: Date())])
}
