import ArgumentParser
import Foundation
import HandoverFlow
import HandoverLedger
import HandoverModel
import StrictFormats

/// `handover plan`: what would be ended, in which order, and what people do.
struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Look at one car and show the plan. Ends nothing.",
    discussion: "The plan is stored. It lapses when a later look shows anything else.")

  @OptionGroup var car: CarOptions
  @OptionGroup var home: HomeOption
  @OptionGroup var provider: ProviderOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    let streams = Streams.process(environment: ProcessInfo.processInfo.environment)
    let place = try Workplace.open(home, provider, purpose: "plan", streams: streams)
    defer { place.close() }
    let facts = try await car.facts(rules: place.rules, ledger: place.ledger)
    let work = try await HandoverPipeline(place.environment()).look(facts)
    try await place.ledger.flush()
    guard let plan = work.plan else {
      throw Complaint(
        "plan.over", "the handover of the car ending \(facts.vehicle.vin.last4) is over",
        hint: "a car taken in again needs a later --taken-in", status: .somethingLeft)
    }
    if output.json {
      streams.raw(CanonicalJSON.bytes(planJSON(plan)) + [0x0A])
    } else {
      streams.report(
        PlanText(plan: plan, facts: work.facts, holds: work.holds, earlier: work.history.takenOver.last).lines(),
        hanging: 7)
      streams.say("next: handover run \(facts.vehicle.vin.text) --apply")
    }
  }
}
