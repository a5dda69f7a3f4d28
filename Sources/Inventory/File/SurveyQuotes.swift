// Following the quotation marks of a delimited file through one piece of it.
extension Survey {
  mutating func followQuotes(_ piece: UnsafeBufferPointer<UInt8>) throws(LotFileProblem) {
    var at = 0
    if state == .quoteAtEnd {
      state = piece[0] == Byte.quote ? .quoted : .unquoted(atCellStart: false)
      if state == .quoted { at = 1 }
    }
    while at < piece.count {
      if case .unquoted(let atCellStart) = state { at = skip(piece, from: at, atCellStart) }
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

  /// Passes over what counting marks alone shows to be in order, 64 bytes at a time, and answers where to look closely: at
  /// the last cell in quotation marks that began in it, or where it began itself. Between line ends that far apart that
  /// a row may be too long nothing is passed over.
  private mutating func skip(_ piece: UnsafeBufferPointer<UInt8>, from: Int, _ atCellStart: Bool) -> Int {
    guard let bytes = piece.baseAddress, let meaning else { return from }
    let end = min(piece.count, Int(clamping: rowStart + Int64(LotLimits.rowBytes) - place)) &- ByteBlock.length
    var carry = ByteBlock.Carry(stop: atCellStart ? 1 : 0)
    var opened: Int?
    var at = from
    while at <= end {
      let block = ByteBlock(bytes + at, meaning, after: carry)
      let behindMark = block.quotes &<< 1 | carry.quote
      guard block.openers & ~(block.stops &<< 1 | carry.stop | behindMark) == 0 else { break }
      // A mark that opens right behind another one is the second half of a doubled one.
      let began = block.openers & ~behindMark
      if began != 0 { opened = at &+ (63 &- began.leadingZeroBitCount) }
      carry = block.carry
      at = at &+ ByteBlock.length
    }
    guard let opened else { return from }
    state = .unquoted(atCellStart: true)
    return opened
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
  mutating func endOfStretch(
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
