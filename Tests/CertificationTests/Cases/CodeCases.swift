import CertificateChecking
import Certification
import Crypto
import Foundation
import HandoverModel
import StrictFormats

extension Cases {
  /// The codes of a paper: the first alone, with a bag of certificates, and all of them together; packed as on an older paper,
  /// and with the dictionaries, where a case's name says so.
  static func codes() throws -> [Case] {
    let cases = try CodePrefix.Packing.allCases.flatMap { packing in
      let cases = try CodeCases(packing)
      return try (cases.texts() + cases.bags() + cases.papers() + cases.brokenPapers()).map { one in
        packing == .zlib ? one : one.with { $0.name += "-dictionary" }
      }
    }
    return try cases + DictionaryCases().all()
  }

  /// A bag of certificates in DER.
  static func bag(_ certificates: [[UInt8]], with junk: [JSONValue] = []) -> [UInt8] {
    let entries = junk + certificates.map(text)
    return CanonicalJSON.bytes(["format": "transfer-certificate-issuers/1", "certificates": .array(entries)])
  }

  fileprivate static func text(_ der: [UInt8]) -> JSONValue { .string(Base64.encode(der, .standard)) }
}

/// The cases of codes that are packed in one way.
private struct CodeCases {
  private let packing: CodePrefix.Packing
  private let issued: IssuedCertificate
  private let codes: PaperCodes
  private let bytesPerSquare: Int

  init(_ packing: CodePrefix.Packing) throws {
    self.packing = packing
    issued = try Dealer.shared.issue()
    // In three squares, so that one can be missing in the middle.
    bytesPerSquare = packing == .zlib ? 400 : 300
    codes = try PaperCodes(bundle: present(issued, for: .buyer), bytesPerSquare: bytesPerSquare, packing: packing)
  }

  private func pack(_ jwt: String) -> String { QRText.pack(jwt, packing) ?? "" }

  func texts() -> [Case] {
    let code = codes.first
    let noSignature = Base64.encode([UInt8](repeating: 0, count: 64))
    let bomb = pack("AA.\(Base64.encode([UInt8](repeating: 0, count: 40_000))).\(noSignature)")
    return [
      .open("issuer.certificate-unavailable", "qr-text", "a code's text alone", Array("\(code)\n".utf8)),
      .bad("qr.base45", "qr-base45", "a code with a small letter in it", Array((code + "a0").utf8)),
      .bad("qr.inflate", "qr-inflate", "half a code", Array(code.prefix(code.count / 2 / 3 * 3 + 5).utf8)),
      .bad("qr.too-large", "qr-too-large", "a code that unpacks to more than any certificate", Array(bomb.utf8)),
      // A header of one byte and nothing behind it.
      .bad("qr.layout", "qr-layout", "a code that holds something else", Array(pack("IA..\(noSignature)").utf8)),
    ]
  }

  func bags() throws -> [Case] {
    let chain = issued.chain
    let first = Array(codes.first.utf8)
    let elsewhere = IssuerURI("https://east.elsewhere.example")!
    let stranger = try DealerChain.make(
      organisation: "Elsewhere", rooftop: "East", issuer: elsewhere, statusList: elsewhere, at: Dealer.moment
    ).terminal.der
    return [
      .good("code-with-bag", "the first code alone; the signer's chain is in the user's bag", first, .clear)
        .with { $0.issuers = Cases.bag([stranger, chain[1], chain[0]]) },
      .good("code-bag-with-junk", "entries of the bag that cannot be read are passed over", first, .clear)
        .with { $0.issuers = Cases.bag([chain[0], chain[1], chain[0]], with: [.integer(7), "AAAA", "*"]) },
      .open("issuer.certificate-unavailable", "code-bag-without-signer", "the bag holds only others", first)
        .with { $0.issuers = Cases.bag([stranger, chain[1]]) },
      .bad("issuer.untrusted", "code-bag-without-way", "the bag holds the signer and no way to a root", first)
        .with { $0.issuers = Cases.bag([chain[0], stranger]) },
      .open("trust.missing", "code-bag-without-trust", "a bag vouches for nobody", first)
        .with {
          $0.trust = nil
          $0.issuers = Cases.bag([chain[0], chain[1]])
        },
    ]
  }

  func papers() throws -> [Case] {
    let all = [codes.first] + codes.parts
    return [
      .good("paper-whole", "every code of a paper", joined(all), .clear),
      .good(
        "paper-any-order", "in another order, with other white space", joined(all.reversed(), by: " \r\n\t "),
        .clear),
      .good("paper-scanned-twice", "each code twice", joined(all + all), .clear),
      .good(
        "paper-one-square", "a second page with one code only",
        joined([codes.first] + packed(members(issued.chain.prefix(2))), by: " "), .clear),
      .open("qr.parts", "paper-part-missing", "the second of three was not scanned", joined(all, without: 2)),
      .open("qr.parts", "paper-first-missing", "only the second page was scanned", joined(codes.parts)),
    ]
  }

