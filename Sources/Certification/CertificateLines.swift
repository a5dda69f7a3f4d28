package import StrictFormats

/// The access lines of one certificate, holder by holder, with the commitment to all of them and the private sections that
/// open it again.
package struct CertificateLines: Hashable, Sendable {
  /// What `lines_root` says.
  package let root: String
  private let holders: [[JSONValue]]
  private let ledgerHead: String
  private let fill: [String]

  /// - Parameters:
  ///   - holders: the lines of each holder; the places have no meaning and no names.
  ///   - ledgerHead: the digest of the ledger's newest event, so that a ledger rewritten later shows.
  package init(
    holders: [[JSONValue]], ledgerHead: String, randomBytes: (Int) -> [UInt8] = secureBytes
  ) {
    let commitment = LinesRoot(holders.flatMap(\.self), randomBytes: randomBytes)
    root = commitment.root
    fill = commitment.fill
    self.holders = holders
    self.ledgerHead = ledgerHead
  }

  /// The private part: these lines, the ledger's head, and what else there is to keep.
  package func sections(deal: JSONValue? = nil, staff: JSONValue? = nil, evidence: JSONValue? = nil) -> PrivateSections
  {
    var sections: [String: JSONValue] = [
      "ledger": ["head": .string(ledgerHead), "lines_fill": .array(fill.map { .string($0) })]
    ]
    sections["deal"] = deal
    sections["staff"] = staff
    sections["evidence"] = evidence
    return PrivateSections(sections: sections, holders: holders.map { ["lines": .array($0)] })
  }
}
