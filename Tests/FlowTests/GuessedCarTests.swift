import Foundation
import HandoverFlow
import HandoverModel
import Inventory
import Testing

/// What the VIN alone suggests about a car fills what nobody said, and takes the place of no word.
@Suite struct GuessedCarTests {
  private let said = Self.facts("Opel", maker: "stellantis-psa")
  private let guessed = Self.facts("Peugeot", maker: "stellantis-psa", year: 2021, guesses: [.make, .modelYear])

  private static func facts(
    _ make: String = Vehicle.unknown, maker: String? = nil, year: Int? = nil, guesses: VINGuesses? = nil
  ) -> CarFacts {
    CarFacts(
      vehicle: Vehicle(vin: FlowCars.skoda, make: make, maker: maker, modelYear: year), guesses: guesses, gates: Gates()
    )
  }

  @Test func aGuessTakesThePlaceOfNoMakeThatWasSaid() {
    #expect(said.updated(by: guessed) == said)
    // What an earlier version wrote does not tell guesses from words; it stays as well.
    #expect(Self.facts("Opel", year: 2020).updated(by: guessed).vehicle.modelYear == 2020)
  }

  @Test func aGuessFillsWhatNobodySaid() {
    let filled = Self.facts().updated(by: guessed)
    #expect(filled.vehicle == guessed.vehicle && filled.guesses == [.make, .modelYear])
  }

  @Test func aWordTakesThePlaceOfTheGuessAndOfTheYearThatHungOnIt() {
    let corrected = guessed.updated(by: said)
    #expect(corrected.vehicle.make == "Opel" && corrected.vehicle.modelYear == nil && corrected.guesses == nil)
    let dated = guessed.updated(by: Self.facts("Opel", maker: "stellantis-psa", year: 2020))
    #expect(dated.vehicle.modelYear == 2020 && dated.guesses == nil)
  }

  @Test func aYearThatWasSaidOutlivesTheGuessedMake() {
    let year = guessed.updated(by: Self.facts("Peugeot", year: 2020, guesses: .make))
    #expect(year.vehicle.modelYear == 2020 && year.guesses == .make)
    #expect(year.updated(by: said).vehicle.modelYear == 2020)
    #expect(year.updated(by: guessed) == year)
  }

  @Test func aMakeOfNoKnownMakerLeavesTheOldMakerBehind() {
    #expect(guessed.updated(by: Self.facts("Wartburg")).vehicle.maker == nil)
  }
}
