/// Makes spellings comparable: `Stock #`, `stock_no.` and `STOCK NO` differ only in what a person would not count.
enum Fold {
  /// Lower-case ASCII letters and digits only; accents are dropped, everything else too. Letters of other scripts stay.
  static func key(_ text: String) -> String {
    var key = ""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x30...0x39, 0x61...0x7A: key.unicodeScalars.append(scalar)
      case 0x41...0x5A: key.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value + 0x20)))
      case 0..<0xC0: continue
      default: key += plain[scalar] ?? (isLetter(scalar) ? scalar.properties.lowercaseMapping : "")
      }
    }
    return key
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isAlphabetic }

  private static let plain: [Unicode.Scalar: String] = {
    let groups: [(String, String)] = [
      ("a", "àáâãäåāăą"), ("c", "çćĉċč"), ("d", "ďđð"), ("e", "èéêëēĕėęě"), ("g", "ĝğġģ"), ("i", "ìíîïĩīĭįı"),
      ("l", "ĺļľł"), ("n", "ñńņň"), ("o", "òóôõöøōŏő"), ("r", "ŕŗř"), ("s", "śŝşšș"), ("t", "ţťț"), ("u", "ùúûüũūŭůűų"),
      ("y", "ýÿ"), ("z", "źżž"), ("ss", "ß"), ("ae", "æ"), ("oe", "œ"),
    ]
    var plain: [Unicode.Scalar: String] = [:]
    for (letter, accented) in groups {
      for scalar in (accented + accented.uppercased()).unicodeScalars where scalar.value >= 0xC0 {
        plain[scalar] = letter
      }
    }
    return plain
  }()
}
