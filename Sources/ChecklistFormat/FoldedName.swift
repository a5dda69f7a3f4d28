/// A make or a hint with everything taken off that people spell differently: case, accents, spaces, hyphens.
/// `ŠKODA`, `Skoda` and `skoda` are one name.
package func foldedName(_ text: String) -> String {
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

/// The accented letters that names of makes are written with.
private let plainLetters: [Character: Character] = [
  "š": "s", "ž": "z", "č": "c", "ç": "c", "é": "e", "è": "e", "ë": "e", "ê": "e", "á": "a", "à": "a", "ä": "a",
  "â": "a",
  "í": "i", "ï": "i", "ó": "o", "ö": "o", "ô": "o", "ú": "u", "ü": "u", "ñ": "n",
]
