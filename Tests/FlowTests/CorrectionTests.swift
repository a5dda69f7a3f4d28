import CertificateChecking
import Foundation
import HandoverFlow
import HandoverLedger
import HandoverModel
import Inventory
import Judgement
import Testing
import TransferRules

/// A correction says what was wrong; everything else comes from the ledger.
@Suite struct CorrectionTests {
  private let place: FlowPlace
  private let pipeline: HandoverPipeline

  init() throws {
    place = try FlowPlace()
    pipeline = place.pipelineWithoutSources(mode: .live)
  }

  /// A car about which nothing is said here.
  private var silent: CarFacts { CarFacts(vehicle: Vehicle(vin: FlowCars.skoda), gates: Gates()) }

  private var known: CarFacts {
    FlowCars.facts(answers: FlowCars.everythingDone(FlowCars.sheet("Škoda")))
  }

  private func certify(_ facts: CarFacts) async throws -> CarReport {
    let report = try await pipeline.certifyKnown(facts)
    try await place.ledger.flush()
    return report
  }

  private func correct(
    _ reason: EarlierCertificate.Reason = .correction, _ change: (inout CarFacts) -> Void = { _ in }
  ) async throws -> CarReport {
    var news = silent
    change(&news)
    let report = try await pipeline.followUp(.correction, reason: reason, news)
    try await place.ledger.flush()
    return report
  }

  private func refusal(_ work: () async throws -> Void) async -> String? {
    do {
      try await work()
      return nil
    } catch let refusal as StatusRefusal { return refusal.code } catch { return "\(error)" }
  }

  private func act(_ act: StatusAct, on id: String) async throws {
    let record = try #require(try await place.ledger.handover(vin: FlowCars.skoda))
    let event = FlowEvent.certificateStatus(StatusNote(id: id, act: act))
    _ = try await place.ledger.append([try event.entry(in: record.id, at: place.clock.now())])
  }

  private func events() async throws -> Int {
    let record = try #require(try await place.ledger.handover(vin: FlowCars.skoda))
    return try await place.ledger.events(of: record.id).count
  }

