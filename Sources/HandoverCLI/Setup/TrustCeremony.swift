import CertificateChecking
import Certification
import Crypto
import Foundation
import StrictFormats
import VerifyReport

/// What a signer is shown and asked before a list is signed or taken into force.
struct TrustCeremony {
  var proposal: TrustProposal
  /// The list in force, where there is one.
  var earlier: TrustList?
  var streams: Streams
  /// Whether what is shown is talk, because the result is for a program.
  var isTalk = false

  /// Nobody signs what no verifier would take: an older draft shown again, or one that has run out.
  func checkNewer(at moment: Date) throws {
    let list = proposal.list
    if let earlier, list.digest == earlier.digest {
      throw Complaint(
        "trust.in-force", "this is list \(earlier.version), which is in force already",
        hint: "nothing is left to do with it; handover trust draft begins the next one")
    }
    if let earlier, list.version <= earlier.version {
      throw Complaint(
        "trust.rollback", "the draft is of version \(list.version), and list \(earlier.version) is in force",
        hint: "make a new draft: handover trust draft")
    }
    guard list.expires > moment else {
      throw Complaint(
        "trust.expired", "the draft has run out on \(UTC.day(list.expires))",
        hint: "make a new draft: handover trust draft")
    }
  }

  func tellChanges() {
    guard let earlier else {
      show("List \(proposal.list.version). No list is in force here, so this is all it says:")
      for line in TrustListText(proposal.list, style: ReportStyle(streams), now: Date()).lines { show(line) }
      return
    }
    show("List \(proposal.list.version) instead of list \(earlier.version) changes this:")
    for line in TrustChangeText(from: earlier, to: proposal.list).lines { show(line) }
  }

  private func show(_ line: String) { isTalk ? streams.say(line) : streams.result(line) }

  /// A stranger's signature counts for nothing; whoever offers one has the wrong key or the wrong draft.
  func checkEntitled(_ signer: SigningKey) throws {
    let name = TrustAuthority.name(of: signer.key.publicKey)
    let known = proposal.list.authorityKeys + (earlier?.authorityKeys ?? [])
    guard known.contains(name) else {
      throw Complaint(
        "trust.stranger", "key \(name) signs neither the list in force nor this draft",
        hint: "handover trust show names the keys that may sign")
    }
  }

  func confirm(_ given: Int64?) throws {
    let version = proposal.list.version
    if let given {
      guard given == version else {
        throw Complaint(
          "trust.not-agreed", "the draft is of version \(version), and you agreed to \(given)",
          hint: "read what it changes; if you agree, give --agree \(version)", status: .usage)
      }
      return
    }
    guard streams.canAsk else {
      throw Complaint(
        "trust.not-agreed", "nobody can be asked here whether to sign",
        hint: "read what it changes, then give --agree \(version)", status: .usage)
    }
    streams.sayRaw("To sign, type the number of the version: ")
    guard readLine().flatMap({ Int64($0) }) == version else {
      throw Complaint(
        "trust.not-agreed", "nothing was signed", hint: "run the same command again when you agree",
        status: .interrupted)
    }
  }

  /// Whose signatures there are, and whose are missing.
  func tell(_ standing: TrustProposal.Standing) {
    if let side = standing.earlier { tell(side, "list \(side.version), in force,") }
    tell(standing.own, "list \(standing.own.version) itself")
  }

  private func tell(_ side: TrustProposal.Side, _ who: String) {
    let total = side.signed.count + side.missing.count
    let state = side.isMet ? "enough" : "\(side.needed - side.signed.count) missing"
    show("\(who) asks for \(side.needed) of \(total) keys, \(side.signed.count) signed: \(state)")
    guard !side.isMet else { return }
    for name in side.missing { show("  not yet  \(name)") }
  }
}
