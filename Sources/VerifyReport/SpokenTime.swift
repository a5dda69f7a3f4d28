import FoundationEssentials
import StrictFormats

/// Days and spans as people say them.
enum SpokenTime {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// `7 Nov 2026`, UTC.
  static func day(_ date: Date) -> String {
    let parts = UTC.day(date).split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3, months.indices.contains(parts[1] - 1) else { return UTC.day(date) }
    return "\(parts[2]) \(months[parts[1] - 1]) \(parts[0])"
  }

  /// `7 Nov 2026 16:40 UTC`.
  static func minute(_ date: Date) -> String { "\(day(date)) \(UTC.minute(date).dropFirst(11))" }

  /// `today`, `yesterday`, `15 days ago`, `in 2 days`, by UTC days.
  static func ago(_ date: Date, at moment: Date) -> String {
    let days = number(moment) - number(date)
    switch days {
    case 0: return "today"
    case 1: return "yesterday"
    case -1: return "tomorrow"
    case 2...: return "\(days) days ago"
    default: return "in \(-days) days"
    }
  }

  private static func number(_ date: Date) -> Int { Int((date.timeIntervalSince1970 / 86_400).rounded(.down)) }
}
