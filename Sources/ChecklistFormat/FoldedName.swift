/// A make or a hint with everything taken off that people spell differently: case, accents, spaces, hyphens.
/// `ŠKODA`, `Skoda` and `skoda` are one name.
package func foldedName(_ text: String) -> String {
  if let plain = foldedASCII(text) { return plain }
  var result = ""
  for character in text.lowercased() {
    if let plain = plainLetters[character] {
      result.append(plain)
    } else if character.isLetter || character.isNumber {
      result.append(character)
    }
  }
  return result
}

/// Most names have no accents: their letters and digits in lower case, or nil for any other text.
private func foldedASCII(_ text: String) -> String? {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(text.utf8.count)
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): bytes.append(byte)
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): bytes.append(byte | 0x20)
    case 0x80...: return nil
    default: continue
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}

/// The accented letters that names of makes are written with.
private let plainLetters: [Character: Character] = [
  "š": "s", "ž": "z", "č": "c", "ç": "c", "é": "e", "è": "e", "ë": "e", "ê": "e", "á": "a", "à": "a", "ä": "a",
  "â": "a",
  "í": "i", "ï": "i", "ó": "o", "ö": "o", "ô": "o", "ú": "u", "ü": "u", "ñ": "n",
]
