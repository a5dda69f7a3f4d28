import CQRencode

/// A square code (ISO/IEC 18004) of a text in alphanumeric mode, at error correction level M.
package struct QRCode: Hashable, Sendable {
  /// Light modules around it, on every side (ISO/IEC 18004, section on the quiet zone).
  package static let quietZone = 4

  /// 1 to 40; a version has `17 + 4 * version` modules at a side.
  package let version: Int
  /// Modules at a side, without the quiet zone.
  package let width: Int
  /// The dark modules, row by row.
  private let dark: [Bool]

  /// The smallest code that holds the text; nil when a character is none of the 45, or it is longer than any code.
  package init?(alphanumeric text: String) {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty, bytes.count <= 4_296, let input = QRinput_new2(0, QR_ECLEVEL_M) else { return nil }
    defer { QRinput_free(input) }
    guard QRinput_append(input, QR_MODE_AN, Int32(bytes.count), bytes) == 0, let code = QRcode_encodeInput(input) else {
      return nil
    }
    defer { QRcode_free(code) }
    version = Int(code.pointee.version)
    width = Int(code.pointee.width)
    dark = UnsafeBufferPointer(start: code.pointee.data, count: width * width).map { $0 & 1 == 1 }
  }

  /// Whether a module is dark; outside the code none is.
  package func isDark(row: Int, column: Int) -> Bool {
    (0..<width).contains(row) && (0..<width).contains(column) && dark[row * width + column]
  }

  /// Modules at a side with the quiet zone: the side of the `viewBox` that `path` is drawn in.
  package var side: Int { width + 2 * Self.quietZone }

  /// The dark modules as the data of one SVG path, a rectangle for every run of a row.
  package var path: String {
    var out = ""
    for row in 0..<width {
      var column = 0
      while column < width {
        guard isDark(row: row, column: column) else {
          column += 1
          continue
        }
        let start = column
        while isDark(row: row, column: column) { column += 1 }
        let length = column - start
        out += "M\(start + Self.quietZone) \(row + Self.quietZone)h\(length)v1h-\(length)z"
      }
    }
    return out
  }
}
