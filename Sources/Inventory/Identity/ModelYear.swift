package import HandoverModel

/// How a maker writes model years outside North America.
struct YearRule: Hashable, Sendable {
  /// Whether position 10 is the model year.
  var isInVIN = false
  /// No car of the maker is older.
  var since = 1980
}

/// The model year in position 10 (49 CFR 565.15(d), table VII; ISO 3779).
package enum ModelYear {
  /// The two years a VIN's position 10 can mean, 30 apart; empty where it is no year code.
  package static func candidates(_ vin: VIN) -> [Int] {
    first(VINFacts(vin).tenth).map { [$0, $0 + 30] } ?? []
  }

  /// The earlier of the two years.
  private static func first(_ code: UInt8) -> Int? {
    switch code {
    case UInt8(ascii: "1")...UInt8(ascii: "9"): 2001 + Int(code - UInt8(ascii: "1"))
    case UInt8(ascii: "A")...UInt8(ascii: "H"): 1980 + Int(code - UInt8(ascii: "A"))
    case UInt8(ascii: "J")...UInt8(ascii: "N"): 1988 + Int(code - UInt8(ascii: "J"))
    case UInt8(ascii: "P"): 1993
    case UInt8(ascii: "R")...UInt8(ascii: "T"): 1994 + Int(code - UInt8(ascii: "R"))
    case UInt8(ascii: "V")...UInt8(ascii: "Y"): 1997 + Int(code - UInt8(ascii: "V"))
    default: nil
    }
  }

  /// The year that VIN and row allow to be stated, with a note where they differ.
  ///
  /// Position 7 chooses between the two years only for light North American vehicles (a digit: 1980 to 2009, a letter:
  /// 2010 to 2039). Elsewhere the row's year decides where it is one of the two; where the row says nothing, a year is
  /// stated only for makers that use position 10, and only if one of the two is possible at all.
  static func settle(
    _ facts: VINFacts, rowYear: Int?, rule: YearRule, thisYear: Int
  ) -> (year: Int?, note: RowNote?) {
    let first = first(facts.tenth)
    if isLightNorthAmerican(facts) { return northAmerican(facts, first, rowYear: rowYear) }
    guard let first else { return (rowYear, nil) }
    guard let rowYear else { return (alone(first, rule, thisYear: thisYear), nil) }
    if rowYear == first || rowYear == first + 30 { return (rowYear, nil) }
    return disagreement(facts, first, rowYear: rowYear, rule)
  }

  private static func disagreement(
    _ facts: VINFacts, _ first: Int, rowYear: Int, _ rule: YearRule
  ) -> (year: Int?, note: RowNote?) {
    let list = "\(first), \(first + 30)"
    guard rule.isInVIN || facts.needsCheckDigit else {
      let text = """
        The row's year \(rowYear) is neither of those in position 10 (\(list)). This maker is not known to write the \
        year there; the row's year was taken.
        """
      return (rowYear, note(text))
    }
    for year in [first, first + 30] where abs(year - rowYear) == 1 {
      return (
        year, note("The row says \(rowYear), position 10 of the VIN says \(year); the VIN's model year was taken.")
      )
    }
    let text = "The row's year \(rowYear) is neither of those in position 10 (\(list)); no model year is stated."
    return (nil, note(text))
  }

  private static func northAmerican(
    _ facts: VINFacts, _ first: Int?, rowYear: Int?
  ) -> (year: Int?, note: RowNote?) {
    guard let first else {
      return (nil, note("Position 10 of this North American VIN is no year code; no model year is stated."))
    }
    let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(facts.seventh)
    let year = isDigit ? first : first + 30
    guard let rowYear, rowYear != year else { return (year, nil) }
    return (year, note("The row says \(rowYear), the VIN says \(year); the VIN's model year was taken."))
  }

  /// The only year that is possible, where the maker uses position 10.
  private static func alone(_ first: Int, _ rule: YearRule, thisYear: Int) -> Int? {
    guard rule.isInVIN else { return nil }
    let possible = (rule.since...thisYear + 1)
    switch (possible.contains(first), possible.contains(first + 30)) {
    case (true, false): return first
    case (false, true): return first + 30
    default: return nil
    }
  }

  private static func isLightNorthAmerican(_ facts: VINFacts) -> Bool {
    facts.needsCheckDigit && !isHeavy(facts.prefix)
  }

  /// Chassis above 10,000 lb share these prefixes with light trucks; there position 7 binds nobody, and the row
  /// decides: 1FB, 1FC, 1FD, 3FD, 1GB, 1GD, 3C7.
  private static func isHeavy(_ prefix: UInt32) -> Bool {
    switch prefix {
    case 0x314642, 0x314643, 0x314644, 0x334644, 0x314742, 0x314744, 0x334337: true
    default: false
    }
  }

  private static func note(_ text: String) -> RowNote { RowNote("year.differs", text) }
}
