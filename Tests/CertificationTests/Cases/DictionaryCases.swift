import CertificateChecking
import Certification
import HandoverModel
import StrictFormats

/// Streams that only a packing with a dictionary can hold, and what is wrong with them. The signer's chain is in the user's bag.
struct DictionaryCases {
  private let issued: IssuedCertificate
  private let jwt: String
  /// Signature, length of the header, header and payload.
  private let parts: [[UInt8]]
  private let dictionary = Array(CodeDictionary.signed.utf8)

  init() throws {
    issued = try Dealer.shared.issue()
    jwt = Forge(issued).jwt
    let decoded = jwt.split(separator: ".").compactMap { Base64.decode($0) }
    parts = [decoded[2], [0, UInt8(decoded[0].count)], decoded[0], decoded[1]]
  }

  func all() throws -> [Case] { good() + bad() + (try mixed()) }

  private func good() -> [Case] {
    let all = Array(parts.joined())
    return [
      .good(
        "code-stream-refers-at-once", "the first block refers back into the dictionary",
        code(Zlib.deflateRaw(all, dictionary: dictionary) ?? []), .clear),
      .good(
        "code-stream-without-dictionary", "nothing refers back into the dictionary",
        code(Zlib.deflateRaw(all, dictionary: []) ?? []), .clear),
      .good(
        "code-stream-stored", "nothing is packed",
        code(Zlib.stored(parts[0]) + last(Zlib.stored(Array(parts.dropFirst().joined())))), .clear),
    ].map(withBag)
  }

  private func bad() -> [Case] {
    let packed = QRText.packed(jwt) ?? []
    let noise = parts[0] + parts[0].reversed()
    let shifted = Array(dictionary.dropFirst() + dictionary.prefix(1))
    let rest = Array(parts.dropFirst().joined())
    let bomb = Zlib.deflateRaw([UInt8](repeating: 0, count: 40_000), dictionary: dictionary) ?? []
    return [
      .bad(
        "jws.signature", "code-signature-changed", "one character of the signature is another",
        code(packed.enumerated().map { $0.offset == 20 ? $0.element ^ 1 : $0.element })),
      .bad(
        "qr.inflate", "code-stream-length-changed", "one character of the stream's first length is another",
        code(packed.enumerated().map { $0.offset == 1 ? $0.element ^ 1 : $0.element })),
      .bad("qr.inflate", "code-stream-cut", "the stream lacks its last byte", code(packed.dropLast())),
      .bad("qr.inflate", "code-stream-surplus", "a byte behind the stream", code(packed + [0])),
      .bad(
        "qr.inflate", "code-stream-unended", "all blocks are there, and none says that it is the last",
        code(Zlib.stored(parts[0]) + Zlib.stored(rest))),
      .bad("qr.inflate", "code-stream-empty", "a prefix and no stream", code([])),
      .bad(
        "qr.inflate", "code-stream-refers-too-far", "a reference beyond the start of the dictionary",
        code(Zlib.deflateRaw(noise, dictionary: noise + dictionary) ?? [])),
      .bad(
        "qr.inflate", "code-stream-zlib", "the stream of an older paper under the newer prefix",
        code(QRText.packed(jwt, .zlib) ?? [])),
      .bad(
        "json.malformed", "code-other-dictionary", "packed with a dictionary that is shifted by one byte",
        code(Zlib.stored(parts[0]) + (Zlib.deflateRaw(rest, dictionary: shifted + parts[0]) ?? []))),
      .bad(
        "qr.too-large", "code-stream-bomb-cut", "more than any certificate, and then no end", code(bomb.dropLast(3))),
      .bad(
        "input.not-recognised", "code-packing-unknown", "a packing that nobody defined",
        Array("VHC3:\(Base45.encode(packed))".utf8)),
    ].map(withBag)
  }

  /// Squares of papers that are packed in two ways.
  private func mixed() throws -> [Case] {
    let copy = try present(issued, for: .buyer)
    let new = try PaperCodes(bundle: copy, bytesPerSquare: 600)
    let old = try PaperCodes(bundle: copy, bytesPerSquare: 600, packing: .zlib)
    func paper(_ squares: [String]) -> [UInt8] { Array(squares.joined(separator: "\n").utf8) }
    return [
      .good("paper-first-older", "an older first page with a newer second", paper([old.first] + new.parts), .clear),
      .good("paper-first-newer", "a newer first page with an older second", paper([new.first] + old.parts), .clear),
      .bad("qr.parts", "paper-first-both", "the first page of both kinds", paper([old.first, new.first] + new.parts)),
      .bad(
        "qr.parts", "paper-parts-both", "half a second page of each kind",
        paper([new.first, new.parts[0], old.parts[1]])),
    ]
  }

  private func code(_ stream: some Collection<UInt8>) -> [UInt8] {
    Array((CodePrefix(.signed, .dictionary).text + Base45.encode(Array(stream))).utf8)
  }

  /// The same block, as the last of its stream.
  private func last(_ block: [UInt8]) -> [UInt8] { [1] + block.dropFirst() }

  private func withBag(_ one: Case) -> Case {
    one.with { $0.issuers = Cases.bag(issued.chain) }
  }
}
