import BuyerWords
import FoundationEssentials
import StrictFormats

/// Days, times and numbers as a language writes them. All times are UTC and say so.
struct PaperTime {
  let language: Language

  /// `22 November 2026`, as the language has it.
  func day(_ date: Date) -> String {
    let parts = UTC.day(date).split(separator: "-").compactMap { Int($0) }
    let months = Word.months(language).split(separator: " ")
    guard parts.count == 3, months.indices.contains(parts[1] - 1) else { return UTC.day(date) }
    let day = parts[2] == 1 ? Word.firstOfMonth(language) : String(parts[2])
    return Word.day(language, ["day": day, "month": String(months[parts[1] - 1]), "year": String(parts[0])])
  }

  /// The day and the time to the minute.
  func minute(_ date: Date) -> String {
    let time = UTC.minute(date).dropFirst(11).prefix(5)
    return Word.minute(language, ["day": day(date), "time": String(time)])
  }

  /// `48,211`.
  func number(_ value: Int64) -> String {
    let digits = String(value)
    var out = ""
    for (place, digit) in digits.enumerated() {
      let behind = digits.count - place
      if place > 0 && behind % 3 == 0 && out != "-" { out += Word.groupMark(language) }
      out.append(digit)
    }
    return out
  }
}
