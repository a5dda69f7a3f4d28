import HandoverModel
import Inventory
import Testing

@Suite struct ModelYearTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var vin: String
    var row: Int?
    var year: Int?
    var noted = false
    var testDescription: String { "\(vin) \(row.map(String.init) ?? "-")" }
  }

  @Test(arguments: [
    // North America: position 7 chooses.
    Case(vin: "1HGCM82633A004352", row: nil, year: 2003), Case(vin: "1HGCM82633A004352", row: 2003, year: 2003),
    Case(vin: "1HGCM82633A004352", row: 2033, year: 2003, noted: true),
    Case(vin: "1HGCM82633A004352", row: 2004, year: 2003, noted: true),
    Case(vin: "5YJ3E1EA0KF000001", row: nil, year: 2019),
    Case(vin: "5YJ3E1EA0KF000001", row: 1989, year: 2019, noted: true),
    // Chassis that may be heavy: the row decides.
    Case(vin: "1FDUF5HT0PE000001", row: 2023, year: 2023), Case(vin: "1FDUF5HT0PE000001", row: nil, year: nil),
    // Europe: the row decides where it is one of the two.
    Case(vin: "TMBJB9NX0PY000001", row: 2023, year: 2023), Case(vin: "TMBJB9NX0PY000001", row: 1993, year: 1993),
    Case(vin: "TMBJB9NX0PY000001", row: nil, year: nil),
    Case(vin: "TMBJB9NX0PY000001", row: 2022, year: 2023, noted: true),
    Case(vin: "TMBJB9NX0PY000001", row: 2016, year: nil, noted: true),
    // A code that only one year can have had.
    Case(vin: "WVWZZZ1KZ8W000001", row: nil, year: 2008), Case(vin: "WVWZZZ1KZ8W000001", row: 2008, year: 2008),
    Case(vin: "LRW3E7FA0LC000001", row: nil, year: 2020),
    // Makers that do not write the year there.
    Case(vin: "VF1RFB00X56000001", row: 2021, year: 2021, noted: true),
    Case(vin: "VF1RFB00X06000001", row: 2021, year: 2021),
    Case(vin: "VF1RFB00X56000001", row: nil, year: nil),
  ])
  func theYearIsStatedOnlyWithoutDoubt(_ item: Case) throws {
    let vin = try #require(VIN(strict: item.vin))
    let text = CheckDigit.isRequired(of: vin) ? IdentificationTests.repaired(vin) : item.vin
    let found = try Identification(vin: text, year: item.row, asOf: LotFixture.today)
    #expect(found.vehicle.modelYear == item.year)
    #expect(found.notes.contains { $0.code == "year.differs" } == item.noted)
  }

  @Test func thirtyLettersAndDigitsMeanThirtyYears() throws {
    #expect(ModelYear.candidates(try #require(VIN(strict: "TMBJB9NX0AY000001"))) == [1980, 2010])
    #expect(ModelYear.candidates(try #require(VIN(strict: "TMBJB9NX09Y000001"))) == [2009, 2039])
    #expect(ModelYear.candidates(try #require(VIN(strict: "TMBJB9NX0UY000001"))).isEmpty)
    #expect(ModelYear.candidates(try #require(VIN(strict: "TMBJB9NX00Y000001"))).isEmpty)
  }
}
