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

  @Test(arguments: [Base64.Form.url, .standard]) func refusesAWrongSymbolAtEveryPlace(form: Base64.Form) {
    let alphabet = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
      // Padding may stand at the end of the standard form, where it spells fewer bytes.
      .union((form == .url ? "-_" : "+/=").utf8)
    for length in 1...9 {
      let spelled = Array(Base64.encode([UInt8](repeating: 0, count: length), form).utf8)
      let symbols = spelled.prefix { $0 == UInt8(ascii: "A") }.count
      for place in 0..<symbols {
        for byte in UInt8.min...UInt8.max where !alphabet.contains(byte) {
          var text = spelled
          text[place] = byte
          #expect(Base64.decode(bytes: text, form) == nil, "\(byte) at \(place) of \(length) bytes")
        }
      }
    }
  }

  @Test func refusesEveryBitThatMakesNoByte() {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    for groups in 0...3 {
      let start = [UInt8](repeating: UInt8(ascii: "Q"), count: groups * 4)
      for (value, letter) in letters.enumerated() {
        #expect((Base64.decode(bytes: start + [0x51, letter]) != nil) == (value % 16 == 0))
        #expect((Base64.decode(bytes: start + [0x51, 0x51, letter]) != nil) == (value % 4 == 0))
      }
    }
  }

  @Test func readsTextThatLiesInNoOnePiece() {
    let text = "AQIDBA"
    #expect(Base64.decode(bytes: text.utf8.lazy.map { $0 }) == [1, 2, 3, 4])
    #expect(Base64.decode(bytes: "AQIDBB".utf8.lazy.map { $0 }) == nil)
    #expect(Base64.decode(text.dropFirst(4)) == [4])
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
