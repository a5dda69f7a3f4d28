/// Cuts the bytes of a delimited file one by one, without regard to time: what the reader is held to.
struct PlainSplitter {
  struct Record: Equatable {
    var cells: [[UInt8]] = []
    var line: Int
    /// Whether text follows a closing quotation mark.
    var isDamaged = false
  }

  private let bytes: [UInt8]
  private let separator: UInt8
  private var at = 0
  /// The line of the place up to which line ends were counted.
  private var line = 1
  private var counted = 0

  private init(_ bytes: [UInt8], _ separator: UInt8) {
    self.bytes = bytes
    self.separator = separator
  }

  /// All records, and the line of a quotation mark that is never closed; its record is not one.
  static func split(_ bytes: [UInt8], _ separator: UInt8) -> (records: [Record], openLine: Int?) {
    var splitter = PlainSplitter(bytes, separator)
    var records: [Record] = []
    while splitter.at < bytes.count {
      var record = Record(line: splitter.lineHere())
      var isLast = false
      while !isLast {
        guard let cell = splitter.cell(&record.isDamaged) else { return (records, splitter.lineHere()) }
        record.cells.append(cell)
        isLast = splitter.passStop()
      }
      records.append(record)
    }
    return (records, nil)
  }

  /// LF, CR LF and CR each end one line.
  private mutating func lineHere() -> Int {
    while counted < at {
      let isSecondHalf = counted > 0 && bytes[counted - 1] == 13
      if bytes[counted] == 13 || bytes[counted] == 10 && !isSecondHalf { line += 1 }
      counted += 1
    }
    return line
  }

  private func isStop(_ place: Int) -> Bool {
    place == bytes.count || bytes[place] == separator || bytes[place] == 10 || bytes[place] == 13
  }

  /// Passes over what ends a cell; whether it ends the record too.
  private mutating func passStop() -> Bool {
    guard at < bytes.count else { return true }
    at += 1
    if bytes[at - 1] == 13, at < bytes.count, bytes[at] == 10 { at += 1 }
    return bytes[at - 1] == 10 || bytes[at - 1] == 13
  }

  /// Nil, standing on the mark, where it is never closed.
  private mutating func cell(_ isDamaged: inout Bool) -> [UInt8]? {
    var mark = at
    while mark < bytes.count, bytes[mark] == 32 { mark += 1 }
    guard mark < bytes.count, bytes[mark] == 34 else { return plain(from: at) }
    var cell: [UInt8] = []
    var place = mark + 1
    while place < bytes.count {
      if bytes[place] == 34 {
        guard place + 1 < bytes.count, bytes[place + 1] == 34 else { return closed(cell, place + 1, &isDamaged) }
        place += 1
      }
      cell.append(bytes[place])
      place += 1
    }
    at = mark
    return nil
  }

  private mutating func closed(_ cell: [UInt8], _ behind: Int, _ isDamaged: inout Bool) -> [UInt8] {
    var place = behind
    while place < bytes.count, bytes[place] == 32 { place += 1 }
    guard !isStop(place) else {
      at = place
      return cell
    }
    isDamaged = true
    let start = at
    _ = plain(from: place)
    return Array(bytes[start..<at])
  }

  private mutating func plain(from start: Int) -> [UInt8] {
    at = start
    while !isStop(at) { at += 1 }
    return Array(bytes[start..<at])
  }
}
