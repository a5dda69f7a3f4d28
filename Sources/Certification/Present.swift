import StrictFormats

/// Who a copy is for.
package enum CopyKind: Hashable, Sendable {
  /// Opens nothing: what a buyer, a printer or a stranger may see.
  case buyer
  /// Opens the lines of one holder, and nothing else.
  case owner(holder: String)
  /// Opens everything.
  case full
}

/// Makes a copy of a certificate as a bundle in its one spelling.
///
/// It reads back what it wrote, and refuses a buyer's copy that opens anything.
package func present(_ issued: IssuedCertificate, for kind: CopyKind) throws -> [UInt8] {
  let pieces = pieces(of: issued.full)
  let kept: [String] =
    switch kind {
    case .buyer: []
    case .full: Array(pieces.dropFirst())
    case .owner(let holder): Array(pieces.dropFirst().prefix(1)) + pieces.dropFirst(2).filter { name(of: $0) == holder }
    }
  if case .owner = kind, kept.count != 2 {
    throw CertificateIssuer.Refusal(code: "present.holder", reason: "the certificate has no such holder")
  }
  let compact = ([pieces[0]] + kept).joined(separator: "~") + "~"
  let bundle: JSONValue = [
    "format": "transfer-certificate-bundle/1", "sd_jwt": .string(compact),
    "x5c": .array(issued.chain.map { .string(Base64.encode($0, .standard)) }),
  ]
  let bytes = CanonicalJSON.bytes(bundle)
  try readBack(bytes, expecting: kept.count)
  return bytes
}

/// The holders of a certificate, as its full copy names them.
package func holders(of issued: IssuedCertificate) -> [String] {
  pieces(of: issued.full).dropFirst(2).compactMap { name(of: $0) }.filter { $0.hasPrefix("holder_") }
}

/// The signed part and the disclosures. Split at bytes: at characters it would look for clusters in thousands of letters.
private func pieces(of text: String) -> [String] {
  text.utf8.split(separator: UInt8(ascii: "~"), omittingEmptySubsequences: true).map { String(Substring($0)) }
}

private func name(of disclosure: String) -> String? {
  guard let bytes = Base64.decode(disclosure), let value = try? StrictJSON.parse(bytes) else { return nil }
  return value.array?.dropFirst().first?.string
}

private func readBack(_ bytes: [UInt8], expecting count: Int) throws {
  let text = (try? StrictJSON.parse(bytes))?["sd_jwt"]?.string
  let disclosures = text.map { pieces(of: $0).count } ?? 0
  guard disclosures == count + 1 else {
    throw CertificateIssuer.Refusal(code: "present.disclosure", reason: "the copy opens more than it may")
  }
}
