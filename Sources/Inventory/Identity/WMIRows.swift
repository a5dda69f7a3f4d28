/// One row of the table: a maker, the brands of these prefixes, and the prefixes by the list that has them.
///
/// Taken from the landscape notes, section 3, and extended from the same public lists (NHTSA vPIC 3.45 for cars, light
/// trucks and multi-purpose vehicles; `vininfo` 1.11.0). A prefix in two rows names neither maker.
struct WMIRow {
  var maker: String
  var brands: String
  var vPIC = ""
  var other = ""
  var unconfirmed = ""
  /// Prefixes of other makers under which cars of this maker's brands were sold.
  var badge = ""

  static let all: [WMIRow] = european + american + asian

  private static let european: [WMIRow] = [
    WMIRow(
      maker: "volkswagen", brands: "Volkswagen",
      vPIC: "WVW WVG WV1 WV2 1VW 1V1 1V2 2V4 2V8 3VW 3VV 9BW", other: "WVZ WV3 8AW AAV LSV LFV MEX VWG VWV XW8 YBW"),
    WMIRow(maker: "audi", brands: "Audi", vPIC: "WAU WA1 WUA WU1 TRU", other: "WAV 93U 93V 99A LFV"),
    WMIRow(maker: "skoda", brands: "Škoda", other: "TMB XW8 MEX"),
    WMIRow(maker: "seat", brands: "SEAT,Cupra", other: "VSS VSZ WSS"),
    WMIRow(maker: "porsche", brands: "Porsche", vPIC: "WP0 WP1"),
    WMIRow(maker: "bentley", brands: "Bentley", vPIC: "SCB SJA"),
    WMIRow(maker: "lamborghini", brands: "Lamborghini", vPIC: "ZHW ZPB"),
    WMIRow(
      maker: "mercedes", brands: "Mercedes-Benz",
      vPIC: "WDB WDC WDD W1K W1N W1W W1Y WD3 WD4 WD8 WDR WDY 4JG 55S 8BT 8BU 9DB",
      other: "WDF WDA WMX WDP WDZ 8AC 9BM VSA VAG MBR LE4", unconfirmed: "W1V W1X LB1"),
    WMIRow(maker: "mercedes", brands: "smart", vPIC: "WME"),
    WMIRow(maker: "smart", brands: "smart", other: "HES"),
    WMIRow(
      maker: "renault", brands: "Renault", vPIC: "VF1 KNM", other: "VF2 VF6 VYS VNV VN1 8A1 93Y 9FB X7L UU1",
      unconfirmed: "MEE"),
    WMIRow(maker: "renault", brands: "Dacia", other: "UU1"),
    WMIRow(maker: "renault", brands: "Alpine", unconfirmed: "VFA"),
    WMIRow(
      maker: "stellantis-fiat", brands: "Fiat,Abarth", vPIC: "ZFA ZFB ZAC 3C3 3E4", other: "ZFC 9BD SUF NM4",
      badge: "1C3 1C4 2C3 2C4 3C4 JC1 VXE VXK VR3 VF6 VNV"),
    WMIRow(maker: "stellantis-fiat", brands: "Alfa Romeo", vPIC: "ZAR ZAS", badge: "ZAC"),
    WMIRow(maker: "stellantis-fiat", brands: "Lancia", other: "ZLA", badge: "2E4"),
    WMIRow(maker: "stellantis-fiat", brands: "Maserati", vPIC: "ZAM ZN6"),
    WMIRow(
      maker: "stellantis-psa", brands: "Peugeot", vPIC: "VF3", other: "VR3 VS3 8AD 936 SDB LDC",
      badge: "YAR"),
    WMIRow(maker: "stellantis-psa", brands: "Citroën,DS", other: "VF7 VR1 VR7 VS7 935 LDC"),
    WMIRow(
      maker: "stellantis-psa", brands: "Opel,Vauxhall", vPIC: "W0L W0V", other: "VXE VXK VSX W0S SED SKF XUF VN1",
      unconfirmed: "VXF", badge: "KL1 VF1 VF6"),
    WMIRow(maker: "volvo", brands: "Volvo", vPIC: "YV1 YV4 7JR LVY LYV", other: "YVV XLB", unconfirmed: "7JD"),
    WMIRow(maker: "polestar", brands: "Polestar", vPIC: "LPS YSM LVY", unconfirmed: "YSR YSP"),
    WMIRow(maker: "saab", brands: "Saab", vPIC: "YS3 YK1 5S3 JF4 3G0", other: "YTN"),
    WMIRow(
      maker: "bmw", brands: "BMW",
      vPIC: "WBA WBS WBX WBY WB5 4US 5UX 5UM 5YM 3MW 3MF", other: "WBW LBV 98M", unconfirmed: "X4X"),
    WMIRow(maker: "bmw", brands: "Alpina", vPIC: "WAP"),
    WMIRow(maker: "bmw", brands: "MINI", vPIC: "WMW WMZ"),
    WMIRow(maker: "bmw", brands: "Rolls-Royce", vPIC: "SCA SLA"),
    WMIRow(maker: "jlr", brands: "Jaguar", vPIC: "SAJ SAD", other: "99J", unconfirmed: "SAM L2C"),
    WMIRow(maker: "jlr", brands: "Land Rover", vPIC: "SAL", other: "99J SUR", unconfirmed: "L2C"),
    WMIRow(maker: "ferrari", brands: "Ferrari", vPIC: "ZFF ZSG"),
    WMIRow(maker: "lotus", brands: "Lotus", vPIC: "SCC"),
    WMIRow(maker: "mclaren", brands: "McLaren", vPIC: "SBM"),
    WMIRow(maker: "aston-martin", brands: "Aston Martin", vPIC: "SCF SD7"),
    WMIRow(maker: "ineos", brands: "Ineos", vPIC: "SC6 SH7"),
    WMIRow(maker: "lada", brands: "Lada", other: "XTA"),
  ]

