import BundledChecklists
import ChecklistFormat
import Foundation
import HandoverModel
import Inventory
import Judgement
import OEMAdapterKit
import OEMSimulators
import Synchronization
import Testing

@testable import HandoverFlow

/// A whole lot: bounded, one car's failure stops no other, and counted right.
@Suite struct LotTests {
  static let world = SimulatedWorld(
    vehicles: (1...4).map { SimulatedCars.skoda(guests: $0, serial: $0) }
      + (5...8).map { SimulatedCars.smartcar(serial: $0) })

  static func rows() -> [CarFacts] {
    world.vehicles.enumerated().map { place, vehicle in
      var facts = SimulatedCars.facts(vehicle, answered: !place.isMultiple(of: 3))
      facts.vehicle.stock = "S\(place)"
      facts.gates.takenIn = FlowCars.takenIn.addingTimeInterval(Double(place) * 3_600)
      if place == 5 { facts.gates.stolen = true }
      return facts
    }
  }

  private func tally(_ lot: SimulatedLot, window: Int = 3) async throws -> LotTally {
    let batch = Batch(lot.pipeline(), window: window)
    var rows = Self.rows()[...]
    let preview = try await batch.preview(rows: { rows.popFirst() }) { _ in }
    rows = Self.rows()[...]
    var tally = LotTally()
    try await batch.apply(preview, rows: { rows.popFirst() }) { tally.add($0, $1) }
    return tally
  }

  @Test func aLotIsPreviewedThenEndedThenCounted() async throws {
    try await SimulatedLot.with(Self.world) { lot in
      let batch = Batch(lot.pipeline(), window: 3)
      var rows = Self.rows()[...]
      let preview = try await batch.preview(rows: { rows.popFirst() }) { _ in }
      #expect(preview.cars == 8 && preview.failures == 0)
      #expect(preview.endings == (1...4).map { $0 + 2 }.reduce(0, +) + 3 * 3, "the stolen car's are not counted")
      #expect(lot.effectful.isEmpty)
      rows = Self.rows()[...]
      var tally = LotTally()
      try await batch.apply(preview, rows: { rows.popFirst() }) { tally.add($0, $1) }
      #expect(lot.effectful.count == preview.endings)
      #expect(tally.cars == 8 && tally.failed == 0 && tally.stopped == 1 && tally.interrupted == 0)
      #expect(tally.byVerdict.values.reduce(0, +) == 7)
      #expect(tally.certificatesIssued == 7)
      #expect(tally.changed == 7 && tally.changes.allSatisfy { $0.before == nil })
      #expect(tally.deliverable == tally.byVerdict[.clearAttested])
      #expect(tally.oldest?.stock == "S0", "the unanswered car that was taken in first")
      #expect(tally.work.values.map(\.cars).max() == 3, "three cars have a step of the same name unanswered")
    }
  }

  @Test func aSecondRunOverTheSameLotOnlyReadsAndSaysThatNothingChanged() async throws {
    try await SimulatedLot.with(Self.world) { lot in
      _ = try await tally(lot)
      let sent = lot.effectful.count
      let again = try await tally(lot)
      #expect(lot.effectful.count == sent)
      #expect(again.changed == 0 && again.certificatesIssued == 0)
    }
  }

  /// A car of a sheet that the published table does not know fails, and every other goes on.
  @Test func oneCarsFailureStopsNoOther() async throws {
    let stranger = try SheetCatalog(
      texts: BundledChecklists.sheets.map { name, text in
        (name, text.replacing("id: bmw-connected\n", with: "id: not-in-the-table\n"))
      })
    let place = try FlowPlace()
    var pipeline = place.pipelineWithoutSources(certify: false)
    pipeline.environment.catalog = stranger
    var rows = Self.rows()[...]
    var tally = LotTally()
    try await Batch(pipeline, window: 2).look(rows: { rows.popFirst() }) { tally.add($0, $1) }
    #expect(tally.cars == 8 && tally.failed == 4)
    #expect(tally.failures.allSatisfy { $0.reason.contains("not-in-the-table") })
  }

