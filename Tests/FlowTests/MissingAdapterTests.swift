import Foundation
import HandoverFlow
import HandoverModel
import HandoverTestSupport
import Judgement
import OEMAdapterKit
import OEMAdapters
import Testing

/// Invariant I13: an outcome gets better only by a newer sighting. A run that lacks the adapter has none.
@Suite struct MissingAdapterTests {
  static let layers: [Layer] = [.ownerAccount, .digitalKeys, .appGrants, .secondaryUsers]

  static func objects() -> [String: [String]] {
    ["owner_account": ["owner-1"], "digital_keys": ["key-0001", "key-0002"], "app_grants": ["app-0001"]]
  }

  /// A second look of which only one of two wanted came about: it stays unproven, also by a run that no longer knows the
  /// provider's settling time from its adapter.
  @Test func theSettlingTimeOnRecordCountsInARunWithoutTheAdapter() async throws {
    let place = try FlowPlace()
    let provider = PaperProvider(Self.objects())
    let descriptor = PaperProvider.descriptor(Self.layers, settling: 60)
    let pipeline = place.pipeline(
      PaperProvider.sources(descriptor), over: provider, patience: FlowPatience(deadline: 0))
    // The first look, one second look, and from then on nothing that had to be there.
    provider.change { $0.roles = 2 * Self.layers.count }
    let facts = FlowCars.facts(answers: FlowCars.everythingDone(FlowCars.sheet("Škoda"), except: Set(Self.layers)))
    let first = try await pipeline.run(facts)
    let outcomes = { (report: CarReport) in
      report.judgement.lines.filter { $0.access?.kind == "digital_keys" }.map(\.outcome)
    }
    #expect(outcomes(first) == [.revokedUnverified, .revokedUnverified])
    let second = try await place.pipelineWithoutSources().run(facts)
    #expect(outcomes(second) == outcomes(first))
    #expect(second.ofRows == first.ofRows)
    #expect(second.bundle == first.bundle)
  }

  @Test func aFlagThatAProviderShowedStopsARunThatCannotAskIt() async throws {
    let place = try FlowPlace()
    let fake = FakeSkoda(vin: FlowCars.skoda)
    fake.change { $0.partOfFleet = true }
    let pipeline = place.pipeline(SilentProviderTests.sources(.skoda), over: fake)
    let first = try await pipeline.run(FlowCars.facts())
    #expect(first.holds.contains(.stop(.fleet)))
    let second = try await place.pipelineWithoutSources().run(FlowCars.facts())
    #expect(second.holds.contains(.stop(.fleet)) && second.certificate == nil)
    fake.change { $0.partOfFleet = false }
    let third = try await place.pipeline(SilentProviderTests.sources(.skoda), over: fake).run(FlowCars.facts())
    #expect(!third.holds.contains(.stop(.fleet)), "a newer look of the same provider lifts it")
  }

  /// Whatever happened in the first run, no row gets better in a second one without the adapter.
  @Test(arguments: 1...40) func noRowGetsBetterWithoutALook(_ seed: Int) async throws {
    var chance = SeededChance(seed: UInt64(seed))
    let place = try FlowPlace()
    let provider = PaperProvider(Self.objects())
    let endings: [PaperProvider.Ending] = [
      .works, .ignored, .lost(withEffect: true), .lost(withEffect: false), .status(429), .status(403), .status(500),
    ]
    let ending = endings.randomElement(using: &chance)!
    let roles = [Int.max, 12, 8, 4, 0].randomElement(using: &chance)!
    provider.change {
      $0.ending = ending
      $0.roles = roles
    }
    let ties = [
      DiesWith(
        parentKind: "owner_account", dependent: .remoteCommands,
        source: FactSource("made up", seen: "2026-11", confirmed: Bool.random(using: &chance)))
    ]
    let sight: Sight = Bool.random(using: &chance) ? .complete : .partial
    let settling = [0.0, 5, 600].randomElement(using: &chance)!
    let descriptor = PaperProvider.descriptor(Self.layers, sight: sight, settling: settling, diesWith: ties)
    let left = Set(Layer.allCases.filter { _ in Bool.random(using: &chance) })
    let facts = FlowCars.facts(answers: FlowCars.everythingDone(FlowCars.sheet("Škoda"), except: left))
    let patience = FlowPatience(deadline: [0.0, 60].randomElement(using: &chance)!)
    let pipeline = place.pipeline(PaperProvider.sources(descriptor), over: provider, patience: patience)
    let first = try await pipeline.run(facts, apply: Int.random(in: 0..<4, using: &chance) > 0)
    let second = try await place.pipelineWithoutSources().run(facts)
    for (before, after) in zip(first.judgement.rows, second.judgement.rows) {
      #expect(after.contribution >= before.contribution, "seed \(seed) \(before.layer)")
    }
    #expect(second.ofRows >= first.ofRows, "seed \(seed)")
  }

  /// A run that only reads keeps what an earlier run saw, however little this one can show.
  @Test(arguments: [true, false]) func aListingWithoutAControlTakesNothingBack(_ settles: Bool) async throws {
    let place = try FlowPlace()
    let provider = PaperProvider(Self.objects())
    let descriptor = PaperProvider.descriptor([.appGrants], sight: .partial, settling: settles ? 5 : 0)
    let facts = FlowCars.facts(answers: FlowCars.everythingDone(FlowCars.sheet("Škoda")))
    let first = try await place.pipeline(PaperProvider.sources(descriptor), over: provider).run(facts)
    #expect(first.ofRows == .clearAttested)
    provider.change { $0.roles = 0 }
    let second = try await place.pipeline(PaperProvider.sources(descriptor), over: provider).run(facts)
    #expect(second.ofRows == .clearAttested)
    #expect(second.bundle == first.bundle)
    provider.change { $0.objects["app_grants"] = ["app-0001"] }
    let third = try await place.pipeline(PaperProvider.sources(descriptor), over: provider).run(facts, apply: false)
    #expect(third.ofRows == .notClear, "but what is seen counts, with or without a control")
  }
}
