package import HandoverModel
import StrictFormats

/// Why a text is no VIN that can be used.
package struct VINProblem: Error, Hashable, Sendable {
  /// A stable dotted name: `vin.letter`.
  package var code: String
  /// One sentence for a person, safe to print.
  package var reason: String
  /// What to do next.
  package var hint: String

  init(_ code: String, _ reason: String, hint: String) {
    self.code = code
    self.reason = reason
    self.hint = hint
  }
}

/// A VIN read from text as people and spreadsheets write it.
///
/// Blanks at the ends, invisible characters there, lower case, `="..."` and a leading `'` are taken off. Nothing inside
/// is repaired: a VIN that had to be guessed would be another car's.
package struct VINReading: Hashable, Sendable {
  /// The VIN, with a right check digit where one is required.
  package var vin: VIN
  /// What should be known about it.
  package var notes: [RowNote]

  /// Reads a text. `year` is what is known about the car's age from elsewhere.
  package init(_ text: String, year: Int? = nil) throws(VINProblem) {
    let trimmed = Self.trim(text)
    let inner = SpreadsheetDamage.unwrapped(trimmed).map(Self.trim)
    let candidate = inner ?? trimmed
    try VINComplaint.spreadsheet(candidate)
    let letters = Self.upperCased(candidate)
    guard let vin = VIN(strict: letters) else { throw VINComplaint.whatIsWrong(with: letters, year: year) }
    self.vin = vin
    notes = try Self.judge(vin)
    if inner != nil {
      notes.append(RowNote("vin.wrapped", "The VIN was wrapped for a spreadsheet; the wrapping was taken off."))
    }
  }

  /// ASCII letters only: another script's letters must stay visible as what they are.
  private static func upperCased(_ text: String) -> String {
    var letters = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let isLower = ("a"..."z").contains(scalar)
      letters.append(isLower ? Unicode.Scalar(UInt8(scalar.value - 0x20)) : scalar)
    }
    return String(letters)
  }

  static func trim(_ text: String) -> String {
    var text = text
    return text.withUTF8 { String(decoding: CellText.trimmed($0), as: UTF8.self) }
  }

  /// Refuses a VIN that cannot be right; notes one whose position 9 looks like a check digit and is not.
  static func judge(_ vin: VIN) throws(VINProblem) -> [RowNote] {
    guard Set(vin.text.utf8).count > 1 else {
      throw VINProblem(
        "vin.placeholder", "17 times the same character is a filler or a test number, not a car's VIN.",
        hint: "Read the VIN from the car and write it into the row.")
    }
    guard !CheckDigit.isRight(in: vin) else { return [] }
    guard CheckDigit.isRequired(of: vin) else { return isCheckDigitLike(vin) ? wrongElsewhere : [] }
    throw VINProblem(
      "vin.check-digit",
      "The check digit in position 9 is wrong for a North American VIN, so at least one character is mistyped.",
      hint: "Compare the VIN with the car, character by character.")
  }

  private static func isCheckDigitLike(_ vin: VIN) -> Bool {
    guard let byte = vin.text.utf8.dropFirst(8).first else { return false }
    return byte == UInt8(ascii: "X") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static let wrongElsewhere = [
    RowNote(
      "vin.check-digit",
      "Position 9 is not this VIN's check digit. Outside North America it need not be; compare the VIN with the car.")
  ]
}