  @Test func neverMoreCarsThanTheWindowAreInWork() async throws {
    let gauge = Gauge()
    let provider = PaperProvider(["digital_keys": []])
    let place = try FlowPlace()
    let descriptor = PaperProvider.descriptor([.digitalKeys])
    let adapter = GaugedAdapter(gauge: gauge)
    let pipeline = place.pipeline(
      PaperProvider.sources(descriptor, adapter: adapter), over: provider, certify: false)
    var rows = Self.rows()[...]
    var seen = 0
    try await Batch(pipeline, window: 3).look(rows: { rows.popFirst() }) { _, _ in seen += 1 }
    #expect(seen == 8)
    #expect(gauge.most <= 3 && gauge.most >= 1)
  }

  @Test func whenAPersonAsksToStopNoFurtherRowIsBegun() async throws {
    let place = try FlowPlace()
    let pipeline = place.pipelineWithoutSources(certify: false)
    var rows = Self.rows()[...]
    var seen = 0
    try await Batch(pipeline, window: 1).look(rows: { rows.popFirst() }) { _, _ in
      seen += 1
      if seen == 2 { place.drain(true) }
    }
    #expect(seen == 2)
  }

  @Test func aFailureIsListedWithItsReasonAndStock() {
    var tally = LotTally()
    let facts = FlowCars.facts()
    tally.add(facts, .failed(facts.vehicle.vin, FlowProblem(code: "x", reason: "the table does not know it")))
    #expect(tally.cars == 1 && tally.failed == 1 && tally.byVerdict.isEmpty && tally.deliverable == 0)
    #expect(tally.failures.first?.reason == "the table does not know it" && tally.failures.first?.stock == "S1001")
    for _ in 0..<500 { tally.add(facts, .failed(facts.vehicle.vin, FlowProblem(code: "x", reason: "again"))) }
    #expect(tally.failed == 501 && tally.failures.count == LotTally.longest)
  }
}

/// How many were at it at once.
final class Gauge: Sendable {
  private let state = Mutex((now: 0, most: 0))

  func enter() {
    state.withLock {
      $0.now += 1
      $0.most = max($0.most, $0.now)
    }
  }

  func leave() { state.withLock { $0.now -= 1 } }

  var most: Int { state.withLock { $0.most } }
}

struct GaugedAdapter: OEMAdapter {
  var gauge: Gauge

  func look(at vin: VIN, purpose: LookPurpose, through transport: any HTTPTransport) async -> AdapterLook {
    gauge.enter()
    for _ in 0..<20 { await Task.yield() }
    defer { gauge.leave() }
    return await PaperAdapter(layers: [.digitalKeys]).look(at: vin, purpose: purpose, through: transport)
  }

  func revoke(_ access: Access, of vin: VIN, through transport: any HTTPTransport) async -> AttemptReport {
    AttemptReport(.notDone, code: "test", reason: "never")
  }

  func giveBack(through transport: any HTTPTransport) async -> AttemptReport? { nil }
}

/// The estimate of performance-and-reliability section 4, against figures worked out by hand.
@Suite struct EstimateTests {
  struct Sample: Sendable {
    var vehicles: Int
    var calls: Double
    var latency: Double
    var limits: ProviderLimits
    var seconds: Double
  }

  static let samples = [
    // One car: its own calls in sequence.
    Sample(vehicles: 1, calls: 10, latency: 0.2, limits: ProviderLimits(concurrency: 8), seconds: 2),
    // A thousand cars, eight at once: 1000 * 10 * 0.2 / 8.
    Sample(vehicles: 1_000, calls: 10, latency: 0.2, limits: ProviderLimits(concurrency: 8), seconds: 250),
    // Held by the rate: (10 000 - 20) / 5.
    Sample(
      vehicles: 1_000, calls: 10, latency: 0.2, limits: ProviderLimits(concurrency: 100, callsPerSecond: 5, burst: 20),
      seconds: 1_996),
    // The burst covers all.
    Sample(
      vehicles: 2, calls: 4, latency: 0.5, limits: ProviderLimits(concurrency: 4, callsPerSecond: 1, burst: 8),
      seconds: 2),
    Sample(vehicles: 0, calls: 4, latency: 0.5, limits: ProviderLimits(concurrency: 4), seconds: 2),
    // No concurrency at all counts as one.
    Sample(vehicles: 3, calls: 2, latency: 1, limits: ProviderLimits(concurrency: 0), seconds: 6),
  ]

  @Test(arguments: samples) func theIdealMakespanIsTheTightestOfThreeBounds(_ sample: Sample) {
    let seconds = idealMakespan(
      vehicles: sample.vehicles, calls: sample.calls, latency: sample.latency, limits: sample.limits)
    #expect(abs(seconds - sample.seconds) < 1e-9)
  }
}
