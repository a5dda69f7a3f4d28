/// A company as the owner of a connected service: brands that share one service and one set of prefixes are one maker.
package struct Maker: Hashable, Sendable {
  /// The id that adapters and sheets use: `skoda`, `stellantis-us`.
  package var id: String
  /// The name for people, used as make where the brand is not known.
  package var name: String
  /// The brands as the trade writes them.
  package var brands: [String]
  /// Whether position 10 is the model year also outside North America. Commonly documented, not confirmed by the
  /// makers.
  var yearInVIN: Bool
  /// No car of the maker is older.
  var since: Int

  init(_ id: String, _ name: String, _ brands: [String], yearInVIN: Bool = false, since: Int = 1980) {
    self.id = id
    self.name = name
    self.brands = brands
    self.yearInVIN = yearInVIN
    self.since = since
  }

  var yearRule: YearRule { YearRule(isInVIN: yearInVIN, since: since) }

  /// The maker of this id.
  package static func named(_ id: String) -> Maker? { byID[id] }

  private static let byID = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })

  /// Every maker we know. Which brands share a service: the landscape notes, sections 2 and 4 (November 2026).
  package static let all: [Maker] = [
    Maker("volkswagen", "Volkswagen", ["Volkswagen"], yearInVIN: true),
    Maker("audi", "Audi", ["Audi"], yearInVIN: true),
    Maker("skoda", "Škoda", ["Škoda"], yearInVIN: true),
    Maker("seat", "SEAT/Cupra", ["SEAT", "Cupra"], yearInVIN: true),
    Maker("porsche", "Porsche", ["Porsche"], yearInVIN: true),
    Maker("bentley", "Bentley", ["Bentley"], yearInVIN: true),
    Maker("lamborghini", "Lamborghini", ["Lamborghini"], yearInVIN: true),
    Maker("mercedes", "Mercedes-Benz/smart", ["Mercedes-Benz", "smart"]),
    Maker("smart", "smart (2022 on)", ["smart"], since: 2022),
    Maker("ford", "Ford/Lincoln", ["Ford", "Lincoln", "Mercury"]),
    Maker(
      "gm", "General Motors",
      ["Chevrolet", "Buick", "GMC", "Cadillac", "Pontiac", "Saturn", "Oldsmobile", "Hummer", "Holden", "BrightDrop"]),
    Maker("toyota", "Toyota/Lexus", ["Toyota", "Lexus", "Scion"]),
    Maker("hyundai", "Hyundai", ["Hyundai"]),
    Maker("genesis", "Genesis", ["Genesis"], since: 2016),
    Maker("kia", "Kia", ["Kia"]),
    Maker("volvo", "Volvo", ["Volvo"], yearInVIN: true),
    Maker("polestar", "Polestar", ["Polestar"], yearInVIN: true, since: 2019),
    Maker("renault", "Renault/Dacia/Alpine", ["Renault", "Dacia", "Alpine"]),
    Maker("stellantis-us", "Chrysler/Dodge/Jeep/Ram", ["Chrysler", "Dodge", "Jeep", "Ram", "Plymouth", "Eagle"]),
    Maker("stellantis-fiat", "Fiat group", ["Fiat", "Alfa Romeo", "Lancia", "Maserati", "Abarth"]),
    Maker("stellantis-psa", "Peugeot/Citroën/DS/Opel", ["Peugeot", "Citroën", "DS", "Opel", "Vauxhall"]),
    Maker("leapmotor", "Leapmotor", ["Leapmotor"], since: 2019),
    Maker("nissan", "Nissan/Infiniti", ["Nissan", "Infiniti", "Datsun"]),
    Maker("honda", "Honda/Acura", ["Honda", "Acura"]),
    Maker("subaru", "Subaru", ["Subaru"]),
    Maker("mazda", "Mazda", ["Mazda"]),
    Maker("mitsubishi", "Mitsubishi", ["Mitsubishi"]),
    Maker("rivian", "Rivian", ["Rivian"], yearInVIN: true, since: 2021),
    Maker("lucid", "Lucid", ["Lucid"], yearInVIN: true, since: 2021),
    Maker("byd", "BYD", ["BYD"], yearInVIN: true, since: 2005),
    Maker("mg", "MG", ["MG"], yearInVIN: true, since: 2007),
    Maker("tesla", "Tesla", ["Tesla"], yearInVIN: true, since: 2008),
    Maker("bmw", "BMW/MINI/Rolls-Royce", ["BMW", "MINI", "Rolls-Royce", "Alpina"]),
    Maker("jlr", "Jaguar/Land Rover", ["Jaguar", "Land Rover"], yearInVIN: true),
    Maker("suzuki", "Suzuki", ["Suzuki"]),
    Maker("isuzu", "Isuzu", ["Isuzu"]),
    Maker("daihatsu", "Daihatsu", ["Daihatsu"]),
    Maker("saab", "Saab", ["Saab"], yearInVIN: true),
    Maker("ssangyong", "SsangYong/KGM", ["SsangYong", "KGM"]),
    Maker("daewoo", "Daewoo", ["Daewoo"]),
    Maker("ferrari", "Ferrari", ["Ferrari"]),
    Maker("lotus", "Lotus", ["Lotus"]),
    Maker("mclaren", "McLaren", ["McLaren"]),
    Maker("aston-martin", "Aston Martin", ["Aston Martin"]),
    Maker("ineos", "Ineos", ["Ineos"], since: 2022),
    Maker("fisker", "Fisker", ["Fisker"], since: 2011),
    Maker("vinfast", "VinFast", ["VinFast"], since: 2019),
    Maker("lada", "Lada", ["Lada"]),
    Maker("xpeng", "XPENG", ["XPENG"], since: 2018),
    Maker("nio", "NIO", ["NIO"], since: 2018),
    Maker("gwm", "GWM/ORA", ["GWM", "ORA", "Haval"], since: 2005),
    Maker("chery", "Omoda/Jaecoo/Chery", ["Omoda", "Jaecoo", "Chery"], since: 2005),
    Maker("geely", "Geely/Lynk & Co", ["Geely", "Lynk & Co", "Zeekr"], since: 2005),
  ]
}
