import StrictFormats

/// Text that is kept as the dealer wrote it: stock numbers, names of persons and of evidence files.
enum ShortText {
  /// Printable ASCII of ordinary length that begins with a letter or a digit: nothing has to be looked at more closely.
  static func isOrdinary(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count <= LotLimits.shortText, let first = bytes.first, isLetterOrDigit(first) else { return false }
    for byte in bytes where byte < 0x20 || byte > 0x7E { return false }
    return true
  }

  /// The string of bytes that are known to be ASCII.
  static func string(ascii bytes: UnsafeBufferPointer<UInt8>) -> String {
    String(unsafeUninitializedCapacity: bytes.count) { buffer in
      _ = buffer.initialize(from: bytes)
      return bytes.count
    }
  }

  /// Whether a byte is an ASCII letter.
  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool { isLetter(byte) || byte &- UInt8(ascii: "0") < 10 }

  /// The text, if it is short and shows everything it holds.
  static func checked(_ text: String, limit: Int, what: String) throws(CellFault) -> String {
    guard text.unicodeScalars.allSatisfy(PlainText.isVisible) else {
      throw CellFault(
        "text.invisible", "The \(what) holds a character that cannot be seen or a line break.",
        hint: "Write it with visible characters only.")
    }
    guard text.unicodeScalars.count <= limit else {
      throw CellFault(
        "text.too-long", "The \(what) is longer than \(limit) characters.", hint: "Shorten it, or look at the columns.")
    }
    return text
  }

  /// A relative path without tricks: it will be opened below the lot file's folder.
  static func evidence(_ text: String) throws(CellFault) -> String {
    let name = try checked(text, limit: 200, what: "name of the evidence file")
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard !name.contains("\\"), parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." && !$0.hasPrefix("~") })
    else {
      throw CellFault(
        "answer.evidence-path", "An evidence file is named by a path beside the lot file, without \"..\".",
        hint: "Write it like photos/GF-1042-keys.jpg.")
    }
    return name
  }
}
