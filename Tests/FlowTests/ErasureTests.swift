import CertificateChecking
import Certification
import Foundation
import HandoverFlow
import HandoverLedger
import HandoverModel
import Inventory
import OEMSimulators
import StrictFormats
import Testing

/// What was recorded about a handover can be erased when it is over, and the certificate stays what it was.
@Suite struct ErasureTests {
  private static let vehicle = SimulatedCars.skoda(guests: 2, serial: 1)

  /// A delivered car with its certificate, and the erasure of its record carried out.
  private func erased(_ lot: SimulatedLot) async throws -> (before: CarReport, done: LedgerErased) {
    let ledger = lot.place.ledger
    let before = try await lot.pipeline().run(SimulatedCars.facts(Self.vehicle))
    _ = try await ledger.mark(before.handover, as: .delivered, at: lot.place.clock.now(), body: Array("{}".utf8))
    let record = try #require(try await ledger.record(of: before.handover))
    let erasure = try CaseHistory(try await ledger.events(of: record.id)).erasure(
      of: record, try await ledger.certificates(of: record.id), at: lot.place.clock.now())
    return (before, try await ledger.erase(erasure))
  }

  @Test func theBuyersCopyIsTheSameToTheByteAndNoPersonIsLeftInTheLedger() async throws {
    try await SimulatedLot.with(SimulatedWorld(vehicles: [Self.vehicle])) { lot in
      let (before, done) = try await erased(lot)
      #expect(done.events > 5 && done.certificates == 1)
      let copy = try present(IssuedCertificate(fullCopy: try #require(before.bundle)), for: .buyer)
      let name = try #require(before.certificate?.id)
      let stored = try #require(try await lot.place.ledger.certificate(named: name))
      #expect(stored.content.text == copy)

      let events = try await lot.place.ledger.events(of: before.handover)
      let left = events.map { String(decoding: $0.body, as: UTF8.self) }.joined()
      for guest in Self.vehicle.skoda?.guests ?? [] { #expect(!left.contains(guest.id)) }
      #expect(Set(events.filter { !$0.isErased }.map(\.kind)) == ["certified", "judged", "delivered", "erased"])
      #expect(try await lot.place.ledger.audit().isSound)
    }
  }

  @Test func theCertificateCanStillBeTakenBack() async throws {
    try await SimulatedLot.with(SimulatedWorld(vehicles: [Self.vehicle])) { lot in
      let name = try #require(try await erased(lot).before.certificate?.id)
      #expect(try await LedgerStatuses(lot.place.ledger).entries.map(\.value) == [.valid])
      let vin = try #require(VIN(strict: Self.vehicle.vin))
      let record = try #require(try await lot.place.ledger.handover(vin: vin))
      let act = FlowEvent.certificateStatus(StatusNote(id: name, act: .revoked))
      _ = try await lot.place.ledger.append([try act.entry(in: record.id, at: lot.place.clock.now())])
      #expect(try await LedgerStatuses(lot.place.ledger).entries.map(\.value) == [.revoked])
    }
  }

  @Test func theCarIsNotJudgedAnewButMayComeInAgain() async throws {
    try await SimulatedLot.with(SimulatedWorld(vehicles: [Self.vehicle])) { lot in
      let before = try await erased(lot).before
      lot.place.clock.wait(30 * 86_400)
      var facts = SimulatedCars.facts(Self.vehicle)
      let problem = await #expect(throws: FlowProblem.self) { try await lot.pipeline().run(facts) }
      #expect(problem?.code == "handover.erased")
      facts.gates.takenIn = FlowClock.start.addingTimeInterval(29 * 86_400)
      let again = try await lot.pipeline(sessions: false).look(facts)
      #expect(again.handover != before.handover && !again.isOver)
    }
  }

  @Test func whatIsOpenOrDisputedIsNotErased() async throws {
    let place = try FlowPlace()
    var facts = FlowCars.facts()
    let open = try await place.pipelineWithoutSources().run(facts)
    #expect(try await refusal(place, open.handover) == "erase.open")
    facts.gates.legalHold = true
    _ = try await place.pipelineWithoutSources().run(facts)
    _ = try await place.ledger.mark(open.handover, as: .delivered, at: place.clock.now(), body: Array("{}".utf8))
    #expect(try await refusal(place, open.handover) == "erase.stop.legal_hold")
  }

  private func refusal(_ place: FlowPlace, _ id: HandoverID) async throws -> String? {
    let record = try #require(try await place.ledger.record(of: id))
    let history = try CaseHistory(try await place.ledger.events(of: id))
    let certificates = try await place.ledger.certificates(of: id)
    return #expect(throws: FlowProblem.self) {
      try history.erasure(of: record, certificates, at: place.clock.now())
    }?.code
  }
}
