import Glibc

/// Cuts a stream into records and cells, a byte at a time, in one buffer that never grows beyond the longest row.
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
    if case .delimited(let separator) = shape { stops[Int(separator)] = true }
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

  /// The way of nearly every cell: no quotation mark and no space at its beginning. Goes on through such cells of a
  /// record, and answers nil where the next one needs a closer look.
  private func scanQuickly(from start: Int) -> Int? {
    let (base, stops, cells, limit) = (base, stops, cells, limit)
    var number = count
    var begin = start
    var done: Int?
    while begin < limit && number < LotLimits.columns && base[begin] > Byte.quote {
      var at = begin
      while at < limit && !stops[Int(base[at])] { at = at &+ 1 }
      guard at < limit else { break }
      cells[number] = Cell(start: begin, end: at, doubled: false)
      number += 1
      done = at
      if base[at] == Byte.lineFeed || base[at] == Byte.carriageReturn { break }
      begin = at + 1
    }
    count = number
    return done
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
