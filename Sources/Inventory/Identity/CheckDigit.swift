package import HandoverModel

/// The check digit in position 9 (49 CFR 565.15(c), tables III to V): required of cars made for North America, chance
/// or filler elsewhere.
package enum CheckDigit {
  /// The character that position 9 must have.
  package static func expected(in vin: VIN) -> Character {
    var sum = 0
    for (place, byte) in vin.text.utf8.enumerated() { sum += Int(values[Int(byte)]) * weights[place] }
    return sum % 11 == 10 ? "X" : Character(Unicode.Scalar(UInt8(48 + sum % 11)))
  }

  /// Whether position 9 is right.
  package static func isRight(in vin: VIN) -> Bool {
    vin.text.utf8.dropFirst(8).first == expected(in: vin).asciiValue
  }

  /// Whether a wrong check digit means a wrong VIN: region 1 to 5 (United States, Canada, Mexico), and of region 7 what
  /// ISO 3780 gives to the United States, 7F to 70; 7A to 7E are New Zealand's.
  package static func isRequired(of vin: VIN) -> Bool {
    VINFacts(vin).needsCheckDigit
  }

  static func isRequired(first: UInt8, second: UInt8) -> Bool {
    if first == UInt8(ascii: "7") { return !(UInt8(ascii: "A")...UInt8(ascii: "E")).contains(second) }
    return (UInt8(ascii: "1")...UInt8(ascii: "5")).contains(first)
  }

  static let weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]

  /// The value of each byte; 255 for what is no VIN character.
  static let values: [UInt8] = {
    var values = [UInt8](repeating: 255, count: 256)
    for digit in 0..<10 { values[48 + digit] = UInt8(digit) }
    let letters: [(String, UInt8)] = [
      ("AJ", 1), ("BKS", 2), ("CLT", 3), ("DMU", 4), ("ENV", 5), ("FW", 6), ("GPX", 7), ("HY", 8), ("RZ", 9),
    ]
    for (group, value) in letters {
      for byte in group.utf8 { values[Int(byte)] = value }
    }
    return values
  }()
}
