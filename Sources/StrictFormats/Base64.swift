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
      var window: UInt32 = 0
      var bits = 0
      for byte in bytes {
        window = window << 8 | UInt32(byte)
        bits += 8
        while bits >= 6 {
          bits -= 6
          out[count] = letters[Int(window >> UInt32(bits) & 63)]
          count += 1
        }
      }
      if bits > 0 {
        out[count] = letters[Int(window << UInt32(6 - bits) & 63)]
        count += 1
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
    var symbols = Array(text.utf8)
    if form == .standard {
      guard symbols.count % 4 == 0 else { return nil }
      let padding = symbols.reversed().prefix { $0 == UInt8(ascii: "=") }.count
      guard padding <= 2 else { return nil }
      symbols.removeLast(padding)
    }
    guard symbols.count % 4 != 1 else { return nil }
    var out: [UInt8] = []
    out.reserveCapacity(symbols.count * 3 / 4)
    var buffer: UInt32 = 0
    var bits = 0
    let table = form == .url ? urlValues : standardValues
    for symbol in symbols {
      let value = table[Int(symbol)]
      guard value < 64 else { return nil }
      buffer = buffer << 6 | UInt32(value)
      bits += 6
      if bits >= 8 {
        bits -= 8
        out.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
      }
    }
    return buffer & (1 << UInt32(bits) - 1) == 0 ? out : nil
  }

  private static let common = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
  private static let urlLetters = common + Array("-_".utf8)
  private static let standardLetters = common + Array("+/".utf8)
  private static let urlValues = values(of: urlLetters)
  private static let standardValues = values(of: standardLetters)

  private static func alphabet(_ form: Form) -> [UInt8] { form == .url ? urlLetters : standardLetters }

  private static func values(of letters: [UInt8]) -> [UInt8] {
    var table = [UInt8](repeating: 255, count: 256)
    for (value, letter) in letters.enumerated() { table[Int(letter)] = UInt8(value) }
    return table
  }
}
