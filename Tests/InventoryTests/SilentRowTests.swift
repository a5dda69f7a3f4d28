import HandoverModel
import Inventory
import Testing

/// What a row does not say is told apart from what it says.
@Suite struct SilentRowTests {
  private func row(_ header: String, _ cells: String, vin: String = TestVIN.skoda) throws -> LotRow {
    try #require(try LotFixture.read("VIN\(header)\n\(vin)\(cells)\n").rows.first)
  }

  @Test func whatComesFromTheVINIsAGuess() throws {
    let vin = TestVIN.honda
    let silent = try row("", "", vin: vin)
    #expect(silent.vehicle.make == "Honda" && silent.vehicle.modelYear == 2003)
    #expect(silent.guesses == [.make, .modelYear])
    #expect(try row(",make,year", ",Honda,2003", vin: vin).guesses == [])
    #expect(try row(",make,year", ",Honda,", vin: vin).guesses == .modelYear)
    #expect(try row(",make,year", ",,2003", vin: vin).guesses == .make)
    // An error value of a spreadsheet is no word.
    #expect(try row(",make", ",#N/A", vin: vin).guesses == [.make, .modelYear])
    // Where the VIN leaves the year open there is nothing to guess.
    #expect(try row("", "").guesses == .make)
  }

  @Test func aMakeThatTheVINLeavesOpenIsNoGuess() throws {
    let read = try LotFixture.read("VIN\nKMHLM4AG0MU000001\n")
    #expect(read.rows.first.map { $0.guesses.contains(.make) } != true)
  }

  @Test func eachNumberOfKeysStandsForItself() throws {
    #expect(try row(",keys_accepted", ",1").keys == LotKeys(handedOver: nil, accepted: 1))
    #expect(try row(",keys_handed_over", ",3").keys == LotKeys(handedOver: 3))
    #expect(try row(",keys_handed_over,keys_accepted", ",,").keys == nil)
  }

  @Test(arguments: [
    ("wifi_simm", "wifi_sim"), ("ecall112", "ecall_112"), ("recall_chanel", "recall_channel"),
    ("key", "keys_handed_over"),
    ("odometr_km", "odometer_km"), ("theft_recoverey", "theft_recovery"),
  ])
  func theNearestColumnIsNamed(_ typed: String, _ meant: String) {
    #expect(LotColumnNames.nearest(to: typed) == meant)
  }

  @Test func nothingIsNearToAnythingElse() {
    for word in ["banana", "q", "", "zzzzzzzzzz"] { #expect(LotColumnNames.nearest(to: word) == nil, "\(word)") }
    for name in LotColumnNames.all { #expect(LotColumnNames.isKnown(name) && LotColumnNames.nearest(to: name) == name) }
    #expect(LotColumnNames.isKnown("Kilometerstand") && !LotColumnNames.isKnown("banana"))
  }
}