  @Test func aFaultStaysUntilSomebodySaysOtherwise() async throws {
    _ = try await certify(known)
    let faulty = try await correct { $0.protected = ProtectedFindings(ecall112: .fault) }
    #expect(faulty.group(.protectedFunctions) == .protectedFault && faulty.ofRows == .notClear)
    let later = try await correct { $0.protected = ProtectedFindings(theftRecovery: .inactive) }
    #expect(later.group(.protectedFunctions) == .protectedFault && later.ofRows == .notClear)
    #expect(
      later.facts.protected
        == ProtectedFindings(
          ecall112: .fault, privateEmergency: .notApplicable, recallChannel: .present, theftRecovery: .inactive))
    let certified = try await certify(silent)
    #expect(certified.certificate?.id == later.certificate?.id && certified.facts == later.facts)
  }

  /// The date of the emergency call is that of the look at it, not of what was said of something else.
  @Test func anotherFindingMakesTheLookAtTheEmergencyCallNoYounger() async throws {
    _ = try await certify(known)
    let later = try await correct {
      $0.protected = ProtectedFindings(recallChannel: .absent)
      $0.protectedAt = FlowClock.start
    }
    #expect(later.facts.protectedAt == FlowCars.answeredAt)
    let again = try await correct {
      $0.protected = ProtectedFindings(ecall112: .fault)
      $0.protectedAt = FlowClock.start
    }
    #expect(again.facts.protectedAt == FlowClock.start)
  }

  @Test func eachNumberOfKeysIsCorrectedAlone() async throws {
    _ = try await certify(known)
    #expect(try await correct { $0.keys = LotKeys(handedOver: nil, accepted: 1) }.facts.keys?.handedOver == 2)
    let three = try await correct { $0.keys = LotKeys(handedOver: 3) }
    #expect(three.facts.keys == LotKeys(handedOver: 3, accepted: 1) && three.isNewCertificate)
  }

  @Test func whatIsSaidBesideARefusalIsNotRecorded() async throws {
    #expect(await refusal { _ = try await correct { $0.vehicle.model = "X" } } == "certificate.none")
    #expect(try await place.ledger.handover(vin: FlowCars.skoda) == nil)
    _ = try await certify(known)
    var held = silent
    held.gates.legalHold = true
    _ = try await pipeline.open(held)
    try await place.ledger.flush()
    let before = try await events()
    #expect(await refusal { _ = try await correct { $0.vehicle.model = "X" } } == "stop.legal_hold")
    try await place.ledger.flush()
    #expect(try await events() == before)
    #expect(try await place.history(of: FlowCars.skoda).facts?.vehicle.model == "Model")
  }

  @Test func aRecheckNeedsALookAfterTheCertificate() async throws {
    _ = try await certify(known)
    #expect(await refusal { _ = try await correct(.recheck) } == "certificate.not-looked")
    // Somebody looked at the same again, the day after.
    place.clock.wait(86_400)
    let looked = place.clock.now()
    let report = try await correct(.recheck) {
      $0.answers = [Answer(layer: .homeLink, kind: .done, by: "jm", at: looked)]
    }
    #expect(report.isNewCertificate)
    // That look was before the certificate that says so.
    #expect(await refusal { _ = try await correct(.recheck) } == "certificate.not-looked")
    let older = FlowCars.answeredAt.addingTimeInterval(-5 * 86_400)
    #expect(
      await refusal {
        _ = try await correct(.recheck) { $0.answers = [Answer(layer: .wifiSIM, kind: .done, by: "jm", at: older)] }
      } == "certificate.not-looked")
  }

  @Test func aRunThatLooksAgainAllowsARecheck() async throws {
    let fixture = try ResumeTests.Fixture()
    let first = try await fixture.pipeline().run(fixture.facts)
    let desk = fixture.place.pipelineWithoutSources()
    #expect(
      await refusal { _ = try await desk.followUp(.correction, reason: .recheck, fixture.facts) }
        == "certificate.not-looked")
    fixture.place.clock.wait(60)
    _ = try await fixture.pipeline().run(fixture.facts, apply: false)
    let report = try await desk.followUp(.correction, reason: .recheck, fixture.facts)
    #expect(report.isNewCertificate && report.certificate?.id != first.certificate?.id)
  }

  @Test func aCarWhosePaperDoesNotCountIsNotDeliverable() async throws {
    let first = try await certify(known)
    let id = try #require(first.certificate?.id)
    #expect(first.mayBeDelivered)
    try await act(.suspended, on: id)
    #expect(try await !certify(silent).mayBeDelivered)
    try await act(.reinstated, on: id)
    #expect(try await certify(silent).mayBeDelivered)
    try await act(.revoked, on: id)
    let after = try await certify(silent)
    #expect(!after.mayBeDelivered && after.certificate?.id == id && after.certificateStatus == .revoked)
    // The same words in a new paper: nobody has to find something to change.
    let fresh = try await correct()
    #expect(fresh.isNewCertificate && fresh.mayBeDelivered && fresh.certificateStatus == .valid)
    #expect(await refusal { _ = try await correct() } == "certificate.unchanged")
  }

  /// What a practice run issued stays what it is; looking at nothing adds no mode of its own.
  @Test func certifyingWithoutALookKeepsTheModeOfTheRun() async throws {
    let fixture = try ResumeTests.Fixture()
    let first = try await fixture.pipeline().run(fixture.facts)
    let desk = fixture.place.pipelineWithoutSources(mode: .live)
    let again = try await desk.certifyKnown(silent)
    #expect(first.mode == .simulated && again.mode == .simulated)
    #expect(again.certificate?.id == first.certificate?.id && !again.isNewCertificate)
    // A real run is another matter: then it is mixed, also for whoever asks nobody later.
    let live = try await desk.run(silent)
    #expect(live.mode == .mixed)
    #expect(try await fixture.place.pipelineWithoutSources().certifyKnown(silent).mode == .mixed)
  }

  /// A practice run that had nobody to ask leaves no sighting, and is practice all the same.
  @Test func aPracticeRunWithoutASightingIsRememberedAsPractice() async throws {
    let first = try await place.pipelineWithoutSources(mode: .simulated).run(known)
    let again = try await pipeline.certifyKnown(silent)
    #expect(again.mode == .simulated && again.certificate?.id == first.certificate?.id)
    #expect(try await pipeline.run(silent).mode == .live)
    #expect(try await place.pipelineWithoutSources(mode: .simulated).certifyKnown(silent).mode == .live)
  }
}
