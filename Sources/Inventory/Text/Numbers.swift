/// Whole numbers as spreadsheets write them.
enum Numbers {
  /// Digits, with thousands separators of one kind in the right places, and a trailing `.0` that a spreadsheet added.
  /// Nil where the text is no whole number, or could be read as two different ones.
  static func whole(_ text: String) -> Int? {
    var digits = Substring(text)
    for ending in [".0", ".00", ",0", ",00"] where digits.hasSuffix(ending) && !digits.dropLast(ending.count).isEmpty {
      digits = digits.dropLast(ending.count)
      break
    }
    guard let first = digits.first, isDigit(first), digits.count <= 15 else { return nil }
    if digits.allSatisfy(isDigit) { return Int(digits) }
    let marks = Set(digits.filter { !isDigit($0) })
    guard marks.count == 1, let mark = marks.first, separators.contains(mark) else { return nil }
    let groups = digits.split(separator: mark, omittingEmptySubsequences: false)
    guard (1...3).contains(groups[0].count), groups.dropFirst().allSatisfy({ $0.count == 3 }) else { return nil }
    return Int(groups.joined())
  }

  /// The number that the ASCII digits at the beginning of a cell write, and how many they are, at most 15; nil where
  /// there is none.
  static func leading(_ bytes: UnsafeBufferPointer<UInt8>) -> (value: Int, length: Int)? {
    var value = 0
    var length = 0
    while length < min(bytes.count, 15), bytes[length] &- 48 < 10 {
      value = value &* 10 &+ Int(bytes[length] &- 48)
      length += 1
    }
    return length == 0 ? nil : (value, length)
  }

  /// The number that a cell of one to four digits writes; nil for every other cell.
  static func short(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard bytes.count <= 4, let number = leading(bytes), number.length == bytes.count else { return nil }
    return number.value
  }

  private static let separators: Set<Character> = [",", ".", " ", "'", "\u{2019}", "\u{A0}", "\u{202F}"]

  private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }

  /// A model year: four digits between 1886 and 2099.
  static func year(_ text: String) throws(CellFault) -> Int {
    if let year = whole(text), text.prefix(4).allSatisfy(isDigit), isYear(year) { return year }
    throw CellFault("year.malformed", "This is not a year of four digits.", hint: "Write the model year like 2023.")
  }

  static func isYear(_ number: Int) -> Bool { (1886...2099).contains(number) }

  static func isCount(_ number: Int) -> Bool { (0...20).contains(number) }

  /// A small count, such as keys.
  static func count(_ text: String) throws(CellFault) -> Int {
    if let count = whole(text), isCount(count) { return count }
    throw CellFault("count.malformed", "This is not a number from 0 to 20.", hint: "Write a number, like 2.")
  }
}
