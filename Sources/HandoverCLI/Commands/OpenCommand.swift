import ArgumentParser
import ChecklistFormat
import Foundation
import HandoverFlow
import HandoverLedger
import HandoverModel
import StrictFormats

/// `handover open`: begins a handover, or adds what is known about it.
struct OpenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open", abstract: "Begin the handover of one car, or write down what has become known. Asks nobody.",
    discussion: """
      With --from, the certificate that came with the car is verified first, and what it left open is taken over: plan and \
      status name it until a look or an answer of yours settles it. Nothing it says counts as looked at here.

        handover open TMBJB9NX0PY000001 --from car.transfer.json --trust association.jws

      The columns of a lot file that --set knows: \(CarOptions.settable).
      """)

  @OptionGroup var car: CarOptions
  @OptionGroup var home: HomeOption
  @Option(
    help: ArgumentHelp(
      "A flag or claim that is settled: stolen, fleet, lender_claim, second_claimant, legal_hold.", valueName: "flag"))
  var settled: [StopSign] = []

  @OptionGroup var earlier: TakeOverOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
    let place = try Workplace.open(home, ProviderOptions.none(), purpose: "open", streams: streams)
    defer { place.close() }
    let facts = try await car.facts(rules: place.rules, ledger: place.ledger)
    let takenOver = try earlier.takenOver(of: facts.vehicle, place, at: Date())
    let pipeline = HandoverPipeline(place.environment())
    var work = try await pipeline.open(facts) { [settled] known in
      settled.reduce(known) { $0.settled($1) }
    }
    if let takenOver {
      guard !work.isOver else {
        throw Complaint(
          "takeover.delivered", "the handover of this car is over, and takes nothing over",
          hint: "give --taken-in DAY when the car came in again", status: .usage)
      }
      try pipeline.takeOver(takenOver, &work)
    }
    try await place.ledger.flush()
    output.write(json(work, takenOver), lines(work, takenOver), to: streams)
    streams.say("next: handover plan \(facts.vehicle.vin.text)")
  }

  private func lines(_ work: CarWork, _ takenOver: TakenOver?) -> [String] {
    let from = takenOver.map { TakenOverText($0, open: $0.items, odds: []).lines } ?? []
    return ["\(work.vin.text)  \(work.handover.rawValue)  sheet \(work.sheet.id)"] + from.map { "  from  \($0)" }
  }

  private func json(_ work: CarWork, _ takenOver: TakenOver?) -> JSONValue {
    [
      "vin": .string(work.vin.text), "handover": .string(work.handover.rawValue), "platform": .string(work.sheet.id),
      "taken_over": takenOver.map { takenOverJSON($0, open: $0.items) } ?? .null,
    ]
  }
}

extension StopSign: ExpressibleByArgument {}

extension ProviderOptions {
  /// No provider at all.
  static func none() throws -> ProviderOptions { try parse([]) }
}
