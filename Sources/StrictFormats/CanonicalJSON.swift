/// Writes a value in the one spelling a bundle may have: no white space, members in the order given, non-ASCII characters
/// raw, `/` unescaped, control characters by their short escape or `\u00xx` in lower case (certificate profile, "Bundle and text").
public enum CanonicalJSON {
  /// The bytes of the value.
  public static func bytes(_ value: JSONValue) -> [UInt8] {
    var out: [UInt8] = []
    write(value, to: &out)
    return out
  }

  /// The same as text.
  public static func text(_ value: JSONValue) -> String { String(decoding: bytes(value), as: UTF8.self) }

  private static func write(_ value: JSONValue, to out: inout [UInt8]) {
    switch value {
    case .null: out += "null".utf8
    case .bool(let flag): out += (flag ? "true" : "false").utf8
    case .integer(let number): out += String(number).utf8
    case .string(let text): write(text, to: &out)
    case .array(let values): list(values, "[", "]", to: &out) { write($0, to: &$1) }
    case .object(let members):
      list(members, "{", "}", to: &out) { member, out in
        write(member.name, to: &out)
        out.append(UInt8(ascii: ":"))
        write(member.value, to: &out)
      }
    }
  }

  private static func list<Element>(
    _ elements: [Element], _ open: Unicode.Scalar, _ close: Unicode.Scalar, to out: inout [UInt8],
    each: (Element, inout [UInt8]) -> Void
  ) {
    out.append(UInt8(ascii: open))
    for (place, element) in elements.enumerated() {
      if place > 0 { out.append(UInt8(ascii: ",")) }
      each(element, &out)
    }
    out.append(UInt8(ascii: close))
  }

  private static func write(_ text: String, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { bytes in
      var place = 0
      while true {
        let end = PlainRun(in: UnsafeRawBufferPointer(bytes), from: place).end
        out += bytes[place..<end]
        guard end < bytes.count else { return }
        writeEscape(of: bytes[end], to: &out)
        place = end + 1
      }
    }
    out.append(UInt8(ascii: "\""))
  }

  private static func writeEscape(of byte: UInt8, to out: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): out += [UInt8(ascii: "\\"), byte]
    case 0x08: out += "\\b".utf8
    case 0x09: out += "\\t".utf8
    case 0x0A: out += "\\n".utf8
    case 0x0C: out += "\\f".utf8
    case 0x0D: out += "\\r".utf8
    default:
      let digits = Array("0123456789abcdef".utf8)
      out += "\\u00".utf8
      out += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
}
