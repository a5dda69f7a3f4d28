import ArgumentParser
import ChecklistFormat
import Foundation
import HandoverFlow
import HandoverLedger
import HandoverModel

/// `handover open`: begins a handover, or adds what is known about it.
struct OpenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open", abstract: "Begin the handover of one car, or write down what has become known. Asks nobody.")

  @OptionGroup var car: CarOptions
  @OptionGroup var home: HomeOption
  @Option(
    help: ArgumentHelp(
      "A flag or claim that is settled: stolen, fleet, lender_claim, second_claimant, legal_hold.", valueName: "flag"))
  var settled: [StopSign] = []

  func run() async throws {
    let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
    let place = try Workplace.open(home, ProviderOptions.none(), purpose: "open", streams: streams)
    defer { place.close() }
    let facts = try await car.facts(rules: place.rules, ledger: place.ledger)
    let work = try await HandoverPipeline(place.environment()).open(facts) { [settled] known in
      settled.reduce(known) { $0.settled($1) }
    }
    try await place.ledger.flush()
    streams.result("\(facts.vehicle.vin.text)  \(work.handover.rawValue)  sheet \(work.sheet.id)")
    streams.say("next: handover plan \(facts.vehicle.vin.text)")
  }
}

extension StopSign: ExpressibleByArgument {}

extension ProviderOptions {
  /// No provider at all.
  static func none() throws -> ProviderOptions { try parse([]) }
}
