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
    return try reader.document()
  }

  /// Parses what a provider sent: as strict about names, encoding and ends, but a number with a fraction or an exponent,
  /// which no adapter reads, becomes a string of its characters, and 64 levels are allowed.
  public static func parseForeign(_ bytes: [UInt8]) throws(JSONFailure) -> JSONValue {
    var reader = StrictJSON(bytes, wholeNumbersOnly: false, depthLimit: 64)
    return try reader.document()
  }

  private mutating func document() throws(JSONFailure) -> JSONValue {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw .encoding }
    skipSpace()
    let value = try value(depth: 1)
    skipSpace()
    guard place == bytes.count else { throw .malformed }
    return value
  }

  private mutating func value(depth: Int) throws(JSONFailure) -> JSONValue {
    guard depth <= depthLimit else { throw .depth }
    switch peek {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    default: return try number()
    }
  }

  private mutating func object(depth: Int) throws(JSONFailure) -> JSONValue {
    place += 1
    var members: [JSONValue.Member] = []
    var names = MemberNames()
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object([]) }
    members.reserveCapacity(4)
    while true {
      skipSpace()
      guard peek == UInt8(ascii: "\"") else { throw .malformed }
      let name = try string()
      guard names.admit(name, after: members) else { throw .duplicateKey }
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw .malformed }
      skipSpace()
      members.append(JSONValue.Member(name, try value(depth: depth + 1)))
      skipSpace()
      if take(UInt8(ascii: "}")) { return .object(members) }
      guard take(UInt8(ascii: ",")) else { throw .malformed }
    }
  }

  private mutating func array(depth: Int) throws(JSONFailure) -> JSONValue {
    place += 1
    var values: [JSONValue] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .array([]) }
    while true {
      skipSpace()
      values.append(try value(depth: depth + 1))
      skipSpace()
      if take(UInt8(ascii: "]")) { return .array(values) }
      guard take(UInt8(ascii: ",")) else { throw .malformed }
    }
  }

  private mutating func literal(_ word: String, _ value: JSONValue) throws(JSONFailure) -> JSONValue {
    guard bytes[place...].starts(with: word.utf8) else { throw .malformed }
    place += word.utf8.count
    return value
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
  private mutating func number() throws(JSONFailure) -> JSONValue {
    let start = place
    let negative = take(UInt8(ascii: "-"))
    let digits = takeDigits()
    guard !digits.isEmpty else { throw .malformed }
    if digits.count > 1 && digits.first == UInt8(ascii: "0") { throw .malformed }
    if let byte = peek, byte == UInt8(ascii: ".") || byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
      guard !wholeNumbersOnly else { throw .number }
      return .string(try restOfReal(from: start))
    }
    guard digits.count <= 16, case let magnitude = Self.value(of: digits), magnitude <= Self.maximumNumber else {
      guard !wholeNumbersOnly else { throw .number }
      return .string(String(decoding: bytes[start..<place], as: UTF8.self))
    }
    if negative && magnitude == 0 { throw .number }
    return .integer(negative ? -magnitude : magnitude)
  }

  /// At most 16 digits, which no `Int64` is too small for.
  private static func value(of digits: ArraySlice<UInt8>) -> Int64 {
    digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
  }

  private mutating func restOfReal(from start: Int) throws(JSONFailure) -> String {
    if take(UInt8(ascii: ".")) {
      guard !takeDigits().isEmpty else { throw .malformed }
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      guard !takeDigits().isEmpty else { throw .malformed }
    }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  private mutating func takeDigits() -> ArraySlice<UInt8> {
    let start = place
    while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { place += 1 }
    return bytes[start..<place]
  }
}

// Strings.
extension StrictJSON {
  private mutating func string() throws(JSONFailure) -> String {
    place += 1
    let start = place
    let run = takePlain()
    // Most strings are one run without escapes.
    if take(UInt8(ascii: "\"")) { return try text(bytes[start..<run.end], isASCII: run.isASCII) }
    var decoded = Array(bytes[start..<run.end])
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        place += 1
        return try text(decoded[...], isASCII: false)
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

  /// Goes on to the next byte that ends a string, begins an escape, or may not stand in one.
  private mutating func takePlain() -> PlainRun {
    let run = bytes.withUnsafeBytes { PlainRun(in: $0, from: place) }
    place = run.end
    return run
  }

  /// - Parameter isASCII: whether the bytes are known to be ASCII: then no decoder finds anything to refuse or to repair.
  private func text(_ bytes: ArraySlice<UInt8>, isASCII: Bool) throws(JSONFailure) -> String {
    if isASCII { return String(decoding: bytes, as: UTF8.self) }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .encoding }
    return text
  }

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
