/// Base64 in its two alphabets, strict: one spelling for one run of bytes.
///
/// Lenient decoders give one certificate many spellings, which breaks every look-up by digest (certificate design 2.15).
public enum Base64 {
  /// The alphabet and whether `=` fills the end.
  public enum Form: Sendable {
    /// RFC 4648 section 5, without padding.
    case url
    /// RFC 4648 section 4, with padding.
    case standard
  }

  /// Encodes the bytes.
  public static func encode(_ bytes: some Sequence<UInt8>, _ form: Form = .url) -> String {
    let direct = bytes.withContiguousStorageIfAvailable { encode(buffer: $0, form) }
    return direct ?? Array(bytes).withUnsafeBufferPointer { encode(buffer: $0, form) }
  }

  private static func encode(buffer bytes: UnsafeBufferPointer<UInt8>, _ form: Form) -> String {
    let letters = alphabet(form)
    return String(unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4) { out in
      var count = 0
      func write(_ window: UInt32, symbols: Int) {
        for place in 0..<symbols { out[count + place] = letters[Int(window >> UInt32(18 - 6 * place) & 63)] }
        count += symbols
      }
      let whole = bytes.count - bytes.count % 3
      for place in stride(from: 0, to: whole, by: 3) {
        write(UInt32(bytes[place]) << 16 | UInt32(bytes[place + 1]) << 8 | UInt32(bytes[place + 2]), symbols: 4)
      }
      switch bytes.count - whole {
      case 1: write(UInt32(bytes[whole]) << 16, symbols: 2)
      case 2: write(UInt32(bytes[whole]) << 16 | UInt32(bytes[whole + 1]) << 8, symbols: 3)
      default: break
      }
      while form == .standard && count % 4 != 0 {
        out[count] = UInt8(ascii: "=")
        count += 1
      }
      return count
    }
  }

  /// Decodes, or returns nil when the text is not the one spelling of some bytes: another alphabet, padding where none
  /// belongs, white space, or unused bits that are not zero.
  public static func decode(_ text: some StringProtocol, _ form: Form = .url) -> [UInt8]? {
    decode(bytes: text.utf8, form)
  }

  /// The same for text that is at hand as bytes.
  public static func decode(bytes text: some Sequence<UInt8>, _ form: Form = .url) -> [UInt8]? {
    // Two levels of nil: whether the bytes lie in one piece, and whether they are Base64.
    if let direct = text.withContiguousStorageIfAvailable({ decode(buffer: $0, form) }) { return direct }
    return Array(text).withUnsafeBufferPointer { decode(buffer: $0, form) }
  }

  private static func decode(buffer text: UnsafeBufferPointer<UInt8>, _ form: Form) -> [UInt8]? {
    guard let count = symbolCount(text, form) else { return nil }
    let symbols = UnsafeBufferPointer(rebasing: text[..<count])
    var isStrict = true
    let bytes = [UInt8](unsafeUninitializedCapacity: count * 3 / 4) { out, length in
      isStrict = values(form).withUnsafeBufferPointer { decode(symbols, into: out, by: $0) }
      length = count * 3 / 4
    }
    return isStrict ? bytes : nil
  }

  /// Fills `out`, and tells whether every symbol has a value and the bits that make no byte are zero.
  private static func decode(
    _ symbols: UnsafeBufferPointer<UInt8>, into out: UnsafeMutableBufferPointer<UInt8>,
    by values: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    // A symbol outside the alphabet has a value above 63, which then shows here.
    var seen: UInt8 = 0
    func window(at start: Int, _ count: Int) -> UInt32 {
      var window: UInt32 = 0
      for place in start..<start + count {
        let value = values[Int(symbols[place])]
        seen |= value
        window = window << 6 | UInt32(value)
      }
      return window
    }
    let groups = symbols.count / 4
    for group in 0..<groups {
      let window = window(at: group * 4, 4)
      out[group * 3] = UInt8(truncatingIfNeeded: window >> 16)
      out[group * 3 + 1] = UInt8(truncatingIfNeeded: window >> 8)
      out[group * 3 + 2] = UInt8(truncatingIfNeeded: window)
    }
    var unused: UInt32 = 0
    switch symbols.count % 4 {
    case 2:
      let window = window(at: groups * 4, 2)
      out[groups * 3] = UInt8(truncatingIfNeeded: window >> 4)
      unused = window & 0x0F
    case 3:
      let window = window(at: groups * 4, 3)
      out[groups * 3] = UInt8(truncatingIfNeeded: window >> 10)
      out[groups * 3 + 1] = UInt8(truncatingIfNeeded: window >> 2)
      unused = window & 0x03
    default: break
    }
    return seen < 64 && unused == 0
  }

  /// How many symbols the text has without its padding, or nil when no bytes are spelled with so many.
  private static func symbolCount(_ text: UnsafeBufferPointer<UInt8>, _ form: Form) -> Int? {
    guard form == .standard else { return text.count % 4 == 1 ? nil : text.count }
    guard text.count % 4 == 0 else { return nil }
    let padding = text.reversed().prefix { $0 == UInt8(ascii: "=") }.count
    return padding <= 2 ? text.count - padding : nil
  }

  private static let common = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
  private static let urlLetters = common + Array("-_".utf8)
  private static let standardLetters = common + Array("+/".utf8)
  private static let urlValues = values(of: urlLetters)
  private static let standardValues = values(of: standardLetters)

  private static func values(_ form: Form) -> [UInt8] { form == .url ? urlValues : standardValues }

  private static func alphabet(_ form: Form) -> [UInt8] { form == .url ? urlLetters : standardLetters }

  private static func values(of letters: [UInt8]) -> [UInt8] {
    var table = [UInt8](repeating: 255, count: 256)
    for (value, letter) in letters.enumerated() { table[Int(letter)] = UInt8(value) }
    return table
  }
}
