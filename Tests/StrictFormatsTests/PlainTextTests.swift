import StrictFormats
import Testing

@Suite struct PlainTextTests {
  @Test(arguments: [
    ("Škoda Octavia", "Škoda Octavia"), ("a\u{1B}[31mb", "a\\u{1b}[31mb"), ("a\u{202E}b", "a\\u{202e}b"),
    ("a\nb\tc", "a\\u{a}b\\u{9}c"), ("a\u{200B}b", "a\\u{200b}b"), ("a\u{A0}b", "a\\u{a0}b"), ("\u{3164}", "\\u{3164}"),
    ("日本 🚗", "日本 🚗"),
  ])
  func showsNothingThatMovesOrHides(text: String, shown: String) { #expect(PlainText.shown(text) == shown) }

  @Test func cutsWhatIsTooLong() { #expect(PlainText.shown("abcdef", limit: 3) == "abc...") }

  @Test func knowsNormalisationFormC() {
    #expect(PlainText.isNFC("Škoda"))
    #expect(PlainText.isNFC("हिन्दी"))
    #expect(!PlainText.isNFC("S\u{30C}koda"))
    #expect(!PlainText.isNFC("\u{212A}ia"))
  }
}
