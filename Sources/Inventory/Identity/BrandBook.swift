/// The brands as dealers spell them.
enum BrandBook {
  /// A brand with the makers that sold cars under it; more than one only for `smart`.
  struct Brand: Hashable {
    var name: String
    var makers: [String]
  }

  /// The brand a make column means, or nil where we do not know it.
  static func brand(spelt text: String) -> Brand? {
    let key = Fold.key(text)
    return brands[key] ?? aliases[key].flatMap { brands[Fold.key($0)] }
  }

  /// The brand of this exact name.
  static func brand(named name: String) -> Brand? { brands[Fold.key(name)] }

  private static let brands: [String: Brand] = {
    var brands: [String: Brand] = [:]
    for maker in Maker.all {
      for name in maker.brands {
        brands[Fold.key(name), default: Brand(name: name, makers: [])].makers.append(maker.id)
      }
    }
    return brands
  }()

  private static let aliases = [
    "vw": "Volkswagen", "volkswagenvw": "Volkswagen", "vwnutzfahrzeuge": "Volkswagen", "vwn": "Volkswagen",
    "volkswagencommercialvehicles": "Volkswagen", "volkswagencommercial": "Volkswagen", "vwcommercial": "Volkswagen",
    "volkswagencars": "Volkswagen", "volkswagennutzfahrzeuge": "Volkswagen", "skodaauto": "Škoda",
    "mercedes": "Mercedes-Benz", "mercedesbenzcars": "Mercedes-Benz", "mb": "Mercedes-Benz", "merc": "Mercedes-Benz",
    "mercedesamg": "Mercedes-Benz", "amg": "Mercedes-Benz", "mercedesmaybach": "Mercedes-Benz",
    "maybach": "Mercedes-Benz", "daimler": "Mercedes-Benz", "landrover": "Land Rover", "rangerover": "Land Rover",
    "lr": "Land Rover", "defender": "Land Rover", "discovery": "Land Rover", "jag": "Jaguar", "chevy": "Chevrolet",
    "gmctruck": "GMC", "alfa": "Alfa Romeo", "alfaromeoautomobiles": "Alfa Romeo", "dsautomobiles": "DS",
    "citroends": "DS", "ramtrucks": "Ram", "dodgeram": "Ram", "minicooper": "MINI", "bmwmini": "MINI", "bmwi": "BMW",
    "bmwm": "BMW", "rollsroycemotorcars": "Rolls-Royce", "rr": "Rolls-Royce", "mgmotor": "MG", "mgmotoruk": "MG",
    "teslamotors": "Tesla", "kiamotors": "Kia", "hyundaimotor": "Hyundai", "genesismotor": "Genesis",
    "fordmotorcompany": "Ford", "toyotamotor": "Toyota", "volvocars": "Volvo", "volvocar": "Volvo",
    "opelvauxhall": "Opel", "cupraseat": "Cupra", "seatcupra": "Cupra", "kgmobility": "KGM", "polestarcars": "Polestar",
    "lucidmotors": "Lucid", "rivianautomotive": "Rivian", "bydauto": "BYD", "lynkco": "Lynk & Co",
    "xpengmotors": "XPENG",
    "greatwall": "GWM", "gwmora": "ORA", "ineosgrenadier": "Ineos", "grenadier": "Ineos",
    "astonmartinlagonda": "Aston Martin",
    "porscheag": "Porsche", "audiag": "Audi", "bmwag": "BMW", "volkswagenag": "Volkswagen", "smartautomobile": "smart",
  ]
}
