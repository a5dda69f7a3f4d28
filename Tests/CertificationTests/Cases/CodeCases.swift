import CertificateChecking
import Certification
import Crypto
import Foundation
import HandoverModel
import StrictFormats

extension Cases {
  /// The codes of a paper: the first alone with a bag of certificates, and all of them together.
  static func codes() throws -> [Case] { try bags() + papers() + brokenPapers() }

  private static let issued = Result { try Dealer.shared.issue() }
  private static let bundle = Result { try present(issued.get(), for: .buyer) }
  /// In three squares, so that one can be missing in the middle.
  private static let squares = Result { try PaperCodes(bundle: bundle.get(), bytesPerSquare: 400) }

  private static func bag(_ certificates: [JSONValue]) -> [UInt8] {
    CanonicalJSON.bytes(["format": "transfer-certificate-issuers/1", "certificates": .array(certificates)])
  }

  private static func text(_ der: [UInt8]) -> JSONValue { .string(Base64.encode(der, .standard)) }

  private static func bags() throws -> [Case] {
    let chain = try issued.get().chain
    let first = Array(try squares.get().first.utf8)
    let elsewhere = IssuerURI("https://east.elsewhere.example")!
    let stranger = try DealerChain.make(
      organisation: "Elsewhere", rooftop: "East", issuer: elsewhere, statusList: elsewhere, at: Dealer.moment
    ).terminal.der
    return [
      .good("code-with-bag", "the first code alone; the signer's chain is in the user's bag", first, .clear)
        .with { $0.issuers = bag([text(stranger), text(chain[1]), text(chain[0])]) },
      .good("code-bag-with-junk", "entries of the bag that cannot be read are passed over", first, .clear)
        .with { $0.issuers = bag([.integer(7), "AAAA", "*", text(chain[0]), text(chain[1]), text(chain[0])]) },
      .open("issuer.certificate-unavailable", "code-bag-without-signer", "the bag holds only others", first)
        .with { $0.issuers = bag([text(stranger), text(chain[1])]) },
      .bad("issuer.untrusted", "code-bag-without-way", "the bag holds the signer and no way to a root", first)
        .with { $0.issuers = bag([text(chain[0]), text(stranger)]) },
      .open("trust.missing", "code-bag-without-trust", "a bag vouches for nobody", first)
        .with {
          $0.trust = nil
          $0.issuers = bag([text(chain[0]), text(chain[1])])
        },
    ]
  }

  private static func papers() throws -> [Case] {
    let codes = try squares.get()
    let all = [codes.first] + codes.parts
    return [
      .good("paper-whole", "every code of a paper", joined(all), .clear),
      .good(
        "paper-any-order", "in another order, with other white space", joined(all.reversed(), by: " \r\n\t "),
        .clear),
      .good("paper-scanned-twice", "each code twice", joined(all + all), .clear),
      .good(
        "paper-one-square", "a second page with one code only",
        joined([codes.first] + packed(members(try Dealer.shared.issue().chain.prefix(2))), by: " "), .clear),
      .open("qr.parts", "paper-part-missing", "the second of three was not scanned", joined(all, without: 2)),
      .open("qr.parts", "paper-first-missing", "only the second page was scanned", joined(codes.parts)),
    ]
  }

  private static func brokenPapers() throws -> [Case] {
    let codes = try squares.get()
    let (first, parts) = (codes.first, codes.parts)
    let other = try PaperCodes(bundle: present(Dealer.shared.issue(), for: .buyer), bytesPerSquare: 400)
    let chain = try issued.get().chain
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
        paper(["VHP1:1/1:" + String(repeating: "0", count: 4_290)])),
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

  private static func joined(_ squares: [String], by gap: String = "\n", without place: Int? = nil) -> [UInt8] {
    Array(squares.enumerated().filter { $0.offset != place }.map(\.element).joined(separator: gap).utf8)
  }

  /// The second page's JSON with nothing but a chain.
  private static func members(_ chain: ArraySlice<[UInt8]>) -> [UInt8] {
    CanonicalJSON.bytes(["x5c": .array(chain.map(text))])
  }

  /// One square with these bytes packed.
  private static func packed(_ bytes: [UInt8]) -> [String] {
    ["VHP1:1/1:" + Base45.encode(Zlib.deflate(bytes) ?? [])]
  }

  /// The same square with other bytes in its piece.
  private static func recut(_ square: String, _ change: (ArraySlice<UInt8>) -> ArraySlice<UInt8>) -> String {
    let parts = square.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    let piece = Base45.decode(parts[2].utf8) ?? []
    return "\(parts[0]):\(parts[1]):\(Base45.encode(Array(change(piece[...]))))"
  }

  /// The same square with two characters of its piece exchanged.
  private static func changed(_ square: String) -> String {
    let piece = square.suffix(6)
    return String(square.dropLast(6) + piece.suffix(3) + piece.prefix(3))
  }
}
