package import FoundationEssentials

/// Times as this project writes them: always UTC, in the three precisions a certificate and a ledger use.
package enum UTC {
  /// `2026-11-22`.
  package static func day(_ date: Date) -> String {
    let parts = civil(date)
    return "\(four(parts.year))-\(two(parts.month))-\(two(parts.day))"
  }

  /// `2026-11-22T14Z`, rounded down.
  package static func hour(_ date: Date) -> String { "\(day(date))T\(two(civil(date).hour))Z" }

  /// The start of the UTC hour, as certificates round.
  package static func floorHour(_ date: Date) -> Date {
    Date(timeIntervalSince1970: (date.timeIntervalSince1970 / 3_600).rounded(.down) * 3_600)
  }

  /// `2026-11-22 14:03 UTC`, for people.
  package static func minute(_ date: Date) -> String {
    let parts = civil(date)
    return "\(day(date)) \(two(parts.hour)):\(two(parts.minute)) UTC"
  }

  /// `2026-11-22T14:03:09.120Z`.
  package static func instant(_ date: Date) -> String {
    let parts = civil(date)
    let milliseconds = Int((date.timeIntervalSince1970 - date.timeIntervalSince1970.rounded(.down)) * 1000)
    let fraction = milliseconds < 10 ? "00\(milliseconds)" : milliseconds < 100 ? "0\(milliseconds)" : "\(milliseconds)"
    return "\(day(date))T\(two(parts.hour)):\(two(parts.minute)):\(two(parts.second)).\(fraction)Z"
  }

  /// Reads `2026-11-22`, or nil.
  package static func parseDay(_ text: String) -> Date? {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10]),
      (1...12).contains(month), day >= 1, day <= length(of: month, in: year)
    else { return nil }
    return Date(timeIntervalSince1970: Double(daysFromCivil(year, month, day)) * 86_400)
  }

  /// Reads `2026-11-22T14Z`, or nil.
  package static func parseHour(_ text: String) -> Date? {
    let bytes = Array(text.utf8)
    guard bytes.count == 14, bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: "Z"),
      let hour = number(bytes[11..<13]), hour < 24, let day = parseDay(String(decoding: bytes[0..<10], as: UTF8.self))
    else { return nil }
    return day.addingTimeInterval(Double(hour) * 3_600)
  }

  /// Reads `2026-11-22T14:03Z`, with seconds and milliseconds where given, or nil.
  package static func parseInstant(_ text: String) -> Date? {
    let bytes = Array(text.utf8)
    guard [17, 20, 24].contains(bytes.count), bytes[10] == UInt8(ascii: "T"), bytes.last == UInt8(ascii: "Z"),
      bytes[13] == UInt8(ascii: ":"), let day = parseDay(String(decoding: bytes[0..<10], as: UTF8.self)),
      let hour = number(bytes[11..<13]), hour < 24, let minute = number(bytes[14..<16]), minute < 60
    else { return nil }
    var seconds = Double(hour * 3_600 + minute * 60)
    if bytes.count >= 20 {
      guard bytes[16] == UInt8(ascii: ":"), let second = number(bytes[17..<19]), second < 60 else { return nil }
      seconds += Double(second)
    }
    if bytes.count == 24 {
      guard bytes[19] == UInt8(ascii: "."), let fraction = number(bytes[20..<23]) else { return nil }
      seconds += Double(fraction) / 1_000
    }
    return day.addingTimeInterval(seconds)
  }

  private struct Civil {
    var year, month, day, hour, minute, second: Int
  }

  /// Days and civil dates by the usual era arithmetic (H. Hinnant, "chrono-compatible low-level date algorithms").
  private static func civil(_ date: Date) -> Civil {
    let total = Int(date.timeIntervalSince1970.rounded(.down))
    let days = total >= 0 ? total / 86_400 : (total - 86_399) / 86_400
    let rest = total - days * 86_400
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthIndex = (5 * dayOfYear + 2) / 153
    let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
    return Civil(
      year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month, day: dayOfYear - (153 * monthIndex + 2) / 5 + 1,
      hour: rest / 3_600, minute: rest % 3_600 / 60, second: rest % 60)
  }

  private static func daysFromCivil(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func length(of month: Int, in year: Int) -> Int {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for byte in bytes {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return value
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private static func four(_ number: Int) -> String {
    String(repeating: "0", count: max(0, 4 - String(number).count)) + String(number)
  }
}
