/// How a report is set: how wide, and in which colours, where there are any.
package struct ReportStyle: Sendable {
  /// What a colour repeats; words always say it too.
  package enum Tone: Sendable {
    case good, warn, bad, strong
  }

  /// Columns that a line may have, at least 40.
  package let width: Int
  private let colour: Bool

  package init(width: Int, colour: Bool) {
    self.width = max(40, width)
    self.colour = colour
  }

  func paint(_ tone: Tone, _ text: String) -> String {
    guard colour else { return text }
    let code =
      switch tone {
      case .good: "32"
      case .warn: "33"
      case .bad: "31"
      case .strong: "1"
      }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }

  /// The text in lines of at most the width, each but the first behind `indent` spaces. A word longer than a line stays whole.
  func wrapped(_ text: String, indent: Int = 0) -> [String] {
    var lines: [String] = []
    var line: String?
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      let room = lines.isEmpty ? width : width - indent
      guard let begun = line else {
        line = String(word)
        continue
      }
      if begun.count + 1 + word.count > room && !begun.allSatisfy({ $0 == " " }) {
        lines.append(begun)
        line = String(word)
      } else {
        line = begun + " " + word
      }
    }
    lines.append(line ?? "")
    let margin = String(repeating: " ", count: indent)
    return lines.enumerated().map { $0.offset == 0 ? $0.element : margin + $0.element }
  }

  /// A label and its text, the text under itself where it needs more than one line.
  func row(_ label: String, _ text: String) -> [String] {
    let column = 22
    let padded = label + String(repeating: " ", count: max(1, column - label.count))
    return wrapped(padded + text, indent: column)
  }
}
