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
  /// What ends a cell besides line ends; nil for JSON Lines.
  let separator: UInt8?
  let meaning: ByteBlock.Meaning
  private let stream: TextStream
  private(set) var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private var position = 0
  /// How far the buffer is filled; a block of zeros follows.
  private(set) var limit = 0
  /// Whether nothing comes behind that.
  private(set) var atEnd = false
  let cells: UnsafeMutablePointer<Cell>

  /// The number of cells of the record; one more than the limit stands for "too many".
  var count = 0
  /// Whether text follows a closing quotation mark.
  var isDamaged = false
  /// The line on which the record begins, from 1.
  private(set) var line = 0
  private var nextLine = 1

  init(_ stream: TextStream, shape: Shape) throws(LotFileProblem) {
    self.stream = stream
    self.shape = shape
    capacity = LotLimits.bufferBytes
    base = .allocate(capacity: capacity + ByteBlock.length)
    cells = .allocate(capacity: LotLimits.columns + 1)
    separator = if case .delimited(let separator) = shape { separator } else { nil }
    meaning = ByteBlock.Meaning(separator: separator)
    try stream.restart()
  }

  deinit {
    base.deallocate()
    cells.deallocate()
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
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2 + ByteBlock.length)
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
    // A block that reaches beyond finds nothing there.
    (base + limit).update(repeating: 0, count: ByteBlock.length)
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
      guard let end = scanQuickly(from: at) ?? scanClosely(from: at, counting: &inner) else { return nil }
      if end < limit, base[end] != Byte.lineFeed, base[end] != Byte.carriageReturn {
        at = end + 1
        continue
      }
      guard let next = afterLineEnd(end) else { return nil }
      nextLine += inner.lines + 1
      return next
    }
  }

  /// Where the next record begins.
  private func afterLineEnd(_ end: Int) -> Int? {
    guard end < limit else { return end }
    guard base[end] == Byte.carriageReturn else { return end + 1 }
    guard end + 1 < limit else { return atEnd ? end + 1 : nil }
    return base[end + 1] == Byte.lineFeed ? end + 2 : end + 1
  }
}