  private static let american: [WMIRow] = [
    WMIRow(
      maker: "ford", brands: "Ford", vPIC: "1FA 1FM 1FT 1F1 1ZV 2FA 2FM 2FT 3FA 3FM 3FT WF0 WF1 NM0 MAJ 9BF 4F2 4F4",
      other: "1FB 1FC 1FD 3FE WFO SFA MNB VS6 LVS 6FP 8AF AFA", unconfirmed: "UN1", badge: "1YV"),
    WMIRow(maker: "ford", brands: "Lincoln", vPIC: "1LN 1L1 2LM 2LN 3LN 5LM 5LT 5L1"),
    WMIRow(maker: "ford", brands: "Mercury", vPIC: "1ME 2ME 2MR 3ME 4M2", badge: "1ZW"),
    WMIRow(
      maker: "gm", brands: "Chevrolet",
      vPIC: "1G1 1GC 1GN 2G1 2GC 2GN 3G1 3GC 3GN 3GM 4G1 KL1 KL7 KL8 KLA 6G1 6G3 LSG 2C1 2CN", other: "1GB 1GA 9BG",
      badge: "1N6 3N6 JN6"),
    WMIRow(maker: "gm", brands: "Buick", vPIC: "1G4 2G4 3G4 3G5 5GA KL4 LRB W04"),
    WMIRow(maker: "gm", brands: "GMC", vPIC: "1GT 1GK 2GK 2GT 2CT 3GK 3GT", other: "1GD 1GJ"),
    WMIRow(maker: "gm", brands: "Cadillac", vPIC: "1G6 1GY 2G6 3GY LRE LSG W06"),
    WMIRow(maker: "gm", brands: "Pontiac", vPIC: "1G2 1GM 2G2 2CK 3G2 3G7 5Y2 6G2 KL2"),
    WMIRow(maker: "gm", brands: "Saturn", vPIC: "1G8 3GS 5GZ W08"),
    WMIRow(maker: "gm", brands: "Oldsmobile", vPIC: "1G3 1GH 2G3"),
    WMIRow(maker: "gm", brands: "Hummer", vPIC: "5GN 5GR 5GT"),
    WMIRow(maker: "gm", brands: "Chevrolet,Buick,GMC,Cadillac", vPIC: "1G0 2G5", badge: "W0L"),
    WMIRow(
      maker: "stellantis-us", brands: "Chrysler,Dodge,Jeep,Ram",
      vPIC: "1C3 1C4 1C6 2C3 2C4 2C6 3C3 3C4 3C6 ZAC", other: "3C7 988",
      badge: "2V4 2V8 ML3 WD0 WD2 WD5 WD8 JJ3 3E4 ZFB"),
    WMIRow(maker: "stellantis-us", brands: "Chrysler", vPIC: "1C8 2A4 2A8 2C8 3A4 3A8 3C8 1A4 1A8"),
    WMIRow(
      maker: "stellantis-us", brands: "Dodge",
      vPIC: "1B3 1B4 1B7 1D3 1D4 1D7 1D8 2B3 2B4 2B7 2D3 2D4 2D7 2D8 3B7 3D3 3D4 3D7 3D8"),
    WMIRow(maker: "stellantis-us", brands: "Jeep", vPIC: "1J4 1J8 1J7 2J4 3J4"),
    WMIRow(maker: "tesla", brands: "Tesla", vPIC: "5YJ 7SA 7G2 SFZ", other: "LRW XP7"),
    WMIRow(maker: "rivian", brands: "Rivian", vPIC: "7FC 7PD"),
    WMIRow(maker: "lucid", brands: "Lucid", vPIC: "50E", unconfirmed: "7UU"),
    WMIRow(maker: "fisker", brands: "Fisker", vPIC: "YH4 514 VCF"),
  ]

