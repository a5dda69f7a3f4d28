/// Reads the three forms of a date in HTTP (RFC 9110, section 5.6.7) as seconds since 1970, or nil for anything else.
func secondsSince1970(httpDate text: String) -> Double? {
  guard text.utf8.count <= 64 else { return nil }
  let words = text.split { " ,-".contains($0) }.map(String.init)
  switch words.count {
  case 6 where words[5] == "GMT": return seconds(day: words[1], month: words[2], year: words[3], time: words[4])
  case 5: return seconds(day: words[2], month: words[1], year: words[4], time: words[3])
  default: return nil
  }
}

private let monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

private func seconds(day: String, month: String, year: String, time: String) -> Double? {
  guard let month = monthNames.firstIndex(of: month), let day = number(day, 1...2, 1...31),
    let year = fullYear(year), let time = secondsOfDay(time)
  else { return nil }
  return Double(daysSince1970(year: year, month: month + 1, day: day) * 86_400 + time)
}

/// A two-digit year is the one within the years 1970 to 2069.
private func fullYear(_ text: String) -> Int? {
  if text.utf8.count == 2, let short = number(text, 2...2, 0...99) { return short < 70 ? 2000 + short : 1900 + short }
  return number(text, 4...4, 1...9999)
}

private func secondsOfDay(_ text: String) -> Int? {
  let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
  guard parts.count == 3, let hour = number(parts[0], 2...2, 0...23), let minute = number(parts[1], 2...2, 0...59),
    let second = number(parts[2], 2...2, 0...60)
  else { return nil }
  return hour * 3600 + minute * 60 + second
}

/// Only ASCII digits, as many as `digits` allows, within `range`.
func number(_ text: String, _ digits: ClosedRange<Int>, _ range: ClosedRange<Int>) -> Int? {
  guard digits.contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
    let value = Int(text), range.contains(value)
  else { return nil }
  return value
}

/// Days between 1970-01-01 and a date of the Gregorian calendar (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
private func daysSince1970(year: Int, month: Int, day: Int) -> Int {
  let shifted = month <= 2 ? year - 1 : year
  let era = shifted / 400
  let yearOfEra = shifted - era * 400
  let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
  return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
}
