import Foundation
import HandoverLedger
import HandoverModel
import Inventory
import Judgement
import OEMSimulators
import StrictFormats
import Testing
import TransferRules

@testable import HandoverFlow

/// What an earlier certificate left open is named until a row of our own settles it, and moves no verdict.
@Suite struct TakenOverTests {
  static let car = SimulatedCars.skoda()
  static let world = SimulatedWorld(vehicles: [car])

  /// The payload of a certificate that one dealer issued for this car without anybody looking or answering.
  static func earlier(_ pipeline: HandoverPipeline, _ facts: CarFacts) async throws -> CertificatePayload {
    var (blind, silent) = (pipeline, facts)
    blind.environment.sources = { _ in [] }
    silent.answers = []
    let report = try await blind.run(silent)
    let json = try decodedPayload(report.bundle)
    let bytes = try JSONSerialization.data(withJSONObject: json, options: [.sortedKeys, .withoutEscapingSlashes])
    return try CertificatePayload(json: try StrictJSON.parse(Array(bytes)))
  }

  static func note(_ payload: CertificatePayload) -> TakenOver {
    TakenOver(
      payload, sha256: String(repeating: "A", count: 43), signer: "Example Motors, North", table: FlowRules.table)
  }

  @Test func everyLayerThatIsNotSettledIsTakenOver() async throws {
    try await SimulatedLot.with(Self.world) { lot in
      let payload = try await Self.earlier(lot.pipeline(), SimulatedCars.facts(Self.car))
      let note = Self.note(payload)
      let expected = Layer.allCases.filter { layer in
        let group = payload.handover.layers[layer]!
        let verdict = FlowRules.table.contribution(of: group, for: layer, on: payload.handover.platform)!
        return verdict > .clearAttested || payload.handover.due[layer] != nil
      }
      #expect(note.items.map(\.layer) == expected)
      #expect(!expected.isEmpty)
      #expect(note.verdict == payload.handover.specimenOf ?? payload.handover.verdict)
    }
  }

  @Test func itIsRecordedOnceAndSurvivesTheLedger() async throws {
    let payload = try await SimulatedLot.with(Self.world) { lot in
      try await Self.earlier(lot.pipeline(), SimulatedCars.facts(Self.car))
    }
    try await SimulatedLot.with(Self.world) { lot in
      let pipeline = lot.pipeline()
      for _ in 0..<3 {
        var work = try await pipeline.open(SimulatedCars.facts(Self.car))
        try pipeline.takeOver(Self.note(payload), &work)
        try await pipeline.environment.ledger.flush()
      }
      let work = try await pipeline.open(SimulatedCars.facts(Self.car))
      #expect(work.history.takenOver == [Self.note(payload)])
    }
  }

  @Test func ourOwnLookSettlesAnItemAndTheVerdictIsTheSameWithoutIt() async throws {
    let payload = try await SimulatedLot.with(Self.world) { lot in
      try await Self.earlier(lot.pipeline(), SimulatedCars.facts(Self.car))
    }
    let without = try await SimulatedLot.with(Self.world) { lot in
      try await lot.pipeline().run(SimulatedCars.facts(Self.car))
    }
    let with = try await SimulatedLot.with(Self.world) { lot in
      let pipeline = lot.pipeline()
      var work = try await pipeline.open(SimulatedCars.facts(Self.car))
      try pipeline.takeOver(Self.note(payload), &work)
      return try await pipeline.run(SimulatedCars.facts(Self.car))
    }
    #expect(with.ofRows == without.ofRows)
    #expect(with.judgement.rows.map(\.group) == without.judgement.rows.map(\.group))
    let left = Set(with.stillOpenFromBefore.map(\.layer))
    #expect(left.isStrictSubset(of: Set(Self.note(payload).items.map(\.layer))))
    #expect(without.stillOpenFromBefore.isEmpty)
  }

  @Test func aMissingKeyAndAnOdometerThatWentBackAreNamed() async throws {
    try await SimulatedLot.with(Self.world) { lot in
      let pipeline = lot.pipeline()
      var facts = SimulatedCars.facts(Self.car)
      var note = Self.note(try await Self.earlier(pipeline, facts))
      (note.keys, note.odometer) = (KeyCount(handedOver: 2, accepted: nil), Odometer(value: 48_211, unit: "km"))
      (facts.keys, facts.odometer) = (LotKeys(handedOver: 1, accepted: nil), Odometer(value: 31_000, unit: "km"))
      var work = try await pipeline.open(facts)
      try pipeline.takeOver(note, &work)
      #expect(try await pipeline.run(facts).oddsWithBefore.count == 2)
      (facts.keys, facts.odometer) = (LotKeys(handedOver: 2, accepted: nil), Odometer(value: 48_300, unit: "km"))
      #expect(try await pipeline.run(facts).oddsWithBefore.isEmpty)
    }
  }
}
