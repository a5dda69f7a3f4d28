import HandoverModel

/// What a make column says.
enum MakeReading: Hashable {
  case brand(BrandBook.Brand)
  /// Text that is no brand we know, fit for a certificate.
  case unknown(String)
  case silent

  init(_ text: String?) {
    guard let text, !text.isEmpty, !SpreadsheetDamage.isErrorValue(text) else {
      self = .silent
      return
    }
    if let brand = BrandBook.brand(spelt: text) {
      self = .brand(brand)
    } else {
      self = .unknown(PlainName.clean(text)?.name ?? Vehicle.unknown)
    }
  }
}

/// Make and maker of one car, from the VIN's prefix and the row.
struct MakeAndMaker: Hashable {
  var make: String
  var maker: String?
  var note: RowNote?
  /// Nobody said so: the prefix alone suggests it.
  var isGuess = false

  /// How the maker writes model years.
  var yearRule: YearRule { maker.flatMap(Maker.named)?.yearRule ?? YearRule() }

  /// Puts both together; throws where they contradict each other, because then the row is about another car.
  static func settle(_ entry: WMIEntry?, prefix: @autoclosure () -> String, _ reading: MakeReading) throws(CellFault)
    -> Self
  {
    switch reading {
    case .silent: byPrefixAlone(entry, prefix: prefix())
    case .brand(let brand): try both(entry, prefix: prefix(), brand)
    case .unknown(let text):
      Self(
        make: text, maker: nil,
        note: RowNote(
          "make.unknown", "This make is not known here; the platform stays unknown and the generic sheet serves."))
    }
  }

  private static func byPrefixAlone(_ entry: WMIEntry?, prefix: String) -> Self {
    guard let entry else {
      return Self(
        make: Vehicle.unknown, maker: nil,
        note: RowNote(
          "maker.unknown",
          "The prefix \(prefix) is not in our table and the row names no make; the platform stays unknown."))
    }
    guard let id = entry.maker, let maker = Maker.named(id) else {
      return Self(
        make: Vehicle.unknown, maker: nil,
        note: RowNote(
          "maker.several",
          """
          The prefix \(prefix) belongs to several makers (\(entry.makers.joined(separator: ", "))) and the \
          row names no make; the platform stays unknown.
          """
        ))
    }
    if entry.brands.count == 1 {
      return Self(make: entry.brands[0], maker: id, note: unconfirmed(entry, prefix), isGuess: true)
    }
    return Self(
      make: maker.name, maker: id,
      note: RowNote(
        "make.several-brands",
        """
        The prefix \(prefix) names the maker but not the brand (\(entry.brands.joined(separator: ", "))); add \
        a make column.
        """
      ), isGuess: true)
  }

  private static func both(_ entry: WMIEntry?, prefix: String, _ brand: BrandBook.Brand) throws(CellFault) -> Self {
    let only = brand.makers.count == 1 ? brand.makers[0] : nil
    guard let entry else {
      return Self(
        make: brand.name, maker: only,
        note: RowNote(
          "maker.prefix-unknown", "The prefix \(prefix) is not in our table; the make is the row's word alone."))
    }
    if let shared = brand.makers.first(where: { entry.makers.contains($0) }) {
      return Self(make: brand.name, maker: shared, note: nil)
    }
    if let badge = brand.makers.first(where: { entry.badges.contains($0) }) {
      return Self(
        make: brand.name, maker: badge,
        note: RowNote("make.badge", "The prefix \(prefix) is another maker's, who also built cars of this brand."))
    }
    guard entry.source != .unconfirmed else {
      return Self(
        make: brand.name, maker: only,
        note: RowNote(
          "make.prefix-unconfirmed",
          """
          The prefix \(prefix) is commonly quoted for \(entry.makers.joined(separator: ", ")), but in no list \
          we hold; the make is the row's word.
          """
        ))
    }
    throw CellFault(
      "make.contradicts",
      """
      The VIN's prefix \(prefix) belongs to \(entry.brands.joined(separator: ", ")), the row says \
      \(brand.name): one of them is another car's.
      """,
      hint: "Compare both with the car. If the VIN is right, correct the make or leave it empty.")
  }

  private static func unconfirmed(_ entry: WMIEntry, _ prefix: String) -> RowNote? {
    guard entry.source == .unconfirmed else { return nil }
    return RowNote(
      "maker.prefix-unconfirmed", "The prefix \(prefix) is commonly quoted for this make, but in no list we hold.")
  }
}
