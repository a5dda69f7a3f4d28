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

/// What goes with every copy of a certificate and is not signed by its issuer's terminal.
package struct BundleAttachments: Hashable, Sendable {
  /// The proof that a transparency log holds the certificate, as text.
  package var logProof: String?
  /// The newest status token of the certificate's list.
  package var statusToken: String?

  package init(logProof: String? = nil, statusToken: String? = nil) {
    self.logProof = logProof
    self.statusToken = statusToken
  }
}

/// Makes a copy of a certificate as a bundle in its one spelling.
///
/// It reads back what it wrote, and refuses a copy that opens anything more than it is to open.
package func present(
  _ issued: IssuedCertificate, for kind: CopyKind, with attachments: BundleAttachments = BundleAttachments()
) throws -> [UInt8] {
  let opened = try disclosures(of: issued, for: kind)
  var members: [JSONValue.Member] = [
    .init("format", "transfer-certificate-bundle/1"), .init("sd_jwt", .string(issued.compact(opening: opened))),
    .init("x5c", .array(issued.chain.map { .string(Base64.encode($0, .standard)) })),
  ]
  if let proof = attachments.logProof { members.append(.init("log_proof", .string(proof))) }
  if let token = attachments.statusToken { members.append(.init("status_token", .string(token))) }
  let bytes = CanonicalJSON.bytes(.object(members))
  try readBack(bytes, of: issued, expecting: opened.count)
  return bytes
}

/// What a copy opens: nothing, everything, or the private part with the one holder's section.
private func disclosures(of issued: IssuedCertificate, for kind: CopyKind) throws -> [String] {
  switch kind {
  case .buyer: return []
  case .full: return issued.disclosures
  case .owner(let holder):
    let opened = issued.disclosures.prefix(1) + issued.disclosures.dropFirst().filter { name(of: $0) == holder }
    guard opened.count == 2 else {
      throw CertificateIssuer.Refusal(code: "present.holder", reason: "the certificate has no such holder")
    }
    return Array(opened)
  }
}

/// The holders of a certificate, as its full copy names them.
package func holders(of issued: IssuedCertificate) -> [String] {
  issued.disclosures.dropFirst().compactMap { name(of: $0) }.filter { $0.hasPrefix("holder_") }
}

private func name(of disclosure: String) -> String? {
  guard let bytes = Base64.decode(disclosure), let value = try? StrictJSON.parse(bytes) else { return nil }
  return value.array?.dropFirst().first?.string
}

/// A copy is the signed part, each opened disclosure, and the mark that ends them all, in this order and nothing else.
private func readBack(_ bytes: [UInt8], of issued: IssuedCertificate, expecting count: Int) throws {
  // Compared as arrays: letter by letter through a string's view is ten times slower.
  let text = ((try? StrictJSON.parse(bytes))?["sd_jwt"]?.string).map { Array($0.utf8) }
  let marks = text?.count { $0 == UInt8(ascii: "~") }
  guard let text, text.starts(with: Array(issued.signedPart.utf8)), marks == count + 1, text.last == UInt8(ascii: "~")
  else {
    throw CertificateIssuer.Refusal(code: "present.disclosure", reason: "the copy opens more than it may")
  }
}
