import Certification
import Foundation
import HandoverFlow
import HandoverModel
import Judgement
import OEMSimulators
import Testing

/// A buyer's copy tells nothing about how many people had access: not by its words, and not by its length.
@Suite struct BuyerCopyTests {
  @Test func noneOneAndNineteenGuestsGiveBuyersCopiesOfEqualLength() async throws {
    let cars = [0, 1, 19].enumerated().map { SimulatedCars.skoda(guests: $1, serial: $0 + 1) }
    try await SimulatedLot.with(SimulatedWorld(vehicles: cars)) { lot in
      let pipeline = lot.pipeline()
      var copies: [(groups: [BuyerGroup], length: Int, text: String)] = []
      for vehicle in cars {
        let report = try await pipeline.run(SimulatedCars.facts(vehicle))
        #expect(report.ofRows == .clearAttested)
        #expect(report.group(.secondaryUsers) == .statedWithEvidence)
        let issued = try IssuedCertificate(fullCopy: try #require(report.bundle))
        let copy = try present(issued, for: .buyer)
        copies.append((report.judgement.rows.map(\.group), copy.count, String(decoding: copy, as: UTF8.self)))
      }
      #expect(Set(copies.map(\.groups)).count == 1)
      #expect(Set(copies.map(\.length)).count == 1, "\(copies.map(\.length))")
      for (copy, vehicle) in zip(copies, cars) {
        for guest in vehicle.skoda?.guests ?? [] { #expect(!copy.text.contains(guest.id)) }
        #expect(!copy.text.contains("eva@example.test"))
      }
    }
  }
}
