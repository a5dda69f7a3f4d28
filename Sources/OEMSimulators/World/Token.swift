/// Bearer tokens shaped like JSON Web Tokens, because public clients read their `exp` claim. They are signed by nobody.
package enum Token {
  /// A token that no other number gives. It expires in 2036 by its own claim; the simulator may end it earlier.
  package static func minted(subject: String, kind: String, number: UInt64) -> String {
    let claims: JSON = [
      "sub": .string(subject), "typ": .string(kind), "jti": .string(String(number, radix: 36)), "iat": 1_790_000_000,
      "exp": 2_090_000_000,
    ]
    let head: JSON = ["alg": "HS256", "typ": "JWT"]
    return [head.bytes, claims.bytes, Array("unsigned".utf8)].map(base64URL).joined(separator: ".")
  }

  private static func base64URL(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    var text = ""
    var bits = 0
    var held: UInt32 = 0
    for byte in bytes {
      held = held << 8 | UInt32(byte)
      bits += 8
      while bits >= 6 {
        bits -= 6
        text.append(alphabet[Int(held >> UInt32(bits) & 63)])
      }
    }
    if bits > 0 { text.append(alphabet[Int(held << UInt32(6 - bits) & 63)]) }
    return text
  }
}
