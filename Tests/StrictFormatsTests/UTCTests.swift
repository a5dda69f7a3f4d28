import FoundationEssentials
import HandoverTestSupport
import StrictFormats
import Testing

@Suite struct UTCTests {
  @Test(arguments: [
    (0.0, "1970-01-01T00:00:00.000Z"), (1_795_363_200, "2026-11-22T16:00:00.000Z"),
    (951_782_400, "2000-02-29T00:00:00.000Z"),
    (-1, "1969-12-31T23:59:59.000Z"), (4_107_542_399, "2100-02-28T23:59:59.000Z"),
    (4_107_542_400, "2100-03-01T00:00:00.000Z"),
  ])
  func writesAndReadsInstants(seconds: Double, text: String) {
    let date = Date(timeIntervalSince1970: seconds)
    #expect(UTC.instant(date) == text)
    #expect(UTC.parseInstant(text) == date)
  }

  @Test func readsBackWhatItWrites() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var chance = SeededChance(seed: seed)
    for _ in 0..<500 {
      let date = Date(timeIntervalSince1970: Double(Int64.random(in: -2_000_000_000...7_000_000_000, using: &chance)))
      #expect(UTC.parseInstant(UTC.instant(date)) == date, "seed \(seed)")
      #expect(UTC.parseHour(UTC.hour(date)) == UTC.floorHour(date), "seed \(seed)")
      #expect(
        UTC.parseDay(UTC.day(date)).map { $0 <= date && date < $0.addingTimeInterval(86_400) } == true, "seed \(seed)")
    }
  }

  @Test(arguments: [
    "2026-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-04-31", "26-01-01", "2026-1-01", "2026-01-01 ",
    "2026/01/01", "２026-01-01", "2100-02-29", "+026-01-01", "",
  ])
  func refusesDaysThatAreNone(text: String) { #expect(UTC.parseDay(text) == nil) }

  @Test(arguments: [
    "2026-11-22T24Z", "2026-11-22T1Z", "2026-11-22T14", "2026-11-22T14z", "2026-11-22 14Z", "2026-11-22T-1Z",
  ])
  func refusesHoursThatAreNone(text: String) { #expect(UTC.parseHour(text) == nil) }

  @Test(arguments: [
    "2026-11-22T14:60Z", "2026-11-22T14:03:60Z", "2026-11-22T14:03:00,120Z", "2026-11-22T14:03:00.12Z",
    "2026-11-22T14:03:00+01:00",
  ])
  func refusesInstantsThatAreNone(text: String) { #expect(UTC.parseInstant(text) == nil) }
}
