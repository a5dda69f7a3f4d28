// The way of every other cell, byte by byte. Each function answers nil when the buffer ends before the cell does.
extension RecordScanner {
  /// Where the cell that begins at a place ends; it is added.
  func scanClosely(from start: Int, counting lines: inout LineCounter) -> Int? {
    if separator != nil {
      var at = start
      while at < limit && base[at] == Byte.space { at += 1 }
      guard at < limit || atEnd else { return nil }
      if at < limit && base[at] == Byte.quote { return scanQuoted(at, cell: start, counting: &lines) }
    }
    return scanPlain(from: start, cell: start)
  }

  private func scanPlain(from: Int, cell start: Int) -> Int? {
    var at = from
    while at < limit && !isStop(base[at]) { at += 1 }
    guard at < limit || atEnd else { return nil }
    add(Cell(start: start, end: at, doubled: false))
    return at
  }

  private func scanQuoted(_ quote: Int, cell start: Int, counting lines: inout LineCounter) -> Int? {
    let (base, limit) = (base, limit)
    var doubled = false
    var at = quote &+ 1
    while true {
      var hasLineEnd = false
      let from = at
      while at < limit && base[at] != Byte.quote {
        if base[at] < Byte.space { hasLineEnd = true }
        at = at &+ 1
      }
      if hasLineEnd { lines.add(UnsafeBufferPointer(start: base + from, count: at &- from)) }
      guard at &+ 1 < limit || at < limit && atEnd else { return nil }
      guard at &+ 1 < limit, base[at &+ 1] == Byte.quote else { break }
      doubled = true
      at = at &+ 2
    }
    var after = at + 1
    while after < limit && base[after] == Byte.space { after += 1 }
    guard after < limit || atEnd else { return nil }
    guard after < limit, !isStop(base[after]) else {
      add(Cell(start: quote + 1, end: at, doubled: doubled))
      return after
    }
    isDamaged = true
    return scanPlain(from: after, cell: start)
  }

  private func isStop(_ byte: UInt8) -> Bool {
    byte == separator || byte == Byte.lineFeed || byte == Byte.carriageReturn
  }

  private func add(_ cell: Cell) {
    guard count <= LotLimits.columns else { return }
    cells[count] = cell
    count += 1
  }
}
