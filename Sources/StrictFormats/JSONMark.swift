/// One value of a strictly read document, or a member's name, by its place in the bytes.
///
/// The marks of a document stand in its order: after an array's or object's mark come those of what is in it.
struct JSONMark: Sendable {
  enum Kind: UInt8, Sendable {
    case null, yes, no
    case integer
    /// Text as it stands; also a number that no `integer` is, as its characters.
    case plain
    case escaped
    case array, object
  }

  let kind: Kind
  /// Where its text begins and ends, without quotation marks. An array or object ends as far on as it has elements.
  private let start: UInt32
  private var end: UInt32
  /// The place of the mark after this value and everything in it.
  private(set) var next: UInt32

  init(_ kind: Kind, from start: Int, to end: Int, next: Int) {
    self.kind = kind
    self.start = UInt32(start)
    self.end = UInt32(end)
    self.next = UInt32(next)
  }

  /// Ends an array or object.
  mutating func close(with count: Int, next: Int) {
    end = start + UInt32(count)
    self.next = UInt32(next)
  }

  /// How many elements or members an array or object has.
  var count: Int { Int(end - start) }

  /// Its text as it stands in the document.
  func raw(in bytes: [UInt8]) -> ArraySlice<UInt8> { bytes[Int(start)..<Int(end)] }

  /// The text that it stands for.
  func text(in bytes: [UInt8]) -> [UInt8] {
    kind == .escaped ? StrictJSON.decoded(bytes, from: Int(start)) : Array(raw(in: bytes))
  }

  /// Whether both stand for the same text. Most names of an object differ in length already.
  @inline(__always)
  func isSame(as other: JSONMark, in bytes: [UInt8]) -> Bool {
    let arePlain = kind == .plain && other.kind == .plain
    if arePlain, end &- start != other.end &- other.start { return false }
    return arePlain ? isSpelled(as: other, in: bytes) : text(in: bytes) == other.text(in: bytes)
  }

  /// - Parameter other: as long as this one.
  private func isSpelled(as other: JSONMark, in bytes: [UInt8]) -> Bool {
    let distance = Int(other.start) - Int(start)
    for place in Int(start)..<Int(end) where bytes[place] != bytes[place + distance] { return false }
    return true
  }

  func isSame(as name: String, in bytes: [UInt8]) -> Bool {
    guard kind == .plain else { return text(in: bytes).elementsEqual(name.utf8) }
    guard Int(end - start) == name.utf8.count else { return false }
    // A view of a string's bytes is walked five times slower than the bytes themselves.
    return name.utf8.withContiguousStorageIfAvailable { raw(in: bytes).elementsEqual($0) }
      ?? raw(in: bytes).elementsEqual(name.utf8)
  }
}
