/// Makes synthetic VINs with right check digits.
package enum VINMaker {
  /// A VIN of 17 characters: prefix (3), descriptor (5), check digit (position 9, 49 CFR 565.15(c)), model year (position 10,
  /// the 30-letter cycle from 2010 = A), plant (1), serial (6 digits).
  package static func vin(prefix: String, descriptor: String, year: Int, plant: Character, serial: Int) -> String {
    let digits = String(serial % 1_000_000)
    let serialText = String(repeating: "0", count: 6 - digits.count) + digits
    let body = Array(prefix + descriptor + "0" + String(yearCode(year)) + String(plant) + serialText)
    var characters = body
    characters[8] = checkDigit(body)
    return String(characters)
  }

  /// The check digit of 17 characters whose ninth is not looked at.
  package static func checkDigit(_ characters: [Character]) -> Character {
    let weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]
    let sum = zip(characters, weights).reduce(0) { $0 + value($1.0) * $1.1 }
    return sum % 11 == 10 ? "X" : Character(String(sum % 11))
  }

  private static func yearCode(_ year: Int) -> Character {
    let codes = Array("ABCDEFGHJKLMNPRSTVWXY123456789")
    return codes[((year - 2010) % 30 + 30) % 30]
  }

  private static func value(_ character: Character) -> Int {
    if let digit = character.wholeNumberValue { return digit }
    let row = "ABCDEFGH", second = "JKLMN", third = "STUVWXYZ"
    if let place = row.firstIndex(of: character) { return row.distance(from: row.startIndex, to: place) + 1 }
    if let place = second.firstIndex(of: character) { return second.distance(from: second.startIndex, to: place) + 1 }
    if let place = third.firstIndex(of: character) { return third.distance(from: third.startIndex, to: place) + 2 }
    return character == "P" ? 7 : character == "R" ? 9 : 0
  }
}
