/// Reads JSON the strict way: two readers that accept a document must see the same thing in it.
///
/// UTF-8 without byte order mark, no duplicate names, no lone surrogates, whole numbers within +-(2^53 - 1) without `-0`,
/// leading zeros, fraction or exponent, depth at most 16 with the root as 1, nothing after the value
/// (certificate profile, "Strict JSON").
public struct StrictJSON {
  /// The greatest depth; the root counts as 1.
  public static let maximumDepth = 16
  /// The greatest magnitude of a number.
  public static let maximumNumber: Int64 = (1 << 53) - 1

  private let bytes: [UInt8]
  private var place = 0
  private var marks: [JSONMark] = []
  private let wholeNumbersOnly: Bool
  private let depthLimit: Int

  private init(_ bytes: [UInt8], wholeNumbersOnly: Bool, depthLimit: Int) {
    self.bytes = bytes
    self.wholeNumbersOnly = wholeNumbersOnly
    self.depthLimit = depthLimit
  }

  /// Parses a signed document.
  public static func parse(_ bytes: [UInt8]) throws(JSONFailure) -> JSONValue {
    var reader = StrictJSON(bytes, wholeNumbersOnly: true, depthLimit: maximumDepth)
    return try reader.document().value
  }

  /// Parses what a provider sent: as strict about names, encoding and ends, but a number with a fraction or an exponent,
  /// which no adapter reads, becomes a string of its characters, and 64 levels are allowed.
  public static func parseForeign(_ bytes: [UInt8]) throws(JSONFailure) -> JSONValue { try view(foreign: bytes).value }

  /// The same, of which only what is asked for is made into values: a listing says much more than anybody reads.
  package static func view(foreign bytes: [UInt8]) throws(JSONFailure) -> JSONView {
    var reader = StrictJSON(bytes, wholeNumbersOnly: false, depthLimit: 64)
    return try reader.document()
  }

  private mutating func document() throws(JSONFailure) -> JSONView {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw .encoding }
    guard bytes.count < UInt32.max else { throw .malformed }
    marks.reserveCapacity(bytes.count / 12 + 1)
    skipSpace()
    try value(depth: 1)
    skipSpace()
    guard place == bytes.count else { throw .malformed }
    return JSONView(JSONDocument(bytes, marks), at: 0)
  }

  private mutating func value(depth: Int) throws(JSONFailure) {
    guard depth <= depthLimit else { throw .depth }
    switch peek {
    case UInt8(ascii: "{"): try object(depth: depth)
    case UInt8(ascii: "["): try array(depth: depth)
    case UInt8(ascii: "\""): try string()
    case UInt8(ascii: "t"): try literal("true", .yes)
    case UInt8(ascii: "f"): try literal("false", .no)
    case UInt8(ascii: "n"): try literal("null", .null)
    default: try number()
    }
  }

  private mutating func mark(_ kind: JSONMark.Kind, from start: Int, to end: Int) {
    marks.append(JSONMark(kind, from: start, to: end, next: marks.count + 1))
  }

  private mutating func object(depth: Int) throws(JSONFailure) {
    let own = marks.count
    mark(.object, from: place, to: place)
    var count = 0
    defer { marks[own].close(with: count, next: marks.count) }
    place += 1
    skipSpace()
    if take(UInt8(ascii: "}")) { return }
    var names = MemberNames(of: own)
    while true {
      skipSpace()
      guard peek == UInt8(ascii: "\"") else { throw .malformed }
      let name = marks.count
      try string()
      guard names.admit(name, marks, bytes) else { throw .duplicateKey }
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw .malformed }
      skipSpace()
      try value(depth: depth + 1)
      count += 1
      skipSpace()
      if take(UInt8(ascii: "}")) { return }
      guard take(UInt8(ascii: ",")) else { throw .malformed }
    }
  }

  private mutating func array(depth: Int) throws(JSONFailure) {
    let own = marks.count
    mark(.array, from: place, to: place)
    var count = 0
    defer { marks[own].close(with: count, next: marks.count) }
    place += 1
    skipSpace()
    if take(UInt8(ascii: "]")) { return }
    while true {
      skipSpace()
      try value(depth: depth + 1)
      count += 1
      skipSpace()
      if take(UInt8(ascii: "]")) { return }
      guard take(UInt8(ascii: ",")) else { throw .malformed }
    }
  }

  private mutating func literal(_ word: String, _ kind: JSONMark.Kind) throws(JSONFailure) {
    guard bytes[place...].starts(with: word.utf8) else { throw .malformed }
    mark(kind, from: place, to: place + word.utf8.count)
    place += word.utf8.count
  }

  private var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    place += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { place += 1 }
  }
}