  func brokenPapers() throws -> [Case] {
    let (first, parts) = (codes.first, codes.parts)
    let other = try PaperCodes(
      bundle: present(Dealer.shared.issue(), for: .buyer), bytesPerSquare: bytesPerSquare, packing: packing)
    let chain = issued.chain
    func paper(_ squares: [String]) -> [UInt8] { joined([first] + squares) }
    func page(_ text: String) -> [UInt8] { paper(packed(Array(text.utf8))) }
    func without(_ place: Int, but square: String) -> [UInt8] {
      paper(parts.enumerated().map { $0.offset == place ? square : $0.element })
    }
    let whole = String(decoding: members(chain[...]), as: UTF8.self)
    return [
      .bad("qr.parts", "paper-part-differs", "one place twice, with other content", paper(parts + [changed(parts[1])])),
      .bad("qr.parts", "paper-two-firsts", "the first codes of two papers", joined([first, other.first] + parts)),
      .bad(
        "qr.parts", "paper-number-differs", "codes of papers of three and of four",
        paper(parts + [parts[0].replacing("1/3:", with: "4/4:")])),
      .bad("qr.parts", "paper-too-many", "the first of thirteen", paper([parts[0].replacing("1/3:", with: "1/13:")])),
      .bad(
        "qr.parts", "paper-place-zero", "a place before the first",
        without(0, but: parts[0].replacing("1/3:", with: "0/3:"))),
      .bad(
        "qr.parts", "paper-place-beyond", "a place behind the last",
        without(2, but: parts[2].replacing("3/3:", with: "4/3:"))),
      .bad(
        "qr.parts", "paper-place-spelled", "a place with a zero before it",
        without(0, but: parts[0].replacing("1/3:", with: "01/3:"))),
      .bad("qr.parts", "paper-without-place", "no place at all", paper([parts[0].replacing("1/3:", with: "")])),
      .bad("qr.base45", "paper-base45", "a small letter in the second page", without(1, but: parts[1] + "a")),
      .bad("qr.base45", "paper-junk-between", "a word between two codes", joined([first, "and"] + parts)),
      .bad(
        "qr.inflate", "paper-cut", "the last code lacks its end", without(2, but: recut(parts[2]) { $0.dropLast() })),
      .bad(
        "qr.inflate", "paper-surplus", "bytes behind the packed ones", without(2, but: recut(parts[2]) { $0 + [0] })),
      .bad(
        "qr.too-large", "paper-bomb", "a second page that unpacks to more than it may",
        paper(packed([UInt8](repeating: 0x20, count: 300_000)))),
      .bad(
        "qr.too-large", "paper-long-square", "a square longer than any code",
        paper([CodePrefix(.part, packing).text + "1/1:" + String(repeating: "0", count: 4_290)])),
      .bad("qr.layout", "paper-layout", "a second page that is no object", page("[]")),
      .bad("json.malformed", "paper-empty", "a second page that holds nothing", page("{}")),
      .bad(
        "json.duplicate-key", "paper-second-text", "a second page with a signed text of its own",
        page(#"{"sd_jwt":"x","# + whole.dropFirst())),
      .bad(
        "bundle.unexpected-member", "paper-unexpected-member", "a member nobody defined",
        page(whole.dropLast() + #","note":"x"}"#)),
      .bad(
        "bundle.noncanonical", "paper-noncanonical", "a second spelling of the second page",
        page(whole.replacing("[", with: "[ "))),
      .bad(
        "issuer.leaf-mismatch", "paper-foreign-chain", "the second page of another signer",
        paper(packed(members([chain[1], chain[0]])))),
    ]
  }

  private func joined(_ squares: [String], by gap: String = "\n", without place: Int? = nil) -> [UInt8] {
    Array(squares.enumerated().filter { $0.offset != place }.map(\.element).joined(separator: gap).utf8)
  }

  /// The second page's JSON with nothing but a chain.
  private func members(_ chain: ArraySlice<[UInt8]>) -> [UInt8] {
    CanonicalJSON.bytes(["x5c": .array(chain.map(Cases.text))])
  }

  /// One square with these bytes packed.
  private func packed(_ bytes: [UInt8]) -> [String] {
    let prefix = CodePrefix(.part, packing)
    return [prefix.text + "1/1:" + Base45.encode(prefix.deflate(bytes) ?? [])]
  }

  /// The same square with other bytes in its piece.
  private func recut(_ square: String, _ change: (ArraySlice<UInt8>) -> ArraySlice<UInt8>) -> String {
    let parts = square.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    let piece = Base45.decode(parts[2].utf8) ?? []
    return "\(parts[0]):\(parts[1]):\(Base45.encode(Array(change(piece[...]))))"
  }

  /// The same square with two characters of its piece exchanged.
  private func changed(_ square: String) -> String {
    let piece = square.suffix(6)
    return String(square.dropLast(6) + piece.suffix(3) + piece.prefix(3))
  }
}
