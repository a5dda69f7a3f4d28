import StrictFormats

/// The codes of one printed certificate, as text: the square of the first page, `VHC2:` and the signed part, and those of
/// the second, `VHP2:<place>/<number>:` and a piece of what the bundle holds beside it; with a 1 on older papers.
///
/// They stand in any order with ASCII white space between. Base45 has a space of its own, so a square begins only where
/// white space stands before one of the prefixes; no square ends in a space, because no last group of Base45 does.
package struct CodeParts {
  /// The text of the first square.
  package let signed: ArraySlice<UInt8>
  /// The pieces of the second page; none when there is none.
  private let second: (prefix: CodePrefix, pieces: [[UInt8]])?

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  /// Whether a text begins as a square does.
  static func begin(_ text: ArraySlice<UInt8>) -> Bool { CodePrefix(of: text) != nil }

  /// - Throws: `CheckFailure` named `qr.parts`, `qr.too-large` or `qr.base45`.
  package init(_ text: ArraySlice<UInt8>) throws(CheckFailure) {
    var first: ArraySlice<UInt8>?
    var found = Pieces()
    for square in Self.squares(text) {
      guard square.count <= Limits.qrText else { throw QRText.tooLarge }
      if let prefix = CodePrefix(of: square), prefix.content == .part {
        try found.take(square.dropFirst(CodePrefix.length), prefix)
      } else {
        guard first == nil || first == square else { throw Self.mixed }
        first = square
      }
    }
    guard let first else {
      throw Self.missing("the code of the first page, which begins with VHC1: or VHC2:, was not given")
    }
    signed = first
    second = try found.whole()
  }

  /// The bundle that the paper was made from, in the spelling that its squares give it; nil without a second page.
  ///
  /// Put together as text, so that the one reader of bundles judges it: a member that does not belong there, a second
  /// `format` or another spelling is refused as it is in a file.
  package func bundle(around compact: String) throws(CheckFailure) -> [UInt8]? {
    guard let second else { return nil }
    let members = try second.prefix.inflate(Array(second.pieces.joined()), limit: Limits.codePartsInflated)
    guard members.first == UInt8(ascii: "{") else {
      throw CheckFailure("qr.layout", "the codes of the second page are not laid out as those of a certificate")
    }
    let head = #"{"format":"\#(BundleText.format)","sd_jwt":"\#(compact)","#
    let bundle = Array(head.utf8) + members.dropFirst()
    guard bundle.count <= Limits.bundle else { throw QRText.tooLarge }
    return bundle
  }

  private static func squares(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var squares: [ArraySlice<UInt8>] = []
    var start = text.startIndex
    for place in text.indices where isSpace(text[place]) && begin(text[(place + 1)...]) {
      var square = text[start..<place]
      while let last = square.last, isSpace(last) { square.removeLast() }
      squares.append(square)
      start = place + 1
    }
    return squares + [text[start...]]
  }

  static let mixed = CheckFailure("qr.parts", "the codes do not belong together: they are not of one paper")

  static func missing(_ message: String) -> CheckFailure {
    .inconclusive("qr.parts", message, hint: "scan every code of the paper, or check the .transfer.json file")
  }
}

/// The squares of a second page as they come in.
private struct Pieces {
  private var prefix: CodePrefix?
  private var number: Int?
  private var found: [Int: [UInt8]] = [:]

  /// Takes `<place>/<number>:` and the piece. The same square twice is one.
  mutating func take(_ square: ArraySlice<UInt8>, _ prefix: CodePrefix) throws(CheckFailure) {
    let parts = square.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
    let places = parts[0].split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map(Self.decimal)
    guard parts.count == 2, places.count == 2, let place = places[0], let number = places[1], place <= number,
      number <= Limits.codeParts
    else { throw CheckFailure("qr.parts", "a code of the second page does not say which of how many it is") }
    let piece = try QRText.decode(parts[1])
    guard self.prefix ?? prefix == prefix, self.number ?? number == number, found[place] ?? piece == piece else {
      throw CodeParts.mixed
    }
    self.prefix = prefix
    self.number = number
    found[place] = piece
  }

  /// One or two digits, none of them a leading zero.
  private static func decimal(_ text: ArraySlice<UInt8>) -> Int? {
    guard (1...2).contains(text.count), text.first != UInt8(ascii: "0"),
      text.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    return text.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  func whole() throws(CheckFailure) -> (prefix: CodePrefix, pieces: [[UInt8]])? {
    guard let prefix, let number else { return nil }
    let missing = (1...number).filter { found[$0] == nil }
    guard missing.isEmpty else {
      let places = missing.map(String.init).joined(separator: ", ")
      throw CodeParts.missing("of the \(number) codes of the second page these were not given: \(places)")
    }
    return (prefix, (1...number).compactMap { found[$0] })
  }
}
