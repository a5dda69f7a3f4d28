package import HandoverModel

/// The model year in position 10 (49 CFR 565.15(d), table VII; ISO 3779).
package enum ModelYear {
  /// The two years a VIN's position 10 can mean, 30 apart; empty where it is no year code.
  package static func candidates(_ vin: VIN) -> [Int] {
    guard let byte = vin.text.utf8.dropFirst(9).first, let place = codes.firstIndex(of: byte) else { return [] }
    return [1980 + place, 2010 + place]
  }

  private static let codes = Array("ABCDEFGHJKLMNPRSTVWXY123456789".utf8)

  /// The year that VIN and row allow to be stated, with a note where they differ.
  ///
  /// Position 7 chooses between the two years only for light North American vehicles (a digit: 1980 to 2009, a letter:
  /// 2010 to 2039). Elsewhere the row's year decides where it is one of the two; where the row says nothing, a year is
  /// stated only for makers that use position 10, and only if one of the two is possible at all.
  static func settle(_ vin: VIN, rowYear: Int?, maker: Maker?, thisYear: Int) -> (year: Int?, note: RowNote?) {
    let years = candidates(vin)
    if isLightNorthAmerican(vin) { return northAmerican(vin, years, rowYear: rowYear) }
    guard let rowYear else { return (alone(years, maker: maker, thisYear: thisYear), nil) }
    if years.contains(rowYear) || years.isEmpty { return (rowYear, nil) }
    guard maker?.yearInVIN == true || CheckDigit.isRequired(of: vin) else {
      return (
        rowYear,
        note(
          """
          The row's year \(rowYear) is neither of those in position 10 (\(list(years))). This maker is not \
          known to write the year there; the row's year was taken.
          """
        )
      )
    }
    if let near = years.first(where: { abs($0 - rowYear) == 1 }) {
      return (
        near, note("The row says \(rowYear), position 10 of the VIN says \(near); the VIN's model year was taken.")
      )
    }
    return (
      nil,
      note("The row's year \(rowYear) is neither of those in position 10 (\(list(years))); no model year is stated.")
    )
  }

  private static func northAmerican(_ vin: VIN, _ years: [Int], rowYear: Int?) -> (year: Int?, note: RowNote?) {
    guard years.count == 2, let seventh = vin.text.utf8.dropFirst(6).first else {
      return (nil, note("Position 10 of this North American VIN is no year code; no model year is stated."))
    }
    let year = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(seventh) ? years[0] : years[1]
    guard let rowYear, rowYear != year else { return (year, nil) }
    return (year, note("The row says \(rowYear), the VIN says \(year); the VIN's model year was taken."))
  }

  /// The only year that is possible, where the maker uses position 10.
  private static func alone(_ years: [Int], maker: Maker?, thisYear: Int) -> Int? {
    guard let maker, maker.yearInVIN else { return nil }
    let possible = years.filter { (maker.since...thisYear + 1).contains($0) }
    return possible.count == 1 ? possible[0] : nil
  }

  /// Chassis above 10,000 lb share these prefixes with light trucks; there position 7 binds nobody, and the row
  /// decides.
  private static let heavy: Set<String> = ["1FB", "1FC", "1FD", "3FD", "1GB", "1GD", "3C7"]

  private static func isLightNorthAmerican(_ vin: VIN) -> Bool {
    CheckDigit.isRequired(of: vin) && !heavy.contains(String(vin.text.prefix(3)))
  }

  private static func list(_ years: [Int]) -> String { years.map(String.init).joined(separator: ", ") }

  private static func note(_ text: String) -> RowNote { RowNote("year.differs", text) }
}
