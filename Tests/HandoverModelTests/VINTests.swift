import Foundation
import HandoverModel
import Testing

@Suite struct VINTests {
  @Test func seventeenCharactersOfTheAlphabetAreAVIN() {
    #expect(VIN(strict: "TMBJB9NX0PY000001")?.last4 == "0001")
    for text in [
      "", "TMBJB9NX0PY00000", "TMBJB9NX0PY0000012", "tmbjb9nx0py000001", "TMBJB9NXOPY000001",
      "TMBJB9NX0PY00000\u{FF11}",
    ] {
      #expect(VIN(strict: text) == nil, "\(text)")
    }
  }

  @Test func aVehicleIsReadBackAsItWasWritten() throws {
    let vin = try #require(VIN(strict: "TMBJB9NX0PY000001"))
    let vehicle = Vehicle(vin: vin, make: "Škoda", maker: "skoda", model: "Octavia", modelYear: 2023, stock: "GF-1042")
    #expect(try JSONDecoder().decode(Vehicle.self, from: JSONEncoder().encode(vehicle)) == vehicle)
  }

  @Test func whatIsNoVINIsRefusedWhenDecoding() {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(VIN.self, from: Data("\"TMBJB9NXOPY000001\"".utf8))
    }
  }
}
