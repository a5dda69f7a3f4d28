import ChecklistFormat
import Foundation
import HandoverLedger
import HandoverModel
import Inventory
import Judgement
import OEMSimulators
import Planning
import Testing

@testable import HandoverFlow

/// Design rules 8 and 9: what speaks against ending anything, each through the whole flow against the simulators.
@Suite struct GateFlowTests {
  struct Gate: Sendable, CustomTestStringConvertible {
    var name: String
    var hold: Hold
    var change: @Sendable (inout Gates) -> Void

    var testDescription: String { name }
  }

  static let gates: [Gate] = [
    Gate(name: "no taken-in date", hold: .takenInMissing) { $0.takenIn = nil },
    Gate(name: "taken in tomorrow", hold: .notYetTakenIn) { $0.takenIn = FlowClock.start.addingTimeInterval(86_400) },
    Gate(name: "VIN typed", hold: .vinNotRead) { $0.vinRead = .typed },
    Gate(name: "nobody says how the VIN was read", hold: .vinNotRead) { $0.vinRead = nil },
    Gate(name: "stolen", hold: .stop(.stolen)) { $0.stolen = true },
    Gate(name: "fleet", hold: .stop(.fleet)) { $0.fleet = true },
    Gate(name: "lender", hold: .stop(.lenderClaim)) { $0.lenderClaim = true },
    Gate(name: "second claimant", hold: .stop(.secondClaimant)) { $0.secondClaimant = true },
    Gate(name: "legal hold", hold: .stop(.legalHold)) { $0.legalHold = true },
    Gate(name: "delivered yesterday", hold: .delivered) {
      $0.deliveredOn = FlowClock.start.addingTimeInterval(-86_400)
    },
  ]

  static let world = SimulatedWorld(vehicles: [SimulatedCars.skoda(), SimulatedCars.smartcar()])

  @Test(arguments: gates) func aGateEndsNothingAndIsNamed(_ gate: Gate) async throws {
    try await SimulatedLot.with(Self.world) { lot in
      for vehicle in Self.world.vehicles {
        var facts = SimulatedCars.facts(vehicle)
        gate.change(&facts.gates)
        let report = try await lot.pipeline().run(facts)
        #expect(report.holds.contains(gate.hold), "\(vehicle.make)")
        #expect(!(report.plan?.ends.isEmpty ?? true), "there was something to end")
        if gate.hold.stopsCertificate {
          #expect(report.certificate == nil && !report.mayBeDelivered)
        } else {
          #expect(report.certificate != nil)
        }
        #expect(report.ofRows == .notClear, "what was found is still open")
      }
      #expect(lot.effectful.isEmpty)
    }
  }

  @Test func withoutAGateTheSameCarsAreEnded() async throws {
    try await SimulatedLot.with(Self.world) { lot in
      for vehicle in Self.world.vehicles {
        let report = try await lot.pipeline().run(SimulatedCars.facts(vehicle))
        #expect(report.holds.isEmpty)
        #expect(report.openEndings == 0)
      }
      #expect(lot.effectful.count == 4 + 3)
    }
  }

  @Test func lookingOnlyEndsNothingAndSaysSo() async throws {
    try await SimulatedLot.with(Self.world) { lot in
      let report = try await lot.pipeline(certify: false).run(SimulatedCars.facts(Self.world.vehicles[0]), apply: false)
      #expect(report.holds == [.notAsked])
      #expect(report.certificate == nil)
      #expect(lot.effectful.isEmpty)
    }
  }

  @Test func aFleetFlagThatTheProviderShowsStopsTheCar() async throws {
    var vehicle = SimulatedCars.skoda()
    vehicle.skoda?.partOfFleet = true
    try await SimulatedLot.with(SimulatedWorld(vehicles: [vehicle])) { [vehicle] lot in
      let report = try await lot.pipeline().run(SimulatedCars.facts(vehicle))
      #expect(report.holds.contains(.stop(.fleet)))
      #expect(report.certificate == nil)
      #expect(lot.effectful.isEmpty)
    }
  }

