package import CertificateChecking
import StrictFormats

/// The next version of a trust list on its way through the hands of those who sign it (certificate design, section 2.5).
///
/// It comes into force when enough keys of the list in force signed it, so that nobody takes a scheme over, and enough of its
/// own, so that nobody is made a signer who cannot sign.
package struct TrustProposal: Sendable {
  /// What it says, whoever signed it so far.
  package let list: TrustList
  /// The file: JWS JSON general serialisation, with the signatures there are.
  package let bytes: [UInt8]
  /// How many signatures the file holds, of whatever keys.
  package var signatureCount: Int { signatures.count }
  private let payload: String
  private let signatures: [JSONValue]

  /// - Throws: `CheckFailure` named `trust.malformed` or `trust.signature`.
  package init(_ bytes: [UInt8]) throws {
    list = try TrustList(proposal: bytes)
    self.bytes = bytes
    let text = try StrictJSON.parse(bytes)
    payload = text["payload"]?.string ?? ""
    signatures = text["signatures"]?.array ?? []
  }

  /// Another list to be signed by nobody yet.
  package init(_ draft: TrustListDraft) throws { try self.init(try draft.signed(by: [])) }

  /// The same with one signature more. A key that signs again replaces what it signed before.
  package func signed(by key: SigningKey) throws -> TrustProposal {
    let entry = try TrustListDraft.signature(of: payload, by: key)
    return try with(signatures.filter { $0["protected"] != entry["protected"] } + [entry])
  }

  /// The same with the signatures of another copy of it; nil when that says something else.
  package func joined(with other: TrustProposal) throws -> TrustProposal? {
    guard other.payload == payload else { return nil }
    let own = Set(signatures.compactMap { $0["protected"]?.string })
    return try with(
      signatures + other.signatures.filter { entry in !(entry["protected"]?.string.map(own.contains) ?? false) })
  }

  private func with(_ signatures: [JSONValue]) throws -> TrustProposal {
    try TrustProposal(
      CanonicalJSON.bytes(["payload": .string(payload), "signatures": .array(signatures)]))
  }
}

extension TrustProposal {
  /// How far it has come towards being in force.
  package struct Standing: Hashable, Sendable {
    /// What the list in force asks; nil where none is.
    package var earlier: Side?
    /// What it asks itself.
    package var own: Side

    package var isComplete: Bool { own.isMet && earlier?.isMet ?? true }
  }

  /// One list's demand for signatures.
  package struct Side: Hashable, Sendable {
    /// The version of the list that asks.
    package var version: Int64
    package var needed: Int
    /// The names of its keys that signed, and of those that did not, sorted.
    package var signed: [String]
    package var missing: [String]

    package var isMet: Bool { signed.count >= needed }
  }

  /// Counts the signatures for the list in force and for itself.
  ///
  /// - Throws: `CheckFailure` named `trust.signature` where a known key signed wrongly.
  package func standing(after earlier: TrustList?) throws -> Standing {
    Standing(earlier: try earlier.map { try side(of: $0) }, own: try side(of: list))
  }

  private func side(of asking: TrustList) throws -> Side {
    let signed = try list.signers(among: asking.authority)
    let names = asking.authority.keys.keys.sorted()
    return Side(
      version: asking.version, needed: asking.threshold, signed: names.filter(signed.contains),
      missing: names.filter { !signed.contains($0) })
  }

  /// The list, when a verifier that holds the one in force takes it: judged by the verifier's own memory.
  ///
  /// - Throws: `CheckFailure` named `trust.signature` or `trust.rollback`.
  package func accepted(after earlier: TrustList?) throws -> TrustList {
    let next = try TrustList(bytes: bytes)
    var memory = VerifierMemory()
    if let earlier { _ = try memory.accept(earlier) }
    _ = try memory.accept(next)
    return next
  }
}
