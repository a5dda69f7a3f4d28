import HandoverModel
import StrictFormats

/// Makes and models as they may stand in a certificate (certificate profile, "Payload"): at most 40 characters,
/// composed, nothing invisible, and nothing that belongs to a person.
enum PlainName {
  /// Letters, digits and single spaces in ASCII, few digits, at most 40: such a cell is used as it stands.
  static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count <= 40 else { return false }
    var digits = 0
    var previous = Byte.space
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): break
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
      case Byte.space: if previous == Byte.space { return false }
      default: return false
      }
      previous = byte
    }
    return digits < 9 && previous != Byte.space
  }

  /// The text fit for a certificate, and whether it had to be changed; nil where it looks like a person's data.
  static func clean(_ text: String) -> (name: String, changed: Bool)? {
    guard !looksPersonal(text) else { return nil }
    var name = ""
    var kept = 0
    for scalar in text.unicodeScalars {
      guard kept < 40 else { break }
      let isGap = !PlainText.isVisible(scalar) || scalar == " "
      if isGap && (name.isEmpty || name.hasSuffix(" ")) { continue }
      if !isGap && scalar.properties.canonicalCombiningClass != .notReordered { continue }
      name.unicodeScalars.append(isGap ? " " : scalar)
      kept += 1
    }
    if name.hasSuffix(" ") { name.removeLast() }
    return (name.isEmpty ? Vehicle.unknown : name, !name.unicodeScalars.elementsEqual(text.unicodeScalars))
  }

  /// An address, a link or a telephone number in the wrong column must not reach a buyer.
  private static func looksPersonal(_ text: String) -> Bool {
    var run = 0
    for scalar in text.unicodeScalars {
      if scalar == "@" { return true }
      switch scalar {
      case "0"..."9": run += 1
      case " ", "-", "/", "(", ")", "+", ".": continue
      default: run = 0
      }
      if run >= 9 { return true }
    }
    return text.contains("://")
  }
}
