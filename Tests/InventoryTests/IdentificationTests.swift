import HandoverModel
import Inventory
import Testing

@Suite struct IdentificationTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var vin: String
    var make: String?
    var expectedMake: String
    var maker: String?
    var note: String?
    var testDescription: String { "\(vin) \(make ?? "-")" }
  }

  @Test(arguments: [
    Case(vin: "TMBJB9NX0PY000001", make: nil, expectedMake: "Škoda", maker: "skoda", note: nil),
    Case(vin: "TMBJB9NX0PY000001", make: "SKODA", expectedMake: "Škoda", maker: "skoda", note: nil),
    Case(vin: "TMBJB9NX0PY000001", make: "S\u{30C}koda", expectedMake: "Škoda", maker: "skoda", note: nil),
    Case(vin: "WVWZZZ1KZAW000001", make: "VW", expectedMake: "Volkswagen", maker: "volkswagen", note: nil),
    Case(
      vin: "1C4RJFBG0FC000001", make: nil, expectedMake: "Chrysler/Dodge/Jeep/Ram", maker: "stellantis-us",
      note: "make.several-brands"),
    Case(vin: "1C4RJFBG0FC000001", make: "jeep", expectedMake: "Jeep", maker: "stellantis-us", note: nil),
    Case(vin: "KMHLM4AG0MU000001", make: nil, expectedMake: "unknown", maker: nil, note: "maker.several"),
    Case(vin: "KMHLM4AG0MU000001", make: "Hyundai", expectedMake: "Hyundai", maker: "hyundai", note: nil),
    Case(vin: "SJKCH5CR0HA000001", make: "Infiniti", expectedMake: "Infiniti", maker: "nissan", note: nil),
    Case(vin: "SALCA2BN5LH000001", make: "landrover", expectedMake: "Land Rover", maker: "jlr", note: nil),
    Case(vin: "WDB2110761A000001", make: "Mercedes", expectedMake: "Mercedes-Benz", maker: "mercedes", note: nil),
    Case(vin: "HESXR1C40PG000001", make: nil, expectedMake: "smart", maker: "smart", note: nil),
    Case(vin: "WMEEJ3BA0DK000001", make: "smart", expectedMake: "smart", maker: "mercedes", note: nil),
    Case(vin: "ZACJJBBU0HP000001", make: "Jeep", expectedMake: "Jeep", maker: "stellantis-us", note: nil),
    Case(vin: "ZACJJBBU0HP000001", make: nil, expectedMake: "unknown", maker: nil, note: "maker.several"),
    Case(vin: "ZZZZZZZZ0ZZ000001", make: nil, expectedMake: "unknown", maker: nil, note: "maker.unknown"),
    Case(vin: "ZZZZZZZZ0ZZ000001", make: "Ford", expectedMake: "Ford", maker: "ford", note: "maker.prefix-unknown"),
    Case(vin: "TMBJB9NX0PY000001", make: "Wartburg", expectedMake: "Wartburg", maker: nil, note: "make.unknown"),
    Case(vin: "LFZXXXXX0PY000001", make: "BYD", expectedMake: "BYD", maker: "byd", note: "make.prefix-unconfirmed"),
    Case(vin: "JTMABABA0PA000001", make: "Subaru", expectedMake: "Subaru", maker: "subaru", note: nil),
    Case(
      vin: "YARVEHBG0PR000001", make: "Peugeot", expectedMake: "Peugeot", maker: "stellantis-psa", note: "make.badge"),
  ])
  func makeAndMakerComeFromPrefixAndRow(_ item: Case) throws {
    let vin = try #require(VIN(strict: item.vin))
    let text = CheckDigit.isRequired(of: vin) ? Self.repaired(vin) : item.vin
    let found = try Identification(vin: text, make: item.make, asOf: LotFixture.today)
    #expect(found.vehicle.make == item.expectedMake)
    #expect(found.vehicle.maker == item.maker)
    #expect(found.notes.map(\.code).filter { $0.hasPrefix("make") } == [item.note].compactMap { $0 })
  }

  @Test(arguments: [("TMBJB9NX0PY000001", "BMW"), ("SALCA2BN5LH000001", "Škoda"), ("WMEEJ3BA0DK000001", "Ford")])
  func aMakeThatContradictsTheVINIsAnotherCar(vin: String, make: String) {
    let problem = #expect(throws: VINProblem.self) { try Identification(vin: vin, make: make) }
    #expect(problem?.code == "make.contradicts")
  }

  @Test func everyEntryHasAKnownMakerAndThreeCharacters() {
    #expect(WMITable.all.count > 400)
    for (prefix, entry) in WMITable.all {
      #expect(prefix.utf8.count == 3 && !entry.makers.isEmpty && !entry.brands.isEmpty, "\(prefix)")
      for maker in entry.makers { #expect(Maker.named(maker) != nil, "\(prefix) \(maker)") }
    }
  }

  @Test(arguments: [
    "KMH", "5NM", "3KP", "5XY", "XWE", "JTM", "JF1", "3MY", "4F2", "KNM", "VNV", "ZAC", "3C3", "LFV", "XW8", "LVY",
  ])
  func prefixesThatTheNotesCallAmbiguousNameNoMaker(prefix: String) throws {
    let entry = try #require(WMITable.all.first { $0.prefix == prefix }?.entry)
    #expect(entry.maker == nil, "\(entry.makers)")
  }

  @Test func everyBrandIsReadFromItsOwnName() throws {
    for maker in Maker.all {
      for brand in maker.brands {
        let found = try Identification(vin: "ZZZZZZZZ0ZZ000001", make: brand.uppercased())
        #expect(found.vehicle.make == brand)
      }
    }
  }

  /// The same VIN with a right check digit.
  static func repaired(_ vin: VIN) -> String {
    var letters = Array(vin.text)
    letters[8] = CheckDigit.expected(in: vin)
    return String(letters)
  }
}
