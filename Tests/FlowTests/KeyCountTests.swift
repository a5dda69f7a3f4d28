import HandoverFlow
import HandoverModel
import Inventory
import Testing
import TransferRules

/// What is counted about keys cannot be talked away by an answer about keys.
@Suite struct KeyCountTests {
  private func report(handedOver: Int, accepted: Int?) async throws -> CarReport {
    var facts = FlowCars.facts(answers: FlowCars.everythingDone(FlowCars.sheet("Škoda")))
    facts.keys = LotKeys(handedOver: handedOver, accepted: accepted)
    return try await FlowPlace().pipelineWithoutSources(mode: .live).certifyKnown(facts)
  }

  @Test func aCarThatTakesMoreKeysThanThereAreIsNotClear() async throws {
    let report = try await report(handedOver: 1, accepted: 3)
    #expect(report.ofRows == .notClear)
    #expect(report.group(.physicalKeys) == .open)
  }

  @Test(arguments: [(2, 2), (2, 1), (1, nil)] as [(Int, Int?)])
  func anyOtherCountChangesNothing(handedOver: Int, accepted: Int?) async throws {
    let report = try await report(handedOver: handedOver, accepted: accepted)
    #expect(report.ofRows == .clearAttested)
    #expect(report.group(.physicalKeys) == .statedWithEvidence)
  }

  @Test func theSameCountGivesTheSameCertificate() async throws {
    let place = try FlowPlace()
    var facts = FlowCars.facts(answers: FlowCars.everythingDone(FlowCars.sheet("Škoda")))
    facts.keys = LotKeys(handedOver: 1, accepted: 3)
    let first = try await place.pipelineWithoutSources(mode: .live).certifyKnown(facts)
    place.clock.wait(3_600)
    let again = try await place.pipelineWithoutSources(mode: .live).certifyKnown(facts)
    #expect(first.certificate != nil && again.certificate?.id == first.certificate?.id)
  }
}
