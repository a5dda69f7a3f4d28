/// Words of a closed list, in the spellings met in lot files.
enum Words {
  /// Yes or no. A spreadsheet writes TRUE and FALSE in its user's language.
  static func truth(_ text: String) throws(CellFault) -> Bool {
    let key = Fold.key(text)
    if yes.contains(key) { return true }
    if no.contains(key) { return false }
    throw CellFault("flag.word", "This is neither yes nor no.", hint: "Write yes or no, or leave the cell empty.")
  }

  private static let yes: Set<String> = [
    "yes", "y", "true", "1", "x", "ja", "j", "wahr", "oui", "vrai", "si", "verdadero", "vero", "sim", "waar", "tak",
    "ano", "sant",
  ]
  private static let no: Set<String> = [
    "no", "n", "false", "0", "nein", "falsch", "non", "faux", "falso", "nao", "nee", "onwaar", "nie", "ne", "falskt",
  ]

  /// One of the raw values of an enumeration, in upper or lower case, with spaces or dashes.
  static func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ text: String, _ type: Choice.Type, also: [String: Choice] = [:]
  ) throws(CellFault) -> Choice {
    let key = Fold.key(text)
    if let choice = Choice.allCases.first(where: { Fold.key($0.rawValue) == key }) ?? also[key] { return choice }
    let list = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    throw CellFault("cell.word", "This is none of the words for this column.", hint: "Write one of: \(list).")
  }
}
