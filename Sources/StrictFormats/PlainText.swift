// The standard library's own normalisation. It is not public yet; the public way is all of Foundation with its Unicode tables,
// which would make the buyer's verifier start several times slower.
@_spi(_Unicode) import Swift

/// Makes text from outside safe to show on a terminal, in a log line or in an error: nothing in it can move the cursor,
/// change the direction of writing, or hide.
package enum PlainText {
  /// The text with every control, formatting and invisible character written as `\u{hex}`, cut at `limit` characters.
  package static func shown(_ text: String, limit: Int = 80) -> String {
    var out = ""
    var count = 0
    for scalar in text.unicodeScalars {
      guard count < limit else { return out + "..." }
      if isVisible(scalar) {
        out.unicodeScalars.append(scalar)
      } else {
        out += "\\u{\(String(scalar.value, radix: 16))}"
      }
      count += 1
    }
    return out
  }

  /// Letters, marks, numbers, punctuation, symbols and the plain space.
  package static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return (0x20..<0x7F).contains(scalar.value) }
    return switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    case .spaceSeparator: scalar == " "
    default: !isBlank(scalar)
    }
  }

  /// Whether the text is in normalisation form C (UAX 15): what two people see as the same is then the same bytes.
  package static func isNFC(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 < 0x80 } || text._nfc.elementsEqual(text.unicodeScalars)
  }

  /// Characters that count as letters and show nothing.
  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    [0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800, 0x034F, 0x17B4, 0x17B5].contains(scalar.value)
      || scalar.properties.isDefaultIgnorableCodePoint
  }
}
