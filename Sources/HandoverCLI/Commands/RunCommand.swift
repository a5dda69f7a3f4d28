import ArgumentParser
import Certification
import Foundation
import HandoverFlow
import HandoverLedger
import HandoverModel
import StrictFormats

/// `handover run`: one car, as a batch of one.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Look at one car and plan; with --apply, end, look again and certify.",
    discussion: """
      What is known about the car comes from the ledger (handover open) and from the options given here.

        handover run TMBJB9NX0PY000001 --taken-in 2026-11-20 --vin-read car --apply
      """)

  @OptionGroup var car: CarOptions
  @OptionGroup var home: HomeOption
  @OptionGroup var provider: ProviderOptions
  @OptionGroup var apply: ApplyOptions
  @OptionGroup var pace: PaceOptions
  @OptionGroup var passphrase: PassphraseOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    Drain.listen()
    let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
    let keys = KeyRing(try home.folder(), passphrase.source(streams))
    if apply.apply { try keys.unlock(.terminal) }
    let place = try Workplace.open(home, provider, purpose: "run", streams: streams)
    defer { place.close() }
    let facts = try await car.facts(rules: place.rules, ledger: place.ledger)
    let pipeline = HandoverPipeline(
      place.environment(patience: pace.patience), certify: apply.apply ? try place.desk(keys) : nil)
    let work = try await pipeline.look(facts)
    if apply.apply { try Confirmation(streams: streams).confirm(endings: work.endings, given: apply.endings) }
    let report = try await pipeline.finish(work, apply: apply.apply)
    try await place.ledger.flush()
    if output.json {
      streams.raw(CanonicalJSON.bytes(carJSON(report)) + [0x0A])
    } else {
      streams.report(CarText(report: report, style: streams.style).lines())
    }
    throw ExitCode(status(of: report).rawValue)
  }

  private func status(of report: CarReport) -> ExitStatus {
    if report.interrupted || Drain.isAsked { return .interrupted }
    return report.mayBeDelivered && report.mode == .live ? .done : .somethingLeft
  }
}
