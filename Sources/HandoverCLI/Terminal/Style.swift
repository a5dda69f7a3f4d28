package import HandoverModel

/// Colour, used only to repeat what words already say.
package struct Style: Sendable {
  package var colour: Bool

  package init(colour: Bool) { self.colour = colour }

  package func bold(_ text: String) -> String { wrap(text, "1") }
  package func dim(_ text: String) -> String { wrap(text, "2") }
  package func good(_ text: String) -> String { wrap(text, "32") }
  package func warn(_ text: String) -> String { wrap(text, "33") }
  package func bad(_ text: String) -> String { wrap(text, "31") }

  /// The verdict's title in its colour: green only where a car may be delivered.
  package func verdict(_ verdict: Verdict) -> String {
    switch verdict {
    case .clear, .clearAttested: good(verdict.title)
    case .conditional: warn(verdict.title)
    case .notClear, .void: bad(verdict.title)
    }
  }

  private func wrap(_ text: String, _ code: String) -> String { colour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }
}