  private static let asian: [WMIRow] = [
    WMIRow(
      maker: "toyota", brands: "Toyota",
      vPIC: """
        JTD JTE JTK JTL JTM JTN JT2 JT3 JT4 JT5 1NX 2T1 2T3 3MY 3TM 3TY 4T1 4T3 4T4 5TB 5TD 5TE 5TF 5YF 7MU 7SV VNK \
        NMT WZ1 JF1
        """,
      other: "JTS SB1 TW1 YAR AHT MR0 MBJ 6T1 8AJ 93R 9BR LTV LVG LFM", unconfirmed: "JTF JTG JT1 JT7 MHF",
      badge: "VXE VXK VR3"),
    WMIRow(
      maker: "toyota", brands: "Lexus", vPIC: "JTH JTJ JT6 JT8 2T2 58A JTD 5TD"),
    WMIRow(
      maker: "hyundai", brands: "Hyundai", vPIC: "KMH KMF KM8 KME 5NP 5NM 5NT 3KP 5XY PFD",
      other: "2HM TMA NLH MAL LBE XWE 9BH", unconfirmed: "KMJ KMC X7M"),
    WMIRow(maker: "genesis", brands: "Genesis", vPIC: "KMT KMU 5NM KMH"),
    WMIRow(
      maker: "kia", brands: "Kia", vPIC: "KNA KND 3KP 5XX 5XY", other: "U5Y U6Y XWE LJD 9UW",
      unconfirmed: "KNB KNC KNE KNF KNH MZB 8LC"),
    WMIRow(
      maker: "nissan", brands: "Nissan", vPIC: "JN1 JN6 JN8 1N4 1N6 3N1 3N6 3N8 5N1 KNM 3PC 5N3",
      other: "5BZ SJN VSK VWA VNV MNT MDH MBH 94D LGB 6F4 SJK", unconfirmed: "JNA JN3", badge: "4N2 VF1 VF6"),
    WMIRow(maker: "nissan", brands: "Infiniti", vPIC: "JNK JNR JNT 5N3 3PC SJK JN1 JN8", other: "JNX"),
    WMIRow(
      maker: "honda", brands: "Honda",
      vPIC: "JHM JHL 1HG 2HG 2HJ 2HK 3CZ 3GP 3HG 19X 4S6 5FN 5FP 5J6 5J7 5KB 7FA SHH SHS",
      other: "JHZ JHN 5FS SAH NLA MAK MRH LUC LHG LVH 93H"),
    WMIRow(maker: "honda", brands: "Acura", vPIC: "JH4 JAE 19U 19V 2HH 2HN 5FR 5J8 5KC 4W5", other: "5J0"),
    WMIRow(maker: "subaru", brands: "Subaru", vPIC: "JF1 JF2 JF3 4S3 4S4 JTM"),
    WMIRow(
      maker: "mazda", brands: "Mazda", vPIC: "JM1 JM2 JM3 1YV 3MD 3MV 3MY 3MZ 4F2 4F4 7MM",
      other: "JMZ MM0 MM8 PE3 YCM LVR", unconfirmed: "JM0 JM4 JM6 JM7", badge: "JC1"),
    WMIRow(
      maker: "mitsubishi", brands: "Mitsubishi", vPIC: "JA3 JA4 JA7 4A3 4A4 6MM ML3 TYB",
      other: "JMB JMY MMA MMB MMC MMT XMC TYA 93X", unconfirmed: "JMA", badge: "VF1"),
    WMIRow(
      maker: "suzuki", brands: "Suzuki", vPIC: "JS2 JS3 JS4 2S2 2S3 5Z6 KL5", other: "TSM MA3 MMS VSE", badge: "JTM JTD"
    ),
    WMIRow(maker: "isuzu", brands: "Isuzu", vPIC: "JAA JAB JAC 4S1 4S2 4NU 1GG 4GT", other: "MPA MP1"),
    WMIRow(maker: "daihatsu", brands: "Daihatsu", vPIC: "JD1 JD2", other: "JDA"),
    WMIRow(maker: "ssangyong", brands: "SsangYong,KGM", vPIC: "KPS", unconfirmed: "KPT KPB"),
    WMIRow(maker: "byd", brands: "BYD", vPIC: "LGX LPE", other: "LC0"),
    WMIRow(maker: "mg", brands: "MG", other: "LSJ", unconfirmed: "SDP"),
    WMIRow(maker: "leapmotor", brands: "Leapmotor", unconfirmed: "LFZ"),
    WMIRow(maker: "vinfast", brands: "VinFast", vPIC: "RLL"),
    WMIRow(maker: "gwm", brands: "GWM,ORA,Haval", other: "LGW"),
    WMIRow(maker: "chery", brands: "Omoda,Jaecoo,Chery", other: "LVV"),
    WMIRow(maker: "geely", brands: "Geely", other: "L6T"),
    WMIRow(maker: "xpeng", brands: "XPENG", unconfirmed: "L1N"),
  ]
}
