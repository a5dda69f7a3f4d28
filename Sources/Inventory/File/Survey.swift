import Glibc

/// Reads a whole file once before its first row is used, so that a bad file is refused before anything is sent: no NUL
/// bytes, every quote closed, no endless row. It looks at bytes only where a quote stands and costs a fraction of the
/// real reading.
struct Survey {
  private let name: String
  /// The separator of a delimited file; nil for JSON Lines, where quotes mean nothing between lines.
  private let separator: UInt8?
  private var state = State.unquoted(atCellStart: true)
  private var place: Int64 = 0
  private var quoteOpened: Int64 = 0
  private var rowStart: Int64 = 0

  private enum State: Equatable {
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

  private mutating func followQuotes(_ piece: UnsafeBufferPointer<UInt8>) throws(LotFileProblem) {
    var at = 0
    if state == .quoteAtEnd {
      state = piece[0] == Byte.quote ? .quoted : .unquoted(atCellStart: false)
      if state == .quoted { at = 1 }
    }
    while at < piece.count {
      let quote = Self.nextQuote(in: piece, from: at)
      at = state == .quoted ? try leaveQuotes(piece, at: quote) : try findQuote(piece, from: at, at: quote)
    }
  }

  /// Where cells are quoted, the next mark is near, and calling a search costs more than looking.
  private static func nextQuote(in piece: UnsafeBufferPointer<UInt8>, from: Int) -> Int? {
    let near = min(piece.count, from &+ 16)
    var at = from
    while at < near && piece[at] != Byte.quote { at = at &+ 1 }
    return at < near ? at : piece.firstIndex(of: Byte.quote, from: at)
  }

  private mutating func leaveQuotes(_ piece: UnsafeBufferPointer<UInt8>, at quote: Int?) throws(LotFileProblem) -> Int {
    guard let end = quote else {
      guard place + Int64(piece.count) - quoteOpened <= 2 * Int64(LotLimits.rowBytes) else { throw Self.tooLong(name) }
      return piece.count
    }
    guard end + 1 < piece.count else {
      state = .quoteAtEnd
      return end + 1
    }
    if piece[end + 1] == Byte.quote { return end + 2 }
    state = .unquoted(atCellStart: false)
    return end + 1
  }

  private mutating func findQuote(
    _ piece: UnsafeBufferPointer<UInt8>, from: Int, at quote: Int?
  ) throws(LotFileProblem) -> Int {
    guard let quote else {
      try endOfStretch(piece, from: from, to: piece.count)
      state = .unquoted(atCellStart: isCellStart(piece, from: from, before: piece.count))
      return piece.count
    }
    try endOfStretch(piece, from: from, to: quote)
    if isCellStart(piece, from: from, before: quote) {
      state = .quoted
      quoteOpened = place + Int64(quote)
    } else {
      state = .unquoted(atCellStart: false)
    }
    return quote + 1
  }

  /// Whether nothing but spaces stands between the place and the separator or line end before it.
  private func isCellStart(_ piece: UnsafeBufferPointer<UInt8>, from: Int, before: Int) -> Bool {
    var at = before - 1
    while at >= from && piece[at] == Byte.space { at -= 1 }
    guard at >= from else { return state == .unquoted(atCellStart: true) }
    return piece[at] == separator || piece[at] == Byte.lineFeed || piece[at] == Byte.carriageReturn
  }

  /// Only a stretch that ends far behind the last known row start is searched for line ends.
  private mutating func endOfStretch(
    _ piece: UnsafeBufferPointer<UInt8>, from: Int, to: Int
  ) throws(LotFileProblem) {
    guard place + Int64(to) - rowStart > Int64(LotLimits.rowBytes) else { return }
    if let end = piece[from..<to].lastIndex(where: { $0 == Byte.lineFeed || $0 == Byte.carriageReturn }) {
      rowStart = place + Int64(end) + 1
    } else if place + Int64(to) - rowStart > 2 * Int64(LotLimits.rowBytes) {
      throw Self.tooLong(name)
    }
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