// Numbers.
extension StrictJSON {
  private mutating func number() throws(JSONFailure) {
    let start = place
    let negative = take(UInt8(ascii: "-"))
    let digits = takeDigits()
    guard !digits.isEmpty else { throw .malformed }
    if digits.count > 1 && digits.first == UInt8(ascii: "0") { throw .malformed }
    if let byte = peek, byte == UInt8(ascii: ".") || byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
      guard !wholeNumbersOnly else { throw .number }
      try restOfReal()
      return mark(.plain, from: start, to: place)
    }
    guard digits.count <= 16, case let magnitude = Self.value(of: digits), magnitude <= Self.maximumNumber else {
      guard !wholeNumbersOnly else { throw .number }
      return mark(.plain, from: start, to: place)
    }
    if negative && magnitude == 0 { throw .number }
    mark(.integer, from: start, to: place)
  }

  /// At most 16 digits, which no `Int64` is too small for.
  private static func value(of digits: ArraySlice<UInt8>) -> Int64 {
    digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
  }

  /// The value of digits that were marked as an integer.
  static func integer(_ text: ArraySlice<UInt8>) -> Int64 {
    text.first == UInt8(ascii: "-") ? -value(of: text.dropFirst()) : value(of: text)
  }

  private mutating func restOfReal() throws(JSONFailure) {
    if take(UInt8(ascii: ".")) {
      guard !takeDigits().isEmpty else { throw .malformed }
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      guard !takeDigits().isEmpty else { throw .malformed }
    }
  }

  private mutating func takeDigits() -> ArraySlice<UInt8> {
    let start = place
    while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { place += 1 }
    return bytes[start..<place]
  }
}

// Strings.
extension StrictJSON {
  private mutating func string() throws(JSONFailure) {
    place += 1
    let start = place
    let run = takePlain()
    // Most strings are one run without escapes, and most of those are ASCII, in which no decoder finds anything to refuse.
    if take(UInt8(ascii: "\"")) {
      guard run.isASCII || isUTF8(bytes[start..<run.end]) else { throw .encoding }
      return mark(.plain, from: start, to: run.end)
    }
    let decoded = try restOfText(after: Array(bytes[start..<run.end]))
    guard isUTF8(decoded[...]) else { throw .encoding }
    mark(.escaped, from: start, to: place - 1)
  }

  /// What escapes stand for, up to and with the quotation mark.
  private mutating func restOfText(after start: [UInt8]) throws(JSONFailure) -> [UInt8] {
    var decoded = start
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        place += 1
        return decoded
      case UInt8(ascii: "\\"):
        place += 1
        try escape(into: &decoded)
      case 0..<0x20: throw .malformed
      default:
        let start = place
        decoded += bytes[start..<takePlain().end]
      }
    }
    throw .malformed
  }

  /// The bytes that a string with escapes stands for; it was read before.
  static func decoded(_ bytes: [UInt8], from start: Int) -> [UInt8] {
    var reader = StrictJSON(bytes, wholeNumbersOnly: false, depthLimit: 0)
    reader.place = start
    return (try? reader.restOfText(after: [])) ?? []
  }

  /// Goes on to the next byte that ends a string, begins an escape, or may not stand in one.
  private mutating func takePlain() -> PlainRun {
    let run = bytes.withUnsafeBytes { PlainRun(in: $0, from: place) }
    place = run.end
    return run
  }

  private func isUTF8(_ bytes: ArraySlice<UInt8>) -> Bool { String(validating: bytes, as: UTF8.self) != nil }

  private mutating func escape(into text: inout [UInt8]) throws(JSONFailure) {
    guard let byte = peek else { throw .malformed }
    place += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): text.append(contentsOf: Array(String(try scalar()).utf8))
    default: throw .malformed
    }
  }

  /// One scalar, from one escape or from a surrogate pair.
  private mutating func scalar() throws(JSONFailure) -> Character {
    let first = try hexUnit()
    if let scalar = Unicode.Scalar(first) { return Character(scalar) }
    guard (0xD800..<0xDC00).contains(first), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw .encoding }
    let second = try hexUnit()
    guard (0xDC00..<0xE000).contains(second) else { throw .encoding }
    let value = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)
    guard let scalar = Unicode.Scalar(value) else { throw .encoding }
    return Character(scalar)
  }

  private mutating func hexUnit() throws(JSONFailure) -> UInt32 {
    guard place + 4 <= bytes.count else { throw .malformed }
    var value: UInt32 = 0
    for byte in bytes[place..<place + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else { throw .malformed }
      value = value << 4 | UInt32(digit)
    }
    place += 4
    return value
  }
}
