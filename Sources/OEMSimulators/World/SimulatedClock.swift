import FoundationEssentials

/// The simulators' time: the machine's monotonic clock plus what tests have advanced it by, so that a settling time passes
/// without a sleep.
package struct SimulatedClock: Sendable {
  private let start = ContinuousClock.now
  /// Nanoseconds added by `advance`.
  private var added: Int64 = 0

  package init() {}

  /// Nanoseconds since the start of the simulators, plus what was added.
  package var now: Int64 {
    let (seconds, attoseconds) = start.duration(to: ContinuousClock.now).components
    return seconds * 1_000_000_000 + attoseconds / 1_000_000_000 + added
  }

  /// Lets time pass.
  package mutating func advance(milliseconds: Int) { added += Int64(milliseconds) * 1_000_000 }
}

/// Wall-clock text.
enum WallClock {
  /// The machine's time as RFC 3339, UTC, milliseconds.
  static func text() -> String {
    let now = Date().timeIntervalSince1970
    let whole = Int(now.rounded(.down))
    let milliseconds = String(1000 + Int((now - Double(whole)) * 1000)).dropFirst()
    return text(secondsSince1970: whole).dropLast() + "." + milliseconds + "Z"
  }

  /// Seconds since 1970 as RFC 3339, UTC, whole seconds.
  static func text(secondsSince1970 seconds: Int) -> String {
    let day = calendarDay(daysSince1970: seconds / 86_400)
    let inDay = seconds % 86_400
    return
      "\(day.year)-\(two(day.month))-\(two(day.day))T\(two(inDay / 3600)):\(two(inDay / 60 % 60)):\(two(inDay % 60))Z"
  }

  /// An HTTP date (RFC 9110, section 5.6.7) some seconds from now.
  static func httpDate(inSeconds seconds: Int) -> String {
    let moment = Int(Date().timeIntervalSince1970) + seconds
    let days = moment / 86_400
    let day = calendarDay(daysSince1970: days)
    let inDay = moment % 86_400
    let week = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][days % 7]
    let month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][day.month - 1]
    let time = "\(two(inDay / 3600)):\(two(inDay / 60 % 60)):\(two(inDay % 60))"
    return "\(week), \(two(day.day)) \(month) \(day.year) \(time) GMT"
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// Civil date of a day number (H. Hinnant, "chrono-compatible low-level date algorithms", 2013).
  private static func calendarDay(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }
}
