import Glibc

/// Cuts a stream into records and cells in one buffer that never grows beyond the longest row.
///
/// RFC 4180 with what dealers' systems add: LF, CR LF or CR as line ends; spaces around a quoted cell; a quotation mark
/// inside an unquoted cell is a character like any other. Text after a closing quotation mark marks the record as
/// damaged.
final class RecordScanner {
  /// How a record is cut: into cells at a separator, or not at all (JSON Lines).
  enum Shape: Equatable {
    case delimited(UInt8)
    case lines
  }

  /// One cell: where its bytes lie in the buffer.
  struct Cell {
    var start: Int
    var end: Int
    /// Whether it holds `""`.
    var doubled: Bool
  }

  let shape: Shape
  private let stream: TextStream
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private var position = 0
  private var limit = 0
  private var atEnd = false
  private let stops: UnsafeMutablePointer<Bool>
  /// What ends a cell, and quotation marks where they mean something.
  private let marks: ByteSearch.Pattern
  private let cells: UnsafeMutablePointer<Cell>

  /// The number of cells of the record; one more than the limit stands for "too many".
  private(set) var count = 0
  /// Whether text follows a closing quotation mark.
  private(set) var isDamaged = false
  /// The line on which the record begins, from 1.
  private(set) var line = 0
  private var nextLine = 1

  init(_ stream: TextStream, shape: Shape) throws(LotFileProblem) {
    self.stream = stream
    self.shape = shape
    capacity = LotLimits.bufferBytes
    base = .allocate(capacity: capacity)
    cells = .allocate(capacity: LotLimits.columns + 1)
    stops = .allocate(capacity: 256)
    stops.initialize(repeating: false, count: 256)
    stops[Int(Byte.lineFeed)] = true
    stops[Int(Byte.carriageReturn)] = true
    if case .delimited(let separator) = shape {
      stops[Int(separator)] = true
      marks = .init(separator, Byte.lineFeed, Byte.carriageReturn, Byte.quote)
    } else {
      marks = .init(Byte.lineFeed, Byte.lineFeed, Byte.carriageReturn, Byte.carriageReturn)
    }
    try stream.restart()
  }

  deinit {
    base.deallocate()
    cells.deallocate()
    stops.deallocate()
  }

  /// Moves to the next record, a blank line included; false at the end.
  func advance() throws(LotFileProblem) -> Bool {
    while true {
      if position == limit && atEnd { return false }
      if position < limit, let end = scan() {
        position = end
        return true
      }
      guard !atEnd else { throw Survey.quoteOpen(stream.source.name, line: nextLine) }
      try refill()
    }
  }

  /// Calls `body` with what follows each of the next line ends in the buffer, as far as it reaches: a guess at coming
  /// records, good enough to prepare for them.
  func peek(lines: Int, _ body: (UnsafeRawBufferPointer) -> Void) {
    let bytes = UnsafeBufferPointer(start: base, count: limit)
    var begin = position
    for _ in 0..<lines {
      body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[begin...]))
      guard let end = bytes.firstIndex(of: Byte.lineFeed, from: begin) else { return }
      begin = end + 1
    }
  }

  /// Whether the record is a line without a character.
  var isBlank: Bool { count == 1 && cells[0].start == cells[0].end }

  /// The bytes of one cell; `""` has become `"`. Valid until the next `advance`.
  func cell(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    if cells[index].doubled { removeDoubles(index) }
    let cell = cells[index]
    return UnsafeBufferPointer(start: base + cell.start, count: cell.end - cell.start)
  }

  private func removeDoubles(_ index: Int) {
    var (from, to) = (cells[index].start, cells[index].start)
    while from < cells[index].end {
      base[to] = base[from]
      from += base[from] == Byte.quote ? 2 : 1
      to += 1
    }
    cells[index].end = to
    cells[index].doubled = false
  }

  /// Keeps the record that was begun, moved to the front, and reads on behind it.
  private func refill() throws(LotFileProblem) {
    let kept = limit - position
    guard kept <= 3 * LotLimits.rowBytes else { throw Survey.tooLong(stream.source.name) }
    if capacity - kept < LotLimits.bufferBytes / 2 {
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
      memcpy(larger, base + position, kept)
      base.deallocate()
      base = larger
      capacity *= 2
    } else {
      memmove(base, base + position, kept)
    }
    position = 0
    limit = kept
    let got = try stream.fill(base + limit, capacity: capacity - limit)
    limit += got
    atEnd = got == 0
  }
}

