/// What the first bytes of an input say about it.
enum FileKind: Equatable {
  case text(TextEncoding, markLength: Int)
  /// Something else, with the name people know it by.
  case other(String)

  init(head: [UInt8]) {
    if let name = Self.signatures.first(where: { head.starts(with: $0.0) })?.1 {
      self = .other(name)
    } else if head.starts(with: [0xEF, 0xBB, 0xBF]) {
      self = .text(.utf8, markLength: 3)
    } else if head.starts(with: [0xFF, 0xFE]) {
      self = .text(.utf16LittleEndian, markLength: 2)
    } else if head.starts(with: [0xFE, 0xFF]) {
      self = .text(.utf16BigEndian, markLength: 2)
    } else if let page = Self.markup(head) {
      self = .other(page)
    } else {
      self = .text(Self.unmarked(head), markLength: 0)
    }
  }

  private static let signatures: [([UInt8], String)] = [
    ([0x1F, 0x8B], "a gzip archive"), (Array("PK\u{3}\u{4}".utf8), "a spreadsheet workbook or another zip archive"),
    (Array("%PDF".utf8), "a PDF"), ([0xD0, 0xCF, 0x11, 0xE0], "an old Excel workbook (.xls)"),
    (Array("BZh".utf8), "a bzip2 archive"), ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "an xz archive"),
    ([0x28, 0xB5, 0x2F, 0xFD], "a zstd archive"), ([0x37, 0x7A, 0xBC, 0xAF], "a 7-Zip archive"),
    ([0x89, 0x50, 0x4E, 0x47], "a picture"), ([0xFF, 0xD8, 0xFF], "a picture"), (Array("GIF8".utf8), "a picture"),
    (Array("SQLite format 3".utf8), "a database"), (Array("{\\rtf".utf8), "a word processor's document"),
    ([0xFF, 0xFE, 0x00, 0x00], "text in UTF-32"), ([0x00, 0x00, 0xFE, 0xFF], "text in UTF-32"),
  ]

  /// Dealer systems write web pages and XML under the name `.xls`.
  private static func markup(_ head: [UInt8]) -> String? {
    let start = String(decoding: head.prefix(64), as: UTF8.self).drop { $0.isWhitespace }.lowercased()
    let tags = ["<html", "<!doctype", "<table", "<?xml", "<meta"]
    return tags.contains { start.hasPrefix($0) } ? "a web page or XML" : nil
  }

  /// UTF-16 without a mark shows as NUL bytes in every second place; the header is ASCII in every lot file met so far.
  private static func unmarked(_ head: [UInt8]) -> TextEncoding {
    guard head.count >= 8 else { return .utf8 }
    var zeros = (even: 0, odd: 0)
    for (place, byte) in head.enumerated() where byte == 0 {
      if place % 2 == 0 { zeros.even += 1 } else { zeros.odd += 1 }
    }
    let most = head.count * 2 / 5
    if zeros.odd > most && zeros.even == 0 { return .utf16LittleEndian }
    if zeros.even > most && zeros.odd == 0 { return .utf16BigEndian }
    return .utf8
  }
}

/// How the characters of a file are written.
package enum TextEncoding: String, Codable, Hashable, Sendable {
  /// UTF-8; a cell that is not, is read as Windows-1252, and the file's summary says so.
  case utf8 = "UTF-8"
  case utf16LittleEndian = "UTF-16LE"
  case utf16BigEndian = "UTF-16BE"
}
