/// What the text of every code begins with: `VH`, a letter for what the code holds, a digit for how that is packed, and a
/// colon. All of them are read for ever; new papers have the last packing.
package struct CodePrefix: Hashable, Sendable {
  /// What a code holds.
  package enum Content: Character, Sendable {
    /// The signed part of a certificate.
    case signed = "C"
    /// A piece of what its bundle holds beside it.
    case part = "P"
  }

  /// How it is packed.
  package enum Packing: Character, CaseIterable, Sendable {
    /// A ZLIB stream (RFC 1950), as the papers of November 2026 have it.
    case zlib = "1"
    /// One raw DEFLATE stream (RFC 1951) that may refer back into the published dictionary: a signed part comes out at four
    /// tenths of the size, a second page at seven.
    case dictionary = "2"
  }

  /// What the code holds.
  package let content: Content
  /// How it is packed.
  package let packing: Packing

  /// A prefix of these two.
  package init(_ content: Content, _ packing: Packing) {
    self.content = content
    self.packing = packing
  }

  /// The prefix that a text begins with; nil when it begins with none.
  package init?(of text: some Collection<UInt8>) {
    guard text.starts(with: "VH".utf8) else { return nil }
    let head = text.dropFirst(2).prefix(3).map { Character(UnicodeScalar($0)) }
    guard head.count == 3, head[2] == ":", let content = Content(rawValue: head[0]),
      let packing = Packing(rawValue: head[1])
    else { return nil }
    self.init(content, packing)
  }

  /// As it stands at the start of a text.
  package var text: String { "VH\(content.rawValue)\(packing.rawValue):" }

  /// Characters of every prefix.
  package static let length = 5

  /// What a code of this prefix may refer back to.
  private var dictionary: [UInt8] {
    switch content {
    case .signed: Self.signedDictionary
    case .part: Self.partDictionary
    }
  }

  private static let signedDictionary = Array(CodeDictionary.signed.utf8)
  private static let partDictionary = Array(CodeDictionary.parts.utf8)

  /// Unpacks one whole stream.
  ///
  /// - Throws: `CheckFailure` named `qr.too-large` or `qr.inflate`.
  func inflate(_ packed: [UInt8], limit: Int) throws(CheckFailure) -> [UInt8] {
    do {
      switch packing {
      case .zlib: return try Zlib.inflate(packed, limit: limit)
      case .dictionary: return try Zlib.inflateRaw(packed, dictionary: dictionary, limit: limit)
      }
    } catch {
      switch error {
      case .tooLarge: throw QRText.tooLarge
      case .malformed: throw CheckFailure("qr.inflate", "the code cannot be unpacked; it was not read whole")
      }
    }
  }

  /// Packs as small as can be, or returns nil when there is no memory for it.
  ///
  /// - Parameters:
  ///   - noise: what stands before the bytes and cannot be packed, 65,535 bytes at most. With a dictionary it goes as it is
  ///     into a block of its own, because among the text it would spoil the code lengths of every letter.
  ///   - bytes: what can.
  package func deflate(noise: [UInt8] = [], _ bytes: [UInt8]) -> [UInt8]? {
    switch packing {
    case .zlib: return Zlib.deflate(noise + bytes)
    case .dictionary:
      let block = noise.isEmpty ? [] : Zlib.stored(noise)
      return Zlib.deflateRaw(bytes, dictionary: dictionary + noise).map { block + $0 }
    }
  }
}
