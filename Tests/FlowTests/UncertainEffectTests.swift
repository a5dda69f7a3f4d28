import CurlTransport
import Foundation
import HandoverFlow
import HandoverModel
import Judgement
import OEMAdapterKit
import OEMSimulators
import Testing

/// Design rule 4: a step whose effect is uncertain is looked at before it is ever sent again.
@Suite struct UncertainEffectTests {
  static let vehicle = SimulatedCars.skoda(guests: 1)

  /// Makes the simulators lose the answer of every ending, while reads stay whole.
  struct LosingEndings: HTTPTransport {
    var lot: SimulatedLot
    var fault: Fault

    func mode(of provider: ProviderID) -> HandoverMode { lot.transport.mode(of: provider) }

    func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
      guard request.method == .delete else { return try await lot.transport.send(request) }
      lot.setFaults([fault: 1])
      let answer: Result<HTTPResponse, TransportFailure>
      do { answer = .success(try await lot.transport.send(request)) } catch { answer = .failure(error) }
      lot.setFaults([:])
      return try answer.get()
    }
  }

  @Test func anEndingWhoseAnswerWasLostAfterItsEffectIsSeenGoneAndSentOnce() async throws {
    try await SimulatedLot.with(SimulatedWorld(vehicles: [Self.vehicle])) { lot in
      let losing = LosingEndings(lot: lot, fault: .resetAfterEffect)
      let report = try await lot.pipeline(over: losing).run(SimulatedCars.facts(Self.vehicle))
      #expect(lot.effectful.count == 3, "each was sent once")
      #expect(lot.effectful.allSatisfy { $0.fault == "A2" && $0.applied })
      #expect(report.history.attempts.allSatisfy { $0.report.certainty == .mayHaveBeenDone })
      #expect(report.layersSeenGone.isSuperset(of: [.ownerAccount, .secondaryUsers]), "only the second look says so")
      #expect(report.ofRows == .clearAttested)
    }
  }

  @Test func anEndingThatMayHaveBeenDoneAndWasNotIsLookedAtBeforeItIsSentAgain() async throws {
    let vehicle = SimulatedCars.smartcar()
    let other = SimulatedCars.smartcar("Volvo", prefix: "YV1", serial: 9)
    try await SimulatedLot.with(SimulatedWorld(vehicles: [vehicle, other])) { lot in
      let facts = SimulatedCars.facts(vehicle)
      let losing = LosingEndings(lot: lot, fault: .resetBeforeEffect)
      let report = try await lot.pipeline(over: losing).run(facts)
      #expect(lot.effectful.map(\.endpoint) == ["smartcar.v3.subscriptions.delete"], "what comes later waits for it")
      #expect(lot.effectful.allSatisfy { !$0.applied })
      #expect(report.ofRows == .notClear && report.openEndings == 3)

      let asked = lot.simulators.state.history.count
      let again = try await lot.pipeline().run(facts)
      let since = lot.simulators.state.history.dropFirst(asked)
      let firstSend = try #require(since.firstIndex { $0.effectful })
      #expect(since[..<firstSend].contains { $0.endpoint == "smartcar.v3.connections.list" }, "it looked first")
      #expect(lot.effectful.count == 4, "the lost one again, then the two that waited")
      #expect(again.history.attempts.map(\.number).max() == 2)
      #expect(again.ofRows == .clearAttested)
    }
  }

  /// The whole catalogue of faults at once, many seeds: what the flow says is held against what is really there.
  @Test(arguments: 1...8) func underEveryFaultNothingIsSaidToBeGoneThatIsThere(_ seed: Int) async throws {
    let cars = (1...3).map { SimulatedCars.skoda(serial: $0) } + (4...6).map { SimulatedCars.smartcar(serial: $0) }
    let world = SimulatedWorld(vehicles: cars)
    let profile: FaultProfile = seed.isMultiple(of: 3) ? .cruel : .unkind
    // Reappearance (D2) and renewed ids (C5) move the world after the last look, which no look can see.
    let still: [Fault: Double] = [
      .reappearance: 0, .unstableID: 0, .newAccess: 0, .movedVehicle: 0, .hostileName: 0.3,
    ]
    let changes = still.merging(SimulatedLot.noWaiting) { first, _ in first }
    try await SimulatedLot.with(world, profile: profile, changes: changes, seed: UInt64(seed)) { lot in
      let pipeline = lot.pipeline()
      for vehicle in cars {
        let report = try await pipeline.run(SimulatedCars.facts(vehicle))
        let left = shown(lot.simulators.state.truth(vin: vehicle.vin))
        let said = Set(
          report.judgement.lines.filter { $0.outcome == .revokedVerified }.compactMap { line in
            line.access?.kind == "ownership" ? nil : line.access?.id
          })
        #expect(said.isDisjoint(with: left), "seed \(seed) \(vehicle.vin)")
        for layer in report.foundEmpty where layer == .secondaryUsers {
          #expect(left.isDisjoint(with: Set((vehicle.skoda?.guests ?? []).map(\.id))), "seed \(seed) \(vehicle.vin)")
        }
        #expect(report.interrupted == false)
      }
    }
  }

  /// The ids of what really exists and a route shows.
  private func shown(_ truth: JSON?) -> Set<String> {
    Set((truth?["accesses"]?.items ?? []).filter { $0["shown_by"]?.text != nil }.compactMap { $0["id"]?.text })
  }
}

extension CaseHistory {
  /// The attempts on objects of one kind, in order.
  func intents(on kind: String) -> [Attempt] { attempts.filter { $0.access.kind == kind } }
}
