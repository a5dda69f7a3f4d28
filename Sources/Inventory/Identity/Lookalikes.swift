/// Characters of other alphabets that look like those of a VIN. They come from copying between programs, and from
/// people who want two records to differ.
enum Lookalikes {
  /// The VIN character a letter looks like, or nil.
  static func twin(of scalar: Unicode.Scalar) -> Character? {
    switch scalar.value {
    case 0xFF10...0xFF19, 0xFF21...0xFF3A: Character(Unicode.Scalar(UInt8(scalar.value - 0xFEE0)))
    case 0xFF41...0xFF5A: Character(Unicode.Scalar(UInt8(scalar.value - 0xFEE0 - 0x20)))
    default: twins[scalar]
    }
  }

  /// The name of the alphabet, for a sentence.
  static func script(of scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0x0370...0x03FF: "the Greek letter"
    case 0x0400...0x052F: "the Cyrillic letter"
    case 0xFF00...0xFFEF: "the full-width character"
    default: "the character"
    }
  }

  private static let twins: [Unicode.Scalar: Character] = {
    let pairs: [(String, String)] = [
      ("АВСЕНКМРТХУЅЈԌԜ", "ABCEHKMPTXYSJGW"), ("аскехурѕјгӏ", "ACKEXYPSJR1"), ("ΑΒΕΖΗΚΜΝΡΤΥΧ", "ABEZHKMNPTYX"),
    ]
    var twins: [Unicode.Scalar: Character] = [:]
    for (foreign, latin) in pairs {
      for (one, other) in zip(foreign.unicodeScalars, latin) { twins[one] = other }
    }
    return twins
  }()
}
