import FoundationEssentials
import StrictFormats

/// Days and times. A date that could be two days is refused, because the wrong one moves the line between what may be
/// ended and what may not.
enum Dates {
  /// A day: ISO 8601, also with a time of day behind it; or day, month and year where only one reading exists.
  static func day(_ text: String) throws(CellFault) -> Date {
    if let day = iso(text) { return day }
    let parts = text.split(whereSeparator: { "/.-".contains($0) })
    let numbers = parts.compactMap { $0.count <= 4 && $0.allSatisfy { ("0"..."9").contains($0) } ? Int($0) : nil }
    if text.utf8.count == 5 && text.allSatisfy({ ("0"..."9").contains($0) }) {
      throw CellFault(
        "date.serial", "This is a spreadsheet's inner number, not a date.",
        hint: "Give the column a date format and export again: 2026-11-20.")
    }
    guard numbers.count == 3, parts.count == 3 else { throw malformed }
    return try threeNumbers(numbers, lengths: parts.map(\.count))
  }

  /// A moment: `2026-11-20T10:00Z`, or a day, which counts from its first second in UTC.
  static func moment(_ text: String) throws(CellFault) -> Date {
    if let moment = UTC.parseInstant(text) ?? UTC.parseHour(text) { return moment }
    guard text.utf8.count == 10, let day = UTC.parseDay(text) else {
      throw CellFault(
        "date.malformed", "This is not a time this program can read.",
        hint: "Write it like 2026-11-20T10:00Z (UTC), or only the day, 2026-11-20.")
    }
    return day
  }

  private static func iso(_ text: String) -> Date? {
    let head = String(text.prefix(10))
    guard head.utf8.count == 10 else { return nil }
    let rest = text.dropFirst(10)
    guard rest.isEmpty || rest.hasPrefix("T") || rest.hasPrefix(" ") else { return nil }
    return UTC.parseDay(String(head.map { $0 == "/" ? "-" : $0 }))
  }

  private static func threeNumbers(_ numbers: [Int], lengths: [Int]) throws(CellFault) -> Date {
    guard lengths[2] == 4 else { throw malformed }
    let (first, second, year) = (numbers[0], numbers[1], numbers[2])
    if first <= 12 && second <= 12 && first != second {
      throw CellFault(
        "date.ambiguous", "This date can be read as day/month or as month/day.",
        hint: "Write it as year-month-day: \(iso(year, second, first)) or \(iso(year, first, second)).")
    }
    let (day, month) = first > 12 ? (first, second) : (second, first)
    guard let date = UTC.parseDay(iso(year, month, day)) else { throw malformed }
    return date
  }

  private static func iso(_ year: Int, _ month: Int, _ day: Int) -> String {
    let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(two(month))-\(two(day))"
  }

  private static var malformed: CellFault {
    CellFault("date.malformed", "This is not a date this program can read.", hint: "Write it like 2026-11-20.")
  }
}
