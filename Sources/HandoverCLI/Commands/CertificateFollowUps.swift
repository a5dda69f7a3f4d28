import ArgumentParser
import Certification
import Foundation
import HandoverFlow
import HandoverLedger
import HandoverModel
import StrictFormats
import TransferRules

/// Why there is another document, in the words of the command line (certificate profile, "Payload").
enum FollowUpReason: String, ExpressibleByArgument, CaseIterable {
  case correction
  case newAnswers = "new-answers"
  case recheck

  var claim: EarlierCertificate.Reason {
    switch self {
    case .correction: .correction
    case .newAnswers: .newAnswers
    case .recheck: .recheck
    }
  }
}

extension CertificateCommand {
  struct Supersede: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "supersede", abstract: "Issue a correction: a new certificate that replaces the car's newest one.",
      discussion: """
        Say what was wrong with the options of a car; everything else comes from the ledger. The new certificate names the \
        old one and why; the old one is then replaced in the status list. Works after delivery too, and ends nothing.

          handover certificate supersede TMBJB9NX0PY000001 --model "Octavia Combi"
        """)

    @OptionGroup var car: CarOptions
    @Option(help: "correction, new-answers, or recheck after a new look at the same.") var reason =
      FollowUpReason.correction
    @OptionGroup var home: HomeOption
    @OptionGroup var passphrase: PassphraseOptions
    @OptionGroup var output: OutputOptions

    func run() async throws { try await issue(.correction, reason, car, home, passphrase, output) }
  }

  struct Supplement: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "supplement", abstract: "Issue a supplement: a certificate that adds to the car's newest one.",
      discussion: """
        For what became known later: an answer that was still due, a look that could not be made. Both papers count from then \
        on. Works after delivery too, and ends nothing.

          handover certificate supplement TMBJB9NX0PY000001 --set wifi_sim=done --set answered_by=jm --set \
        answered_at=2026-12-03
        """)

    @OptionGroup var car: CarOptions
    @Option(help: "new-answers, or recheck after a new look at the same.") var reason = FollowUpReason.newAnswers
    @OptionGroup var home: HomeOption
    @OptionGroup var passphrase: PassphraseOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
      if reason == .correction { throw ValidationError("a supplement corrects nothing; use supersede") }
    }

    func run() async throws { try await issue(.supplement, reason, car, home, passphrase, output) }
  }
}

private func issue(
  _ kind: HandoverClaims.Kind, _ reason: FollowUpReason, _ car: CarOptions, _ home: HomeOption,
  _ passphrase: PassphraseOptions, _ output: OutputOptions
) async throws {
  let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
  let keys = KeyRing(try home.folder(), passphrase.source(streams))
  try keys.unlock(.terminal)
  let place = try Workplace.open(
    home, ProviderOptions.none(), purpose: "certificate \(kind.rawValue)", streams: streams)
  defer { place.close() }
  let facts = try await car.facts(rules: place.rules, ledger: place.ledger)
  let report = try await HandoverPipeline(place.environment(), certify: try place.desk(keys))
    .followUp(kind, reason: reason.claim, facts)
  try await place.ledger.flush()
  if output.json {
    streams.raw(CanonicalJSON.bytes(carJSON(report)) + [0x0A])
  } else {
    streams.report(CarText(report: report, style: streams.style).lines())
  }
  let vin = facts.vehicle.vin.text
  streams.say(
    "next: handover certificate publish; handover present \(vin) --for buyer --out \(kind.rawValue).transfer.json")
}
