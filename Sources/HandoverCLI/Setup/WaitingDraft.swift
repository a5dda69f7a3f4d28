import CertificateChecking
import Certification
import Foundation

/// A draft that lies in a file, held against the list in force.
struct WaitingDraft {
  let path: String
  let list: TrustList
  let inForce: TrustList

  /// nil where there is no such file.
  init?(_ path: String, after inForce: TrustList) throws {
    guard SafeFile.exists(path) else { return nil }
    (self.path, self.inForce) = (path, inForce)
    list = try TrustShelf.proposal(path).list
  }

  /// Whether it can never come into force any more.
  var isStale: Bool { list.version <= inForce.version }

  /// Whether a list between the one in force here and this draft is not known here.
  var skips: Bool { list.version > inForce.version + 1 }

  var words: String { "\(path) is a draft of list \(list.version), and list \(inForce.version) is in force" }

  /// What to say to whoever wants to work with it, where that comes to nothing.
  var complaint: Complaint? {
    if isStale {
      return Complaint("trust.stale-draft", words, hint: "make a new draft: handover trust draft", status: .usage)
    }
    guard skips else { return nil }
    return Complaint(
      "trust.missed-list", words, hint: "bring this folder to the list in between first, or move the draft away",
      status: .usage)
  }
}

extension TrustShelf {
  /// The draft that waits in this folder.
  func waiting(after list: TrustList) throws -> WaitingDraft? { try WaitingDraft(home.draft, after: list) }

  /// The list of a draft that is gone on from.
  func goingOn(from path: String) throws -> TrustList {
    guard SafeFile.exists(home.trustList), let draft = try WaitingDraft(path, after: try home.trust()) else {
      return try Self.proposal(path).list
    }
    if let complaint = draft.complaint { throw complaint }
    return draft.list
  }

  /// After a list came into force: its own draft is done with, wherever it was signed.
  ///
  /// - Returns: what to say of another draft that waits and can come into force no more.
  func tidy(after list: TrustList) throws -> String? {
    guard let draft = try? waiting(after: list), draft.isStale else { return nil }
    if draft.list.digest == list.digest {
      try SafeFile.remove(home.draft)
      return nil
    }
    return "\(draft.words) without it; handover trust draft replaces it"
  }

  /// Adds signatures that came late to the list in force. They count for verifiers that missed lists in between.
  ///
  /// - Returns: how many were added.
  func addSignatures(of proposal: TrustProposal) throws -> Int {
    let current = try Self.proposal(home.trustList)
    guard let all = try current.joined(with: proposal) else { return 0 }
    var signers: Set<String> = []
    // A wrong signature would refuse the list to everybody who knows its key.
    for known in [all.list] + formerLists { signers.formUnion(try all.list.signers(among: known.authority)) }
    guard signers.count == all.signatureCount else {
      throw Complaint(
        "trust.stranger", "a signature on it is of a key that no list of this folder names",
        hint: "handover trust show names the keys that may sign")
    }
    let added = all.signatureCount - current.signatureCount
    if added > 0 { try SafeFile.write(all.bytes, to: home.trustList, mode: 0o644) }
    return added
  }

  /// The lists that were in force here before.
  var formerLists: [TrustList] {
    let folder = home.path + "/trust"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".jws") && ($0.hasPrefix("list-") || $0.hasPrefix("former-")) }.compactMap {
      try? TrustList(bytes: try SafeFile.read("\(folder)/\($0)"))
    }
  }
}
