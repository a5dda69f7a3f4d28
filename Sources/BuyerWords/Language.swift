/// The languages in which a buyer is addressed. The signed codes are the same in all of them; the words are a rendering.
package enum Language: String, CaseIterable, Sendable {
  case english = "en"
  case german = "de"
  case french = "fr"
  case spanish = "es"
}

extension Word {
  /// The text in a language, with every `{name}` of it replaced by its value. A value is never searched for names.
  package func callAsFunction(
    _ language: Language = .english, _ values: KeyValuePairs<String, String> = [:]
  ) -> String {
    let text = text(language)
    guard !values.isEmpty else { return text }
    var out = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      let name = rest[rest.index(after: open)..<close]
      out += rest[..<open]
      out += values.first { $0.key == name }?.value ?? String(rest[open...close])
      rest = rest[rest.index(after: close)...]
    }
    return out + rest
  }

  /// The text with its placeholders as they stand in the table.
  package func text(_ language: Language) -> String {
    switch language {
    case .english: english
    case .german: german
    case .french: french
    case .spanish: spanish
    }
  }
}