// One record. Each function answers nil when the buffer ends before the record does.
extension RecordScanner {
  private func scan() -> Int? {
    count = 0
    isDamaged = false
    line = nextLine
    var inner = LineCounter()
    var at = position
    while true {
      guard let end = scanQuickly(from: at) ?? scanCell(from: at, counting: &inner) else { return nil }
      if end < limit, base[end] != Byte.lineFeed, base[end] != Byte.carriageReturn {
        at = end + 1
        continue
      }
      guard let next = afterLineEnd(end) else { return nil }
      nextLine += inner.lines + 1
      return next
    }
  }

  /// The way of nearly every cell: no space at its beginning, and in quotation marks neither another one nor a line end.
  /// Goes on through such cells of a record, and answers nil where the next one needs a closer look.
  private func scanQuickly(from start: Int) -> Int? {
    let (base, cells, limit) = (base, cells, limit)
    var search = ByteSearch(marks, in: UnsafeRawBufferPointer(start: base, count: limit), from: start)
    var number = count
    var begin = start
    var done: Int?
    while begin < limit && number < LotLimits.columns && base[begin] >= Byte.quote {
      let isQuoted = base[begin] == Byte.quote
      guard let at = isQuoted ? quickQuoted(&search) : quickPlain(&search) else { break }
      cells[number] =
        isQuoted ? Cell(start: begin &+ 1, end: at &- 1, doubled: false) : Cell(start: begin, end: at, doubled: false)
      number &+= 1
      done = at
      if base[at] == Byte.lineFeed || base[at] == Byte.carriageReturn { break }
      begin = at &+ 1
    }
    count = number
    return done
  }

  /// What ends an unquoted cell; a quotation mark inside is a character like any other.
  private func quickPlain(_ search: inout ByteSearch) -> Int? {
    while let at = search.next() {
      if base[at] != Byte.quote { return at }
    }
    return nil
  }

  /// What ends a quoted cell: the place right behind its closing mark, which is the next mark after the opening one.
  private func quickQuoted(_ search: inout ByteSearch) -> Int? {
    guard shape != .lines, search.next() != nil, var close = search.next() else { return nil }
    while base[close] != Byte.quote {
      guard base[close] != Byte.lineFeed, base[close] != Byte.carriageReturn else { return nil }
      guard let further = search.next() else { return nil }
      close = further
    }
    guard let at = search.next(), at == close &+ 1, base[at] != Byte.quote else { return nil }
    return at
  }

  /// Where the next record begins.
  private func afterLineEnd(_ end: Int) -> Int? {
    guard end < limit else { return end }
    guard base[end] == Byte.carriageReturn else { return end + 1 }
    guard end + 1 < limit else { return atEnd ? end + 1 : nil }
    return base[end + 1] == Byte.lineFeed ? end + 2 : end + 1
  }

  private func scanCell(from start: Int, counting lines: inout LineCounter) -> Int? {
    if shape != .lines {
      var at = start
      while at < limit && base[at] == Byte.space { at += 1 }
      guard at < limit || atEnd else { return nil }
      if at < limit && base[at] == Byte.quote { return scanQuoted(at, cell: start, counting: &lines) }
    }
    return scanPlain(from: start, cell: start)
  }

  private func scanPlain(from: Int, cell start: Int) -> Int? {
    var at = from
    while at < limit && !stops[Int(base[at])] { at += 1 }
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
    guard after < limit, !stops[Int(base[after])] else {
      add(Cell(start: quote + 1, end: at, doubled: doubled))
      return after
    }
    isDamaged = true
    return scanPlain(from: after, cell: start)
  }

  private func add(_ cell: Cell) {
    guard count <= LotLimits.columns else { return }
    cells[count] = cell
    count += 1
  }
}
