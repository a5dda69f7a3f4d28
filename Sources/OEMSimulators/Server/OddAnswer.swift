/// The bytes of answers that are not HTTP as one would like it (A7, A8).
enum OddAnswer {
  static func bytes(_ answer: Answer, _ odd: Delivery.OddHead) -> [UInt8] {
    let body = answer.bytes
    var head = "HTTP/1.1 \(answer.status) Odd\r\n"
    for header in answer.headers { head += "\(header.name): \(header.value)\r\n" }
    head += "content-length: \(body.count)\r\n"
    switch odd {
    case .extraBytes: return Array((head + "\r\n").utf8) + body + Array("HTTP/1.1 200 OK\r\n\r\n".utf8)
    case .twoLengths: head += "content-length: \(max(0, body.count - 5))\r\n"
    case .hugeHeader: head += "x-large: " + String(repeating: "a", count: 1 << 20) + "\r\n"
    case .manyHeaders: for number in 0..<10_000 { head += "x-\(number): a\r\n" }
    }
    return Array((head + "\r\n").utf8) + body
  }
}

/// A gzip stream whose every zero byte decodes to 1032 zero bytes.
enum GzipBomb {
  /// The gzip head (RFC 1952) and the start of a dynamic block (RFC 1951, section 3.2.7) whose code for "258 bytes, distance 1"
  /// is two zero bits. The stream never ends properly; a reader should have stopped long before.
  static let head: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF] + block

  /// Symbols 0 and 256 have codes of 2 bits, symbol 285 (length 258) a code of 1 bit, distance 0 a code of 1 bit.
  private static var block: [UInt8] {
    var bits = BitWriter()
    bits.put(1, 1)
    bits.put(2, 2)
    bits.put(29, 5)
    bits.put(0, 5)
    bits.put(14, 4)
    // Code-length code: symbol 18 has 1 bit, symbols 1 and 2 have 2 bits; in the order 16, 17, 18, 0, 8, …, 2, 14, 1.
    for length in [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 2] { bits.put(length, 3) }
    let two = [1, 1], one = [1, 0], zeros = [0]
    bits.code(two)
    bits.code(zeros)
    bits.put(138 - 11, 7)
    bits.code(zeros)
    bits.put(117 - 11, 7)
    bits.code(two)
    bits.code(zeros)
    bits.put(28 - 11, 7)
    bits.code(one)
    bits.code(one)
    // One literal zero, then nothing but matches.
    bits.code([1, 0])
    return bits.bytes
  }

  private struct BitWriter {
    private(set) var bytes: [UInt8] = []
    private var used = 8

    /// A number, lowest bit first.
    mutating func put(_ value: Int, _ count: Int) {
      for place in 0..<count { put(bit: value >> place & 1) }
    }

    /// A Huffman code, highest bit first.
    mutating func code(_ bits: [Int]) { for bit in bits { put(bit: bit) } }

    private mutating func put(bit: Int) {
      if used == 8 {
        bytes.append(0)
        used = 0
      }
      bytes[bytes.count - 1] |= UInt8(bit << used)
      used += 1
    }
  }
}
