import Glibc

/// Reads a whole file once before its first row is used, so that a bad file is refused before anything is sent: no NUL
/// bytes, every quote closed, no endless row. It costs a fraction of the real reading.
struct Survey {
  let name: String
  /// The separator of a delimited file; nil for JSON Lines, where quotes mean nothing between lines.
  let separator: UInt8?
  /// What bytes mean where marks may be counted; nil where the separator is a space, which is a blank too.
  let meaning: ByteBlock.Meaning?
  var state = State.unquoted(atCellStart: true)
  /// Where the piece begins that is looked at, as every place counted from the beginning of the file.
  private(set) var place: Int64 = 0
  /// Where the last cell in quotation marks began.
  var quoteOpened: Int64 = 0
  /// Where a row began; not always the last one.
  var rowStart: Int64 = 0

  enum State: Equatable {
    /// Outside quotes. `atCellStart` is about the first byte not yet looked at.
    case unquoted(atCellStart: Bool)
    case quoted
    /// A quote was the last byte of a piece: the next byte says whether it was doubled.
    case quoteAtEnd
  }

  /// Throws what is wrong with the file as a whole.
  ///
  /// - Returns: about how many lines the file has, from the lines of its first piece.
  static func run(_ stream: TextStream, separator: UInt8?) throws(LotFileProblem) -> Int {
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: LotLimits.bufferBytes)
    defer { buffer.deallocate() }
    var survey = Survey(name: stream.source.name, separator: separator)
    var lines: Int?
    try stream.restart()
    while true {
      let count = try stream.fill(buffer, capacity: LotLimits.bufferBytes)
      guard count > 0 else { break }
      let piece = UnsafeBufferPointer(start: buffer, count: count)
      lines = lines ?? stream.lines(like: piece)
      try survey.look(at: piece)
    }
    guard survey.state != .quoted else {
      throw quoteOpen(survey.name, line: try survey.line(of: survey.quoteOpened, in: stream))
    }
    return lines ?? 0
  }

  private init(name: String, separator: UInt8?) {
    self.name = name
    self.separator = separator
    meaning = separator == Byte.space ? nil : ByteBlock.Meaning(separator: separator)
  }

  private mutating func look(at piece: UnsafeBufferPointer<UInt8>) throws(LotFileProblem) {
    guard piece.firstIndex(of: 0, from: 0) == nil else { throw Self.binary(name) }
    if separator == nil {
      try endOfStretch(piece, from: 0, to: piece.count)
    } else {
      try followQuotes(piece)
    }
    place += Int64(piece.count)
  }
}

// What is said about a bad file.
extension Survey {
  static func binary(_ name: String) -> LotFileProblem {
    LotFileProblem(
      code: "lot.nul", reason: "\(name) holds NUL bytes, so it is no text file.",
      hint: "Export the lot as CSV with UTF-8 characters.")
  }

  static func tooLong(_ name: String) -> LotFileProblem {
    LotFileProblem(
      code: "lot.row-too-long", reason: "\(name) holds a row of more than 1 MiB.",
      hint: "Often a quotation mark that was never closed, or not a lot file at all.")
  }

  static func quoteOpen(_ name: String, line: Int) -> LotFileProblem {
    LotFileProblem(
      code: "lot.quote-open",
      reason: "The quotation mark that opens a cell on line \(line) of \(name) is never closed.",
      hint: "Close it with \" on that line, or write \"\" for a quotation mark inside a cell.")
  }

  /// The line on which a byte stands. Only needed for the message, so it may read the file again.
  private func line(of byte: Int64, in stream: TextStream) throws(LotFileProblem) -> Int {
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: LotLimits.bufferBytes)
    defer { buffer.deallocate() }
    var counter = LineCounter()
    var left = byte
    try stream.restart()
    while left > 0 {
      let count = try stream.fill(buffer, capacity: LotLimits.bufferBytes)
      guard count > 0 else { break }
      counter.add(UnsafeBufferPointer(start: buffer, count: Int(min(left, Int64(count)))))
      left -= Int64(count)
    }
    return counter.lines + 1
  }
}
