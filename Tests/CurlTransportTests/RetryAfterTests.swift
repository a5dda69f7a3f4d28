import HandoverTestSupport
import Testing

@testable import CurlTransport

@Suite struct RetryAfterTests {
  static let now: Double = 1_795_363_200

  static let headers: [(String?, Double?)] = [
    (nil, nil), ("", nil), (" 7 ", 7), ("0", 0), ("120", 120), ("3600", 3600), ("3601", nil), ("315360000", nil),
    ("99999999999999999999999", nil),
    ("-5", nil), ("+5", nil), ("1.5", nil), ("soon", nil), ("１２", nil), ("7s", nil), ("7\u{0}", nil),
    ("Sun, 22 Nov 2026 16:00:30 GMT", 30), ("Sunday, 22-Nov-26 16:00:30 GMT", 30), ("Sun Nov 22 16:00:30 2026", 30),
    ("Sun, 22 Nov 2026 15:00:00 GMT", 0), ("Sun, 22 Nov 2036 16:00:00 GMT", nil),
    ("Sun, 22 Nov 2026 16:00:30 CET", nil), ("Sun, 32 Nov 2026 16:00:30 GMT", nil),
    ("Sun, 22 Xyz 2026 16:00:30 GMT", nil),
    ("Sun, 22 Nov 2026 24:00:30 GMT", nil),
  ]

  @Test(arguments: headers) func everyFormIsReadOrLeft(header: String?, seconds: Double?) {
    #expect(RetryAfter(header, date: nil, wallClock: Self.now)?.seconds == seconds)
  }

  @Test func aDateIsMeasuredAgainstTheAnswersOwnDate() {
    let date = "Sun, 22 Nov 2026 16:00:30 GMT"
    let own = "Sun, 22 Nov 2026 16:00:20 GMT"
    #expect(RetryAfter(date, date: own, wallClock: 0)?.seconds == 10)
    #expect(RetryAfter(date, date: "nonsense", wallClock: Self.now)?.seconds == 30)
  }

  @Test func knownDatesAreRight() {
    #expect(secondsSince1970(httpDate: "Thu, 01 Jan 1970 00:00:00 GMT") == 0)
    #expect(secondsSince1970(httpDate: "Sun, 06 Nov 1994 08:49:37 GMT") == 784_111_777)
    #expect(secondsSince1970(httpDate: "Tue, 29 Feb 2028 00:00:00 GMT") == 1_835_395_200)
    #expect(secondsSince1970(httpDate: "Sunday, 06-Nov-94 08:49:37 GMT") == 784_111_777)
  }

  @Test(arguments: [UInt64](1...200)) func anyBytesGiveASaneAnswer(seed: UInt64) {
    var chance = SeededChance(seed: seed)
    let pieces = [
      "Sun", ",", " ", "22", "Nov", "2026", "16:00:30", "GMT", "-", ":", "9999", "\u{FFFD}", "9", "\t", "é",
    ]
    for _ in 0..<100 {
      let random = (0..<Int.random(in: 0...40, using: &chance)).map { _ in UInt8.random(in: 0...255, using: &chance) }
      let built = (0..<Int.random(in: 0...9, using: &chance)).compactMap { _ in pieces.randomElement(using: &chance) }
      for text in [String(decoding: random, as: UTF8.self), built.joined()] {
        guard let seconds = RetryAfter(text, date: text, wallClock: Self.now)?.seconds else { continue }
        #expect((0...RetryAfter.longest).contains(seconds), "seed \(seed): \(text)")
      }
    }
  }
}
