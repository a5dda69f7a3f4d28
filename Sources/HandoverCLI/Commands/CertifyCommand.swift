import ArgumentParser
import CertificateChecking
import Certification
import Foundation
import HandoverFlow
import HandoverLedger
import HandoverModel
import StrictFormats

/// `handover certify`: the certificate of what is known now, without looking again.
struct CertifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "certify", abstract: "Issue the certificate of what the ledger knows about one car. Asks nobody.",
    discussion: """
      An honest certificate that is not clear is evidence too. The same state always gives the same certificate; a new \
      state gives one that supersedes the one before.
      """)

  @OptionGroup var car: CarOptions
  @OptionGroup var home: HomeOption
  @OptionGroup var passphrase: PassphraseOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
    let keys = KeyRing(try home.folder(), passphrase.source(streams))
    try keys.unlock(.terminal)
    let place = try Workplace.open(home, ProviderOptions.none(), purpose: "certify", streams: streams)
    defer { place.close() }
    let facts = try await car.facts(rules: place.rules, ledger: place.ledger)
    let report = try await HandoverPipeline(place.environment(), certify: try place.desk(keys)).certifyKnown(facts)
    try await place.ledger.flush()
    if output.json {
      streams.raw(CanonicalJSON.bytes(carJSON(report)) + [0x0A])
    } else {
      streams.report(CarText(report: report, style: streams.style).lines())
      if report.certificateStatus == .valid {
        streams.say("next: handover present \(facts.vehicle.vin.text) --for buyer --out car.transfer.json")
      }
    }
    let done = report.mayBeDelivered && report.mode == .live
    throw ExitCode((done ? ExitStatus.done : .somethingLeft).rawValue)
  }
}
