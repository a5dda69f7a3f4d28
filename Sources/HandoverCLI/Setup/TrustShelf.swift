import BundledChecklists
import CertificateChecking
import Certification
import Foundation
import TransferRules

/// The trust list of a dealership's folder and the key that signs it.
struct TrustShelf {
  var keys: KeyRing

  var home: DealerHome { keys.home }

  /// Makes the first list: of this dealership, or, where none is set up, of nobody yet. An authority key that is there is
  /// used; a list that is there is kept.
  func make(days: Int, at moment: Date) throws -> TrustList {
    guard !SafeFile.exists(home.trustList) else {
      throw Complaint(
        "trust.exists", "\(home.trustList) is already there",
        hint: "handover trust show; handover trust add makes its next version", status: .usage)
    }
    let issuers = try SafeFile.exists(home.dealerFile) ? [ownIssuer(at: moment)] : []
    try home.makeFolders()
    if !SafeFile.exists(home.key(.authority)) {
      _ = try keys.make(.authority, passphrase: try keys.passphrases.forNewFiles())
    }
    let authority = try keys.signing(.authority)
    let tables = try BundledChecklists.tables.map { try RuleTable(bytes: $0.bytes).digest }
    let draft = TrustListDraft(
      version: 1, issuedAt: moment, expires: end(days, from: moment), authority: authority, issuers: issuers,
      rules: tables)
    let bytes = try draft.signed(by: [authority])
    let list = try TrustList(bytes: bytes)
    try SafeFile.create(bytes, at: home.trustList, mode: 0o644)
    return list
  }

  private func ownIssuer(at moment: Date) throws -> ListedIssuer {
    let dealer = try home.dealer()
    let hosts = [dealer.issuer, dealer.statusList].compactMap { IssuerURI($0)?.host }
    return ListedIssuer(
      name: dealer.organisation, root: try CertificateFile.read(home.certificate("root")),
      hosts: Array(Set(hosts)).sorted(), from: moment.addingTimeInterval(-3_600))
  }

  /// Whether this folder's key signs a list, and is enough alone.
  func signsAlone(_ list: TrustList) -> Bool { list.threshold == 1 && isSignedHere(list) }

  /// Whether this folder has a key that signs a list.
  func isSignedHere(_ list: TrustList) -> Bool {
    guard SafeFile.exists(home.key(.authority)) else { return false }
    // A folder of before public halves were written has the key of its own list.
    guard let key = try? CertificateFile.authorityKey(home.publicKey(.authority)) else { return true }
    return list.authorityKeys.contains(TrustAuthority.name(of: key))
  }

  /// Makes the next version and takes it into force at once, where this folder's key alone is enough.
  func change(days: Int, at moment: Date, _ edit: (inout TrustListDraft) throws -> Void) throws -> TrustList {
    let list = try home.trust()
    guard list.threshold == 1 else {
      throw Complaint(
        "trust.threshold", "the list needs \(list.threshold) signatures, and this folder holds one key",
        hint: "handover trust draft, then have it signed")
    }
    var draft = TrustListDraft(after: list, issuedAt: moment, expires: end(days, from: moment))
    try edit(&draft)
    try draft.check()
    return try publish(try TrustProposal(draft).signed(by: try keys.signing(.authority)))
  }

  /// Makes the next version for others to sign: of the list in force, or of a draft that is not signed enough yet.
  func draft(
    amending: String?, days: Int, at moment: Date, _ edit: (inout TrustListDraft) throws -> Void
  ) throws -> TrustProposal {
    let expires = end(days, from: moment)
    var draft =
      if let amending {
        TrustListDraft(amending: try goingOn(from: amending), issuedAt: moment, expires: expires)
      } else {
        TrustListDraft(after: try home.trust(), issuedAt: moment, expires: expires)
      }
    try edit(&draft)
    try draft.check()
    return try TrustProposal(draft)
  }

  /// Takes a proposal into force, by the rule that every verifier goes by. The list before is kept beside it.
  func publish(_ proposal: TrustProposal) throws -> TrustList {
    let earlier = SafeFile.exists(home.trustList) ? try home.trust() : nil
    // Read back by the verifier's own rules before the old list is replaced.
    let next = try proposal.accepted(after: earlier)
    try home.makeFolders()
    if let earlier {
      let kept = "\(home.path)/trust/list-\(earlier.version).jws"
      try SafeFile.write(try SafeFile.read(home.trustList), to: kept, mode: 0o644)
    }
    try SafeFile.write(proposal.bytes, to: home.trustList, mode: 0o644)
    return next
  }

  /// Puts a list of others into force, by whatever rule the caller went. The list before is kept under a name that no version
  /// of the other list will take.
  func adopt(_ proposal: TrustProposal) throws {
    try home.makeFolders()
    if SafeFile.exists(home.trustList) {
      let earlier = try home.trust()
      let kept = "\(home.path)/trust/former-\(earlier.version)-\(earlier.digest.prefix(8)).jws"
      try SafeFile.write(try SafeFile.read(home.trustList), to: kept, mode: 0o644)
    }
    try SafeFile.write(proposal.bytes, to: home.trustList, mode: 0o644)
  }

  /// The list in force here, or another that is given; nil where there is none.
  func inForce(_ against: String?) throws -> TrustList? {
    if let against { return try TrustList(bytes: try SafeFile.read(against)) }
    return SafeFile.exists(home.trustList) ? try home.trust() : nil
  }

  static func proposal(_ path: String) throws -> TrustProposal { try TrustProposal(try SafeFile.read(path)) }

  private func end(_ days: Int, from moment: Date) -> Date { moment.addingTimeInterval(Double(days) * 86_400) }
}
