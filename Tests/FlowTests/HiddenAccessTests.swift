import ChecklistFormat
import Foundation
import HandoverFlow
import HandoverModel
import Judgement
import OEMSimulators
import Testing

/// An access that no route shows, planted in every layer of cars of both simulators: people answered for everything but that
/// layer, the machine ended all it found, and still no report may say that the car is clear.
@Suite struct HiddenAccessTests {
  enum Car: String, CaseIterable, Sendable {
    case skoda
    case bmwAtSmartcar
    case teslaAtSmartcar

    func vehicle(hidden: [String], serial: Int) -> SimulatedVehicle {
      switch self {
      case .skoda: SimulatedCars.skoda(hidden: hidden, serial: serial)
      case .bmwAtSmartcar: SimulatedCars.smartcar(hidden: hidden, serial: serial)
      case .teslaAtSmartcar: SimulatedCars.smartcar("Tesla", prefix: "5YJ", hidden: hidden, serial: serial)
      }
    }
  }

  /// Every layer's car of one make in one world, so that the simulators start once.
  @Test(arguments: Car.allCases) func noReportIsClearWhereAnAccessIsOutOfSightAndNobodyAnsweredForIt(
    _ car: Car
  ) async throws {
    let layers = Layer.allCases
    let cars = layers.enumerated().map { car.vehicle(hidden: [$1.rawValue], serial: $0 + 1) }
    try await SimulatedLot.with(SimulatedWorld(vehicles: cars)) { lot in
      let pipeline = lot.pipeline()
      for (layer, vehicle) in zip(layers, cars) {
        var facts = SimulatedCars.facts(vehicle, except: [layer])
        if layer == .protectedFunctions { facts.protected = nil }
        let report = try await pipeline.run(facts)
        #expect(report.openEndings == 0, "\(car) \(layer)")
        check(report, layer, car)
      }
    }
  }

  private func check(_ report: CarReport, _ layer: Layer, _ car: Car) {
    let group = report.group(layer) ?? .open
    if report.sheet.cannotHave.contains(where: { $0.layer == layer && $0.source.confirmed }) {
      #expect(group == .nonePossible, "\(car) \(layer): the sheet says, confirmed, that the platform cannot have it")
    } else {
      #expect(group == .notKnown, "\(car) \(layer)")
      #expect(report.ofRows > .clearAttested, "\(car) \(layer) \(report.ofRows)")
      #expect(report.certificate?.specimenOf == report.ofRows)
    }
  }

  /// The same cars with an answer for every layer, so that the test above can fail.
  @Test(arguments: Car.allCases) func withAnAnswerForEveryLayerTheyAreClearAttested(_ car: Car) async throws {
    let vehicle = car.vehicle(hidden: [], serial: 1)
    let world = SimulatedWorld(vehicles: [vehicle, SimulatedCars.smartcar("Volvo", prefix: "YV1", serial: 9)])
    try await SimulatedLot.with(world) { lot in
      let report = try await lot.pipeline().run(SimulatedCars.facts(vehicle))
      #expect(report.ofRows == .clearAttested, "\(report.judgement.drivers.map { ($0.layer, $0.group, $0.reason) })")
      #expect(report.certificate?.verdict == .void && report.certificate?.specimenOf == .clearAttested)
    }
  }
}
