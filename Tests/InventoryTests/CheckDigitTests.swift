import HandoverModel
import HandoverTestSupport
import Inventory
import Testing

@Suite struct CheckDigitTests {
  @Test(arguments: [
    "1M8GDM9AXKP042788", "11111111111111111", "1HGCM82633A004352", "5GZCZ43D13S812715", "JH4TB2H26CC000000",
  ])
  func publishedVectorsAreRight(text: String) throws {
    #expect(CheckDigit.isRight(in: try #require(VIN(strict: text))))
  }

  @Test func everyOtherDigitIsWrong() throws {
    for digit in "023456789ABCDEFGHJKLMNPRSTUVWXYZ" where digit != "X" {
      let text = "1M8GDM9A\(digit)KP042788"
      #expect(!CheckDigit.isRight(in: try #require(VIN(strict: text))), "\(text)")
    }
  }

  @Test func oneChangedDigitNeverStaysRight() throws {
    var chance = SeededChance(seed: 0xC0FFEE)
    for _ in 0..<500 {
      let vin = Self.random(&chance)
      let place = Int.random(in: 9..<17, using: &chance)
      var letters = Array(vin.text)
      let old = letters[place]
      guard old.isNumber else { continue }
      letters[place] = Character("\((old.wholeNumberValue! + 1) % 10)")
      let other = try #require(VIN(strict: String(letters)))
      #expect(
        CheckDigit.isRight(in: vin) && !CheckDigit.isRight(in: other), "seed 0xC0FFEE, \(vin.text), place \(place)")
    }
  }

  @Test(arguments: [
    ("1M8GDM9AXKP042788", true), ("3VWFE21C04M000001", true), ("5YJ3E1EA7KF000001", true), ("7SAYGDEE0PF000001", true),
    ("7FCTGAAA0PN000001", true), ("7A3GD1EE0PF000001", false), ("TMBJB9NX0PY000001", false),
    ("JTDKB20U093000001", false),
    ("6FPAAAJGSW0000001", false), ("LRW3E7FA0LC000001", false),
  ])
  func itIsRequiredInNorthAmericaOnly(text: String, required: Bool) throws {
    #expect(CheckDigit.isRequired(of: try #require(VIN(strict: text))) == required)
  }

  /// A random VIN with a right check digit.
  static func random(_ chance: inout SeededChance) -> VIN {
    let alphabet = Array("ABCDEFGHJKLMNPRSTUVWXYZ0123456789")
    var letters = (0..<17).map { _ in alphabet.randomElement(using: &chance)! }
    letters[8] = "0"
    letters[8] = CheckDigit.expected(in: VIN(strict: String(letters))!)
    return VIN(strict: String(letters))!
  }
}
