import HandoverModel

/// The columns of a lot file.
enum LotColumn: Hashable, Sendable {
  case vin, make, model, year, stock, platform
  case takenIn, vinRead, stolen, fleet, lenderClaim, secondClaimant, legalHold, deliveredOn
  case odometer(OdometerReading.Unit?)
  case odometerUnit, keysHandedOver, keysAccepted
  case ecall112, privateEmergency, recallChannel, theftRecovery
  case answeredBy, answeredAt
  case answer(Layer)
  case evidence(Layer)

  /// Whether losing the cell could let something be ended that must not be.
  var isGate: Bool {
    switch self {
    case .takenIn, .vinRead, .stolen, .fleet, .lenderClaim, .secondClaimant, .legalHold, .deliveredOn: true
    default: false
    }
  }

  static let vocabulary: Vocabulary<LotColumn> = {
    var words = Vocabulary<LotColumn>(kind: "lot file", required: [(.vin, "VIN")])
    addCar(&words)
    addGates(&words)
    addFindings(&words)
    for layer in Layer.allCases {
      words.add(.answer(layer), layer.rawValue, layerSpellings[layer] ?? "")
      words.add(.evidence(layer), "\(layer.rawValue)_evidence")
    }
    return words
  }()

  private static func addCar(_ words: inout Vocabulary<LotColumn>) {
    words.add(
      .vin, "vin",
      """
      vin number,vin no,vin code,vin nr,vehicle identification number,vehicle vin,full vin,chassis,chassis number,\
      chassis no,chassis nr,frame number,fahrgestellnummer,fahrgestell nr,fin,fahrzeugidentifizierungsnummer,\
      fahrzeug ident nr,numero de chassis,numero vin,bastidor,telaio,chassisnummer,podvozek
      """)
    words.add(.make, "make", "brand,manufacturer,marke,hersteller,marque,marca,fabrikat,merk,znacka,vehicle make")
    words.add(.model, "model", "modell,modele,modelo,modello,vehicle model,model name")
    words.add(.year, "year", "model year,my,modelljahr,year model,annee modele,model yr,yr,vehicle year")
    words.add(
      .stock, "stock",
      "stock number,stock no,stock nr,stock id,stk,stk no,lagernummer,lagernr,bestandsnummer,inventory number")
    words.add(.platform, "platform", "head unit,headunit,infotainment")
  }

  private static func addGates(_ words: inout Vocabulary<LotColumn>) {
    words.add(
      .takenIn, "taken_in",
      """
      taken in on,taken in date,date taken in,intake,intake date,date in,trade in date,hereinnahme,eingangsdatum,\
      inzahlungnahme
      """
    )
    words.add(.vinRead, "vin_read", "vin read from,vin source,vin evidence")
    words.add(.stolen, "stolen", "stolen flag,reported stolen,gestohlen")
    words.add(.fleet, "fleet", "fleet flag,fleet car,flotte")
    words.add(.lenderClaim, "lender_claim", "lender,finance claim,lien,outstanding finance")
    words.add(.secondClaimant, "second_claimant", "second claim,ownership dispute")
    words.add(.legalHold, "legal_hold", "hold,evidence hold")
    words.add(.deliveredOn, "delivered_on", "delivered,delivery date,date delivered,ausgeliefert,auslieferung")
  }

  private static func addFindings(_ words: inout Vocabulary<LotColumn>) {
    words.add(.odometer(nil), "odometer", "mileage,odometer reading,kilometerstand,km stand,laufleistung,kilometrage")
    words.add(.odometer(.kilometres), "odometer_km", "mileage km,odometer in km,kilometers,kilometres,km")
    words.add(.odometer(.miles), "odometer_mi", "mileage mi,odometer miles,miles,mileage miles")
    words.add(.odometerUnit, "odometer_unit", "mileage unit,unit")
    words.add(
      .keysHandedOver, "keys_handed_over", "keys,number of keys,keys handed,schluessel,schlüssel,anzahl schlüssel")
    words.add(.keysAccepted, "keys_accepted", "keys in car,keys learned,keys accepted by car")
    words.add(.ecall112, "ecall_112", "ecall,e-call 112")
    words.add(.privateEmergency, "private_emergency", "private ecall,maker emergency call")
    words.add(.recallChannel, "recall_channel")
    words.add(.theftRecovery, "theft_recovery", "stolen vehicle recovery")
    words.add(.answeredBy, "answered_by", "answers by,done by,checked by")
    words.add(.answeredAt, "answered_at", "answered on,answers at,done at,checked at,checked on")
  }

  /// Only spellings that cannot be a column of equipment: `Bluetooth: yes` is no answer.
  private static let layerSpellings: [Layer: String] = [
    .homeLink: "garage codes,garage door codes", .digitalKeys: "phone keys", .inCarProfiles: "car profiles",
    .storedData: "data in the car", .pairedDevices: "paired phones", .paymentAndCharging: "charging contracts",
    .wifiSIM: "hotspot sim", .insurerDevice: "insurer dongle", .dealerTracker: "own tracker",
    .removableMedia: "media left in car",
  ]
}
