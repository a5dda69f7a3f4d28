package import CertificateChecking
import StrictFormats

/// What the codes of a printed certificate hold: the signed part on the first page; the chain, the proof and the status on
/// the second, as far as they fit.
package struct PaperCodes: Hashable, Sendable {
  /// What a bundle holds beside the signed text, in its order.
  package enum Attachment: String, CaseIterable, Sendable {
    case chain = "x5c"
    case logProof = "log_proof"
    case statusToken = "status_token"
  }

  /// Bytes of one square of the second page: with its head 1,451 characters at most, which version 25-M holds.
  package static let bytesPerSquare = 960

  /// The text of the first square.
  package let first: String
  /// The bytes it packs.
  package let signedBytes: Int
  /// The texts of the second page's squares, none when the bundle holds nothing beside the signed text.
  package let parts: [String]
  /// What they carry.
  package let carried: [Attachment]
  /// What the bundle holds and they do not, because the squares would be more than twelve.
  package let leftOut: [Attachment]

  /// Packs a buyer's copy, and reads back what it packed.
  ///
  /// - Parameters:
  ///   - bytesPerSquare: even; less only where a test wants many squares.
  ///   - packing: another only where a test wants an older paper.
  /// - Throws: `CertificateIssuer.Refusal` named `paper.disclosure` for a copy that opens something, `paper.malformed` for
  ///   what is no bundle.
  package init(
    bundle bytes: [UInt8], bytesPerSquare: Int = PaperCodes.bytesPerSquare, packing: CodePrefix.Packing = .dictionary
  ) throws {
    let malformed = Self.refusal("paper.malformed", "this is no copy of a certificate")
    guard let bundle = try? StrictJSON.parse(bytes), let compact = bundle["sd_jwt"]?.string,
      compact.utf8.last == UInt8(ascii: "~")
    else { throw malformed }
    guard compact.utf8.filter({ $0 == UInt8(ascii: "~") }).count == 1 else {
      throw Self.refusal("paper.disclosure", "only the buyer's copy may be printed: this one opens something")
    }
    guard let packed = QRText.packed(String(compact.dropLast()), packing) else { throw malformed }
    first = CodePrefix(.signed, packing).text + Base45.encode(packed)
    signedBytes = packed.count
    let there = Attachment.allCases.filter { bundle[$0.rawValue] != nil }
    (parts, carried) = try Self.fitting(there, of: bundle, bytesPerSquare, CodePrefix(.part, packing))
    leftOut = there.filter { [carried] in !carried.contains($0) }
    try readBack(bundle, compact)
  }

  /// The squares of as many attachments as fit, the last ones left out first: a status ages, and a newer one can be had
  /// elsewhere; a proof can not.
  private static func fitting(
    _ attachments: [Attachment], of bundle: JSONValue, _ bytesPerSquare: Int, _ prefix: CodePrefix
  ) throws -> ([String], [Attachment]) {
    var rest = attachments
    while !rest.isEmpty {
      let members = rest.compactMap { name in bundle[name.rawValue].map { JSONValue.Member(name.rawValue, $0) } }
      guard let packed = prefix.deflate(CanonicalJSON.bytes(.object(members))) else {
        throw refusal("paper.malformed", "the second page could not be packed")
      }
      let number = (packed.count + bytesPerSquare - 1) / bytesPerSquare
      if number <= Limits.codeParts { return (squares(packed, number, prefix), rest) }
      rest.removeLast()
    }
    return ([], [])
  }

  /// Pieces of equal length, but for the last, and even, so that each is whole groups of Base45.
  private static func squares(_ packed: [UInt8], _ number: Int, _ prefix: CodePrefix) -> [String] {
    let length = ((packed.count + number - 1) / number + 1) / 2 * 2
    return (0..<number).map { place in
      let piece = packed.dropFirst(place * length).prefix(length)
      return "\(prefix.text)\(place + 1)/\(number):\(Base45.encode(Array(piece)))"
    }
  }

  /// What a verifier makes of the squares must be the bundle without what was left out.
  private func readBack(_ bundle: JSONValue, _ compact: String) throws {
    let members = bundle.members?.filter { member in !leftOut.contains { $0.rawValue == member.name } } ?? []
    let text = Array(([first] + parts).joined(separator: "\n").utf8)
    let codes = try CodeParts(text[...])
    guard try QRText.unpack(codes.signed) == compact else {
      throw Self.refusal("paper.codes", "the codes do not give back the certificate")
    }
    if let read = try codes.bundle(around: compact), read != CanonicalJSON.bytes(.object(members)) {
      throw Self.refusal("paper.codes", "the codes do not give back the certificate")
    }
  }

  private static func refusal(_ code: String, _ reason: String) -> CertificateIssuer.Refusal {
    CertificateIssuer.Refusal(code: code, reason: reason)
  }
}
