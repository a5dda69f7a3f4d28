import HandoverModel
import StrictFormats

/// Says what is wrong with a text that is no VIN, as exactly as the text allows.
enum VINComplaint {
  /// Refuses what a spreadsheet made of a VIN, and what stands where no VIN was known.
  static func spreadsheet(_ text: String) throws(VINProblem) {
    if text.isEmpty {
      throw VINProblem("vin.missing", "This row has no VIN.", hint: "Read it from the car and write it into the row.")
    }
    if SpreadsheetDamage.isErrorValue(text) {
      throw VINProblem(
        "vin.spreadsheet-error", "A spreadsheet's error value stands where the VIN should be.",
        hint: "Repair the formula in the spreadsheet, or write the VIN as text.")
    }
    if SpreadsheetDamage.isNumber(text) {
      throw VINProblem(
        "vin.spreadsheet-number", "A spreadsheet turned the VIN into a number; the VIN is lost.",
        hint: "Format the column as text, enter the VIN again from the car, and export again.")
    }
    if placeholders.contains(Fold.key(text)) {
      throw VINProblem(
        "vin.placeholder", "A placeholder stands where the VIN should be.",
        hint: "Read it from the car and write it into the row.")
    }
  }

  private static let placeholders: Set<String> = [
    "", "tbd", "tba", "tbc", "na", "none", "unknown", "unbekannt", "pending", "missing", "null", "xxx", "vin",
  ]

  static func whatIsWrong(with text: String, year: Int?) -> VINProblem {
    let scalars = Array(text.unicodeScalars)
    if let problem = shortNumber(scalars, year: year) { return problem }
    for (place, scalar) in scalars.enumerated() where !isVINCharacter(scalar) {
      return badCharacter(scalar, at: place + 1, in: scalars)
    }
    return wrongLength(scalars.count)
  }

  // MARK: - Length

  private static func wrongLength(_ count: Int) -> VINProblem {
    let why = count == 16 ? " A spreadsheet drops a leading zero, a person one of two equal characters." : ""
    return VINProblem(
      "vin.length", "This has \(counted(count, "character")); a VIN has 17.\(why)", hint: "Compare it with the car.")
  }

  /// Numbers from before 1981, and the frame numbers of cars that never had 17 characters.
  private static func shortNumber(_ scalars: [Unicode.Scalar], year: Int?) -> VINProblem? {
    let core = scalars.filter { !isSeparator($0) }
    let digits = core.count { ("0"..."9").contains($0) }
    let isEarly = year.map { $0 < 1981 } ?? false
    guard core.allSatisfy({ $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0)) }), digits >= 3,
      (5...13).contains(core.count) || isEarly && core.count != 17
    else { return nil }
    return VINProblem(
      "vin.short-chassis",
      "\(core.count) characters: a chassis number from before 1981, or of a car that never had a 17-character VIN.",
      hint: "Such a car has no connected service; leave it out of the file.")
  }

  // MARK: - Characters

  private static func badCharacter(_ scalar: Unicode.Scalar, at place: Int, in text: [Unicode.Scalar]) -> VINProblem {
    if scalar == "I" || scalar == "O" || scalar == "Q" {
      return VINProblem(
        "vin.letter", "Position \(place) is the letter \(scalar); a VIN never has I, O or Q.",
        hint: "Look at the car: \(scalar == "I" ? "it is probably the digit 1" : "it is probably the digit 0").")
    }
    if isSeparator(scalar) {
      return VINProblem(
        "vin.separator", "\(name(of: scalar)) stands inside the VIN, at position \(place).", hint: repair(text))
    }
    if let twin = Lookalikes.twin(of: scalar) {
      return VINProblem(
        "vin.lookalike",
        "Position \(place) is \(Lookalikes.script(of: scalar)) \(code(scalar)), which only looks like \(twin).",
        hint: repair(text))
    }
    if !PlainText.isVisible(scalar) {
      return VINProblem(
        "vin.invisible", "An invisible character, \(code(scalar)), stands inside the VIN, at position \(place).",
        hint: repair(text))
    }
    return VINProblem(
      "vin.character",
      "Position \(place) is \(PlainText.shown(String(Character(scalar)))) (\(code(scalar))), which no VIN has.",
      hint: "Compare it with the car.")
  }

  private static func isVINCharacter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && CheckDigit.values[Int(scalar.value)] != 255
  }

  private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    "-./_\u{2010}\u{2011}\u{2013}".unicodeScalars.contains(scalar) || scalar.properties.isWhitespace
  }

  private static func name(of scalar: Unicode.Scalar) -> String {
    if scalar == " " { return "A space" }
    if scalar == "\u{A0}" { return "A no-break space" }
    return scalar.properties.isWhitespace ? "A blank" : "The sign \(scalar)"
  }

  private static func code(_ scalar: Unicode.Scalar) -> String {
    let hex = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
  }

  /// What the person may have meant, only as a question to the car.
  private static func repair(_ text: [Unicode.Scalar]) -> String {
    let kept = text.compactMap { scalar -> Character? in
      if let twin = Lookalikes.twin(of: scalar) { return twin }
      return isSeparator(scalar) || !PlainText.isVisible(scalar) ? nil : Character(scalar)
    }
    guard let vin = VIN(strict: String(kept)) else { return "Type the VIN from the car." }
    return "If the car shows \(vin.text), write exactly that."
  }
}
