import HandoverTestSupport
import StrictFormats
import Testing

@Suite struct Base64Tests {
  @Test(
    arguments: [
      ([], "", ""), ([0], "AA", "AA=="), ([0xFB, 0xFF], "-_8", "+/8="), ([1, 2, 3], "AQID", "AQID"),
    ] as [([UInt8], String, String)])
  func knowsBothAlphabets(bytes: [UInt8], url: String, standard: String) {
    #expect(Base64.encode(bytes) == url)
    #expect(Base64.encode(bytes, .standard) == standard)
    #expect(Base64.decode(url) == bytes)
    #expect(Base64.decode(standard, .standard) == bytes)
  }

  @Test(arguments: ["A", "AA=", "AA==", "AB", "AAB", "+/8", "A A", "AAAAA", "AA\n", "ÄÄ", "AQI=", "-_9"])
  func refusesEverySecondSpelling(text: String) { #expect(Base64.decode(text) == nil) }

  @Test(arguments: ["AA", "AA=", "AB==", "-_8=", "AQI", "AQJ=", "====", "A===", "AQID=", "AA==AA==", "AA==\n"])
  func refusesEverySecondPaddedSpelling(text: String) { #expect(Base64.decode(text, .standard) == nil) }

  @Test func everyRunOfBytesHasExactlyOneSpelling() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var chance = SeededChance(seed: seed)
    for _ in 0..<300 {
      let bytes = (0..<Int.random(in: 0...40, using: &chance)).map { _ in UInt8.random(in: 0...255, using: &chance) }
      let text = Base64.encode(bytes)
      #expect(Base64.decode(text) == bytes, "seed \(seed)")
      guard let place = text.indices.randomElement(using: &chance) else { continue }
      var changed = text
      changed.replaceSubrange(place...place, with: ["=", "+", " ", "B", "9"].randomElement(using: &chance) ?? "=")
      if changed != text, let other = Base64.decode(changed) { #expect(other != bytes, "seed \(seed), \(changed)") }
    }
  }

  /// RFC 9285, section 4.3 and 4.4.
  @Test(arguments: [("AB", "BB8"), ("Hello!!", "%69 VD92EX0"), ("base-45", "UJCLQE7W581"), ("ietf!", "QED8WEX0")])
  func packsAsTheStandardSays(text: String, packed: String) {
    #expect(Base45.encode(Array(text.utf8)) == packed)
    #expect(Base45.decode(packed.utf8) == Array(text.utf8))
  }

  @Test(arguments: ["GGW", ":::", "A", "BB8A", "::", "bb8", "BB8\n", "ÄB"])
  func refusesBase45ThatStandsForNoBytes(text: String) { #expect(Base45.decode(text.utf8) == nil) }
}
