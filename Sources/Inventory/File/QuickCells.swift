// The way of nearly every cell: 64 bytes are looked at together.
extension RecordScanner {
  /// Cuts cells off as long as each stands wholly in quotation marks or has none, and its marks hold neither another one
  /// nor a line end. Answers where the last of them ended, and nil where already the first one needs a closer look, or
  /// the buffer ends before it does.
  func scanQuickly(from start: Int) -> Int? {
    let (base, limit, meaning) = (UnsafePointer(base), limit, meaning)
    var carry = ByteBlock.Carry()
    var next = Next(begin: start, end: nil)
    var at = start
    while at < limit {
      guard count &+ ByteBlock.length <= LotLimits.columns else { break }
      let block = ByteBlock(base + at, meaning, after: carry)
      let lineEnd = Self.lowest(block.lineEnds & block.stops)
      let good = Self.upTo(lineEnd) & (Self.lowest(irregular(block, carry)) &- 1)
      take(block.stops & good, of: at, &next)
      // A line end, or something irregular before one, ends the quick way.
      if lineEnd != 0 || good != ~0 { break }
      carry = block.carry
      at = at &+ ByteBlock.length
    }
    return next.end
  }

  /// Where the next cell begins, and where the last one ended.
  private struct Next {
    var begin: Int
    var end: Int?
  }

  /// Adds the cells that end at these places of a block.
  @inline(__always)
  private func take(_ ends: UInt64, of block: Int, _ next: inout Next) {
    guard ends != 0 else { return }
    let (base, cells) = (base, cells)
    var (ends, number, begin) = (ends, count, next.begin)
    while ends != 0 {
      let end = block &+ ends.trailingZeroBitCount
      let mark = base[begin] == Byte.quote ? 1 : 0
      cells[number] = Cell(start: begin &+ mark, end: end &- mark, doubled: false)
      number &+= 1
      begin = end &+ 1
      ends &= ends &- 1
    }
    (count, next) = (number, Next(begin: begin, end: begin &- 1))
  }

  /// Places from which on counting marks alone does not tell: a mark that opens inside a cell, what follows a mark that
  /// closes before its cell ends, and a line end in quotation marks, which must be counted.
  @inline(__always)
  private func irregular(_ block: ByteBlock, _ carry: ByteBlock.Carry) -> UInt64 {
    let closed = (block.quotes & ~block.inside) &<< 1 | carry.quote & ~carry.inside
    let begins = block.stops &<< 1 | carry.stop
    let unclear = block.openers & ~begins | closed & ~block.stops | block.lineEnds & block.inside
    // Where the separator is a space, one at the beginning of a cell may also be a blank before a quotation mark.
    return separator == Byte.space ? unclear | begins & block.stops & ~block.lineEnds : unclear
  }

  private static func lowest(_ bits: UInt64) -> UInt64 { bits & (0 &- bits) }

  /// All bits up to a single one and with it; all where there is none.
  private static func upTo(_ bit: UInt64) -> UInt64 { bit == 0 ? ~0 : bit ^ (bit &- 1) }
}
