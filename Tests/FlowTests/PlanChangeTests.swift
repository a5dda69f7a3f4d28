import Foundation
import HandoverFlow
import HandoverModel
import Judgement
import OEMSimulators
import Planning
import Testing

/// Nothing is ended that no person has seen in a plan (design rule 9).
@Suite struct PlanChangeTests {
  static let vehicle = SimulatedCars.skoda(guests: 1)

  @Test func anAccessThatAppearedAfterTheStoredPlanIsEndedByTheRunAfterNext() async throws {
    try await SimulatedLot.with(SimulatedWorld(vehicles: [Self.vehicle])) { lot in
      let facts = SimulatedCars.facts(Self.vehicle)
      let planned = try await lot.pipeline(certify: false).run(facts, apply: false)
      #expect(planned.plan?.ends.count == 3)
      try lot.act(.newGuest, vin: Self.vehicle.vin)

      let held = try await lot.pipeline().run(facts)
      #expect(held.holds == [.planChanged])
      #expect(held.plan?.ends.count == 4)
      #expect(lot.effectful.isEmpty)
      #expect(held.certificate?.specimenOf == .notClear, "an honest certificate is issued all the same")

      let ended = try await lot.pipeline().run(facts)
      #expect(ended.holds.isEmpty)
      #expect(lot.effectful.count == 4)
      #expect(ended.layersSeenGone.isSuperset(of: [.ownerAccount, .secondaryUsers]))
    }
  }

  @Test func aPlanThatOnlyGotShorterStillStands() async throws {
    try await SimulatedLot.with(SimulatedWorld(vehicles: [Self.vehicle])) { lot in
      let facts = SimulatedCars.facts(Self.vehicle)
      _ = try await lot.pipeline(certify: false).run(facts, apply: false)
      try lot.act(.removeGuest, vin: Self.vehicle.vin, id: "guest-1-1000")
      let report = try await lot.pipeline().run(facts)
      #expect(report.holds.isEmpty)
      #expect(lot.effectful.count == 2)
    }
  }

  /// Between the look and the ending of a long lot the world moves on: an old look is made again, and what it shows anew
  /// is not ended.
  @Test func aLookThatIsTooOldIsMadeAgainBeforeAnythingIsEnded() async throws {
    try await SimulatedLot.with(SimulatedWorld(vehicles: [Self.vehicle])) { lot in
      let pipeline = lot.pipeline()
      let work = try await pipeline.look(SimulatedCars.facts(Self.vehicle))
      try lot.act(.newGuest, vin: Self.vehicle.vin)
      lot.place.clock.wait(1_000)
      let report = try await pipeline.finish(work, apply: true)
      #expect(report.holds.contains(.planChanged))
      #expect(lot.effectful.isEmpty)
    }
  }
}
