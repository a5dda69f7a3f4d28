import Foundation
import HandoverFlow
import HandoverModel
import OEMAdapterKit
import Planning
import Testing

/// After a run that was cut off, a car that it had looked at is taken up without asking anybody, as long as its look may be
/// acted upon.
@Suite struct TakeUpTests {
  /// A car looked at by a run that then died, and a run that goes on with it.
  private struct CutOff {
    let fixture: ResumeTests.Fixture
    let began: Date

    init() async throws {
      fixture = try ResumeTests.Fixture()
      began = fixture.place.clock.now()
      _ = try await fixture.pipeline().look(fixture.facts)
      try fixture.place.reopen()
      fixture.provider.change { $0.requests = [] }
    }

    /// What the next run's first time over the rows asks the provider.
    func requests(since: Date?, facts: CarFacts? = nil) async throws -> Int {
      var pipeline = fixture.pipeline()
      pipeline.environment.takeUpSince = since
      var rows = [facts ?? fixture.facts]
      let preview = try await Batch(pipeline).preview(rows: { rows.popLast() }) { _ in }
      #expect(preview.cars == 1 && preview.failures == 0 && preview.endings == 3)
      return fixture.provider.state.requests.count
    }
  }

  @Test func aYoungLookIsTakenUpWithItsPlan() async throws {
    let car = try await CutOff()
    #expect(try await car.requests(since: car.began) == 0)
  }

  @Test func withoutARunThatWasCutOffEveryCarIsLookedAt() async throws {
    let car = try await CutOff()
    #expect(try await car.requests(since: nil) > 0)
  }

  @Test func aLookFromBeforeTheRunThatWasCutOffIsMadeAgain() async throws {
    let car = try await CutOff()
    #expect(try await car.requests(since: car.fixture.place.clock.now()) > 0)
  }

  @Test func aLookThatIsTooOldToActUponIsMadeAgain() async throws {
    let car = try await CutOff()
    car.fixture.place.clock.wait(FlowPatience().lookAge + 1)
    #expect(try await car.requests(since: car.began) > 0)
  }

  /// Trouble that passes is worth another look; what stays as it is is not asked about again.
  @Test(arguments: [true, false]) func aLookIsMadeAgainWhereItsTroubleMayHavePassed(passing: Bool) async throws {
    let fixture = try ResumeTests.Fixture()
    let began = fixture.place.clock.now()
    let sources = PaperProvider.sources(
      PaperProvider.descriptor(ResumeTests.layers, settling: 5), adapter: Troubled(passing: passing))
    _ = try await fixture.place.pipeline(sources, over: fixture.provider).look(fixture.facts)
    try fixture.place.reopen()
    var pipeline = fixture.pipeline()
    pipeline.environment.takeUpSince = began
    var rows = [fixture.facts]
    _ = try await Batch(pipeline).preview(rows: { rows.popLast() }) { _ in }
    #expect(fixture.provider.state.requests.isEmpty == !passing)
  }

  /// Could not look at anything.
  private struct Troubled: OEMAdapter {
    var passing: Bool

    func look(at vin: VIN, purpose: LookPurpose, through transport: any HTTPTransport) async -> AdapterLook {
      AdapterLook(
        kinds: ResumeTests.layers.map { layer in
          .couldNotLook(
            kind: layer.rawValue, layer: layer, read: "none",
            because: LookFailure(code: "paper.trouble", reason: "made up", passing: passing))
        })
    }

    func revoke(_ access: Access, of vin: VIN, through transport: any HTTPTransport) async -> AttemptReport {
      AttemptReport(.notDone, code: "not-sendable", reason: "made up")
    }

    func giveBack(through transport: any HTTPTransport) async -> AttemptReport? { nil }
  }

  @Test func newAnswersForAPersonsStepsMakeANewPlan() async throws {
    let car = try await CutOff()
    let facts = FlowCars.facts(
      answers: FlowCars.everythingDone(FlowCars.sheet("Škoda"), except: [.ownerAccount]))
    #expect(try await car.requests(since: car.began, facts: facts) > 0)
  }
}
