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
  /// Where its text begins and ends, without quotation marks.
  private let start: UInt32
  private let end: UInt32
  /// The place of the mark after this value and everything in it.
  var next: UInt32

  init(_ kind: Kind, from start: Int, to end: Int, next: Int) {
    self.kind = kind
    self.start = UInt32(start)
    self.end = UInt32(end)
    self.next = UInt32(next)
  }

  /// Its text as it stands in the document.
  func raw(in bytes: [UInt8]) -> ArraySlice<UInt8> { bytes[Int(start)..<Int(end)] }

  /// The text that it stands for.
  func text(in bytes: [UInt8]) -> [UInt8] {
    kind == .escaped ? StrictJSON.decoded(bytes, from: Int(start)) : Array(raw(in: bytes))
  }

  func isSame(as other: JSONMark, in bytes: [UInt8]) -> Bool {
    guard kind == .plain, other.kind == .plain else { return text(in: bytes) == other.text(in: bytes) }
    return end - start == other.end - other.start && raw(in: bytes).elementsEqual(other.raw(in: bytes))
  }

  func isSame(as name: String, in bytes: [UInt8]) -> Bool {
    guard kind == .plain else { return text(in: bytes).elementsEqual(name.utf8) }
    guard Int(end - start) == name.utf8.count else { return false }
    // A view of a string's bytes is walked five times slower than the bytes themselves.
    return name.utf8.withContiguousStorageIfAvailable { raw(in: bytes).elementsEqual($0) }
      ?? raw(in: bytes).elementsEqual(name.utf8)
  }
}
