import HandoverModel
import HandoverTestSupport
import Inventory
import Testing

@Suite struct VINReadingTests {
  @Test(arguments: [
    "TMBJB9NX0PY000001", " TMBJB9NX0PY000001 ", "tmbjb9nx0py000001", "\u{A0}TMBJB9NX0PY000001\u{A0}",
    "\u{FEFF}TMBJB9NX0PY000001\u{200B}", "\tTMBJB9NX0PY000001\r\n", "=\"TMBJB9NX0PY000001\"", "'TMBJB9NX0PY000001",
    "\u{202F}tmbJB9NX0PY000001\u{3000}",
  ])
  func wrappingIsTakenOff(text: String) throws {
    #expect(try VINReading(text).vin.text == "TMBJB9NX0PY000001")
  }

  @Test(arguments: [
    ("", "vin.missing"), ("  ", "vin.missing"), ("TMBJB9NX0PY00001", "vin.length"),
    ("TMBJB9NX0PY0000012", "vin.length"),
    ("TMBJB9NX PY000001", "vin.separator"), ("TMB-JB9NX0PY000001", "vin.separator"),
    ("TMBJB9NX\u{A0}0PY000001", "vin.separator"), ("TMBJB9NX\u{200B}0PY000001", "vin.invisible"),
    ("TMBJB9NXOPY000001", "vin.letter"), ("TMBJB9NX0PY00000I", "vin.letter"), ("QMBJB9NX0PY000001", "vin.letter"),
    ("TMBJB9NX\u{FF10}PY000001", "vin.lookalike"), ("\u{422}MBJB9NX0PY000001", "vin.lookalike"),
    ("TM\u{412}JB9NX0PY000001", "vin.lookalike"), ("T\u{39C}BJB9NX0PY000001", "vin.lookalike"),
    ("TMBJB9NX0PY00000\u{E9}", "vin.character"), ("TMBJB9NX0PY0000*1", "vin.character"),
    ("1M8GDM9A1KP042788", "vin.check-digit"), ("11111111111111111", "vin.placeholder"),
    ("00000000000000000", "vin.placeholder"), ("TBD", "vin.placeholder"), ("n/a", "vin.placeholder"),
    ("1.23457E+16", "vin.spreadsheet-number"), ("5.0E+16", "vin.spreadsheet-number"),
    ("1,23457E+16", "vin.spreadsheet-number"), ("12345678901234500.0", "vin.spreadsheet-number"),
    ("12,345,678,901,234,500", "vin.spreadsheet-number"), ("#N/A", "vin.spreadsheet-error"),
    ("#REF!", "vin.spreadsheet-error"), ("113123456", "vin.short-chassis"), ("JZA80-1004956", "vin.short-chassis"),
    ("AB123456", "vin.short-chassis"), ("WVWZZZ1KZ\0W12345", "vin.invisible"),
  ])
  func whatIsWrongIsNamed(text: String, code: String) {
    let problem = #expect(throws: VINProblem.self) { try VINReading(text) }
    #expect(problem?.code == code, "\(problem?.reason ?? "")")
  }

  @Test func theRowsYearNamesANumberFromBefore1981() {
    let problem = #expect(throws: VINProblem.self) { try VINReading("WP0ZZZ911ZS1", year: 1979) }
    #expect(problem?.code == "vin.short-chassis")
    #expect(problem?.reason.contains("1981") == true)
  }

  @Test func theMessageSaysPositionAlphabetAndWhatToAskTheCar() {
    let problem = #expect(throws: VINProblem.self) { try VINReading("TM\u{412}JB9NX0PY000001") }
    #expect(problem?.reason == "Position 3 is the Cyrillic letter U+0412, which only looks like B.")
    #expect(problem?.hint == "If the car shows TMBJB9NX0PY000001, write exactly that.")
  }

  @Test func aWrongCheckDigitElsewhereIsANoteOnlyWhereItLooksLikeOne() throws {
    #expect(try VINReading("SALCA2BN1LH000001").notes.map(\.code) == ["vin.check-digit"])
    #expect(try VINReading("WVWZZZ1KZAW000001").notes.isEmpty)
  }

  /// Whatever stands in a cell: an answer, never a crash, and only VINs that are one.
  @Test func anyTextIsAnsweredSafely() {
    var chance = SeededChance(seed: 0x51_AB)
    let pieces = Array("TMBWVW1235ZIOQ0 -.'=\"#eE+,/\u{A0}\u{200B}\u{FF11}\u{412}\u{39C}é\u{301}\u{1F697}\0\n")
    for round in 0..<3_000 {
      let count = Int.random(in: 0...24, using: &chance)
      let text = String((0..<count).map { _ in pieces.randomElement(using: &chance)! })
      do {
        let vin = try VINReading(text).vin
        #expect(VIN(strict: vin.text) == vin, "round \(round)")
      } catch {
        #expect(!error.reason.isEmpty && !error.hint.isEmpty, "round \(round)")
        #expect(error.reason.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{200B}" }, "round \(round)")
      }
    }
  }
}
