import StrictFormats
import Testing

@Suite struct StrictJSONTests {
  /// The text, read, as the failure's name or "ok".
  private func outcome(_ bytes: [UInt8]) -> String {
    do {
      _ = try StrictJSON.parse(bytes)
      return "ok"
    } catch { return error.rawValue }
  }

  @Test(arguments: [
    (#"{}"#, "ok"), (#"[]"#, "ok"), (#" { "a" : [ 1 , "b" , true , false , null ] } "#, "ok"),
    (#""text at the root""#, "ok"), ("7", "ok"), (#""\u00e9\ud83d\ude97\n\/""#, "ok"),
    ("9007199254740991", "ok"), ("-9007199254740991", "ok"), ("0", "ok"),
    // Malformed.
    ("", "json.malformed"), (" ", "json.malformed"), ("{", "json.malformed"), (#"{"a"}"#, "json.malformed"),
    (#"{"a":1,}"#, "json.malformed"), ("[1,]", "json.malformed"), ("[1 2]", "json.malformed"),
    ("{} {}", "json.malformed"),
    ("{}x", "json.malformed"), ("tru", "json.malformed"), ("True", "json.malformed"), ("'a'", "json.malformed"),
    (#"{a:1}"#, "json.malformed"), ("// c\n1", "json.malformed"), ("01", "json.malformed"), ("-", "json.malformed"),
    ("+1", "json.malformed"), (".5", "json.malformed"), ("NaN", "json.malformed"), ("\"a\u{1}\"", "json.malformed"),
    (#""\x""#, "json.malformed"), (#""\u12""#, "json.malformed"), (#""open"#, "json.malformed"),
    ("-01", "json.malformed"),
    // Duplicate names, also when they are spelled differently, also deep inside.
    (#"{"a":1,"a":1}"#, "json.duplicate-key"), (#"{"a":1,"\u0061":2}"#, "json.duplicate-key"),
    (#"[{"b":{"c":1,"d":2,"c":3}}]"#, "json.duplicate-key"),
    // Numbers.
    ("1.0", "json.number"), ("1e3", "json.number"), ("1E3", "json.number"), ("-0", "json.number"),
    ("9007199254740992", "json.number"), ("-9007199254740992", "json.number"), ("99999999999999999999", "json.number"),
    // Encoding.
    ("\u{FEFF}{}", "json.encoding"), (#""\ud83d""#, "json.encoding"), (#""\ude97""#, "json.encoding"),
    (#""\ud83d\ud83d""#, "json.encoding"), (#""\ud83dx""#, "json.encoding"),
  ])
  func readsStrictly(text: String, expected: String) {
    #expect(outcome(Array(text.utf8)) == expected, "\(text)")
  }

  @Test func refusesBytesThatAreNotUTF8() {
    for bytes: [UInt8] in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82]] {
      #expect(outcome([0x22] + bytes + [0x22]) == "json.encoding", "\(bytes)")
    }
  }

  @Test func countsTheRootAsTheFirstOfSixteenLevels() {
    func nested(_ levels: Int) -> [UInt8] {
      Array((String(repeating: "[", count: levels) + String(repeating: "]", count: levels)).utf8)
    }
    #expect(outcome(nested(16)) == "ok")
    #expect(outcome(nested(17)) == "json.depth")
    #expect(outcome(nested(10_000)) == "json.depth")
  }

  @Test func keepsTheOrderOfMembersAndTellsEquivalentNamesApart() throws {
    // "é" composed and decomposed are two names, as every other reader sees them.
    let value = try StrictJSON.parse(Array("{\"b\":1,\"a\":2,\"\u{E9}\":3,\"e\u{301}\":4}".utf8))
    #expect(value.members?.map(\.value) == [1, 2, 3, 4])
  }

  @Test func letsAProvidersNumbersThroughAsText() throws {
    #expect(try StrictJSON.parseForeign(Array("[1.50,2e9]".utf8)) == ["1.50", "2e9"])
    #expect(throws: JSONFailure.malformed) { try StrictJSON.parseForeign(Array("[1.]".utf8)) }
    #expect(throws: JSONFailure.duplicateKey) { try StrictJSON.parseForeign(Array(#"{"a":1,"a":2}"#.utf8)) }
  }

  @Test func writesTheOneSpellingAndReadsItBack() throws {
    let value: JSONValue = ["a": "/\"\\\n\u{1}é🚗", "b": [-5, true, .null, [:]], "c": ["d": "\t\u{7F}"]]
    let text = CanonicalJSON.text(value)
    #expect(text == #"{"a":"/\"\\\n\u0001é🚗","b":[-5,true,null,{}],"c":{"d":"\t"# + "\u{7F}\"}}")
    #expect(try StrictJSON.parse(Array(text.utf8)) == value)
  }
}
