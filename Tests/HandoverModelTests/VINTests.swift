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

  @Test func theOrderOfVINsIsTheOrderOfTheirCharacters() throws {
    let texts = [
      "0MBJB9NX0PY000001", "TMBJB9NX0PY000001", "TMBJB9NX0PY000002", "TMBJB9NX0PY000010", "TMBJB9NX1AA000000",
      "TMBJB9NZ0PY000001", "WMBJB9NX0PY000001",
    ]
    let vins = try texts.map { try #require(VIN(strict: $0)) }
    #expect(vins.map(\.text) == texts)
    #expect(vins.reversed().sorted() == vins)
    #expect(Set(vins + vins).count == texts.count)
    #expect("\(vins[0])" == "VIN(\(texts[0]))")
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