  /// A flag once set stays: a later row that is silent about it does not lift it, in any way into the flow.
  @Test(arguments: gates.filter(\.hold.stopsCertificate)) func aFlagOnRecordStopsALaterRowThatIsSilent(
    _ gate: Gate
  ) async throws {
    try await SimulatedLot.with(Self.world) { lot in
      let vehicle = Self.world.vehicles[0]
      let silent = SimulatedCars.facts(vehicle)
      var flagged = silent
      gate.change(&flagged.gates)
      _ = try await lot.pipeline().open(flagged)

      let known = try await lot.pipeline().certifyKnown(silent)
      #expect(known.holds.contains(gate.hold) && known.certificate == nil, "certify")
      let record = try #require(await lot.place.ledger.handover(vin: silent.vehicle.vin))
      let told = try recalled(
        await lot.place.ledger.events(of: record.id), handover: record, catalog: FlowRules.catalog,
        table: FlowRules.table, at: FlowClock.start)
      #expect(told.holds.contains(gate.hold) && !told.mayBeDelivered, "status")
      let report = try await lot.pipeline().run(silent)
      #expect(report.holds.contains(gate.hold) && report.certificate == nil, "run")
      let resumed = try await lot.pipeline().resume(silent, planChanged: false)
      #expect(resumed.holds.contains(gate.hold), "a long lot's second time over the rows")
      #expect(lot.effectful.isEmpty)

      let settled = try await lot.pipeline().open(silent) { known in
        StopSign.allCases.reduce(known) { $0.settled($1) }
      }
      #expect(settled.facts.gates == silent.gates)
      #expect(try await lot.pipeline().run(silent).holds.isEmpty)
    }
  }
}

/// Design rule 8: after delivery nothing is ended, and a car taken in again begins anew.
@Suite struct DeliveryTests {
  static let vehicle = SimulatedCars.skoda()

  private func deliver(_ lot: SimulatedLot) async throws -> CarReport {
    let report = try await lot.pipeline().run(SimulatedCars.facts(Self.vehicle))
    _ = try await lot.place.ledger.mark(
      report.handover, as: .delivered, at: lot.place.clock.now(), body: Array("{}".utf8))
    return report
  }

  @Test func afterDeliveryTheBuyersOwnAppIsNeitherAskedAboutNorEnded() async throws {
    try await SimulatedLot.with(SimulatedWorld(vehicles: [Self.vehicle])) { lot in
      let before = try await deliver(lot)
      try lot.act(.relink, vin: Self.vehicle.vin)
      let asked = lot.simulators.state.history.count
      let report = try await lot.pipeline().run(SimulatedCars.facts(Self.vehicle))
      #expect(report.holds == [.delivered])
      #expect(report.handover == before.handover && report.isOver)
      #expect(report.ofRows == before.ofRows)
      #expect(!report.isNewCertificate)
      #expect(lot.simulators.state.history.count == asked, "nobody was asked")
    }
  }

  @Test func aCarTakenInAgainAfterDeliveryOpensANewHandover() async throws {
    try await SimulatedLot.with(SimulatedWorld(vehicles: [Self.vehicle])) { lot in
      let before = try await deliver(lot)
      lot.place.clock.wait(30 * 86_400)
      var again = SimulatedCars.facts(Self.vehicle)
      let same = try await lot.pipeline().run(again)
      #expect(same.handover == before.handover, "the same taken-in date is the same handover")
      again.gates.takenIn = FlowClock.start.addingTimeInterval(29 * 86_400)
      let work = try await lot.pipeline(sessions: false).look(again)
      #expect(work.handover != before.handover && !work.isOver && work.holds.isEmpty)
      #expect(work.history.attempts.isEmpty && work.history.certified.isEmpty)
      #expect(try await lot.place.ledger.record(of: before.handover)?.state == .closed)
    }
  }

  /// The row alone may say that the car was delivered; a later row that says it was taken in again begins anew.
  @Test func aRowThatSaysDeliveredAndALaterOneThatSaysTakenInAgainAreTwoHandovers() async throws {
    let place = try FlowPlace()
    var facts = FlowCars.facts()
    facts.gates.deliveredOn = FlowClock.start.addingTimeInterval(-86_400)
    let before = try await place.pipelineWithoutSources().run(facts)
    #expect(before.holds.contains(.delivered))
    place.clock.wait(30 * 86_400)
    var again = FlowCars.facts()
    again.gates.takenIn = FlowClock.start.addingTimeInterval(29 * 86_400)
    let work = try await place.pipelineWithoutSources().look(again)
    #expect(work.handover != before.handover)
    #expect(work.holds.isEmpty)
  }
}
