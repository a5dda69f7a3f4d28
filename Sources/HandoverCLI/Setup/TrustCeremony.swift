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
  /// Certificates in words, by thumbprint.
  var known: [String: String] = [:]

  /// Whether it says what the list in force says; then only signatures can be added to it.
  var isInForce: Bool { proposal.list.digest == earlier?.digest }

  /// Nobody signs what no verifier would take: an older draft shown again, or one that has run out.
  func checkNewer(at moment: Date) throws {
    let list = proposal.list
    if let earlier, list.version <= earlier.version, !isInForce {
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
    guard !isInForce else {
      show(
        "This is list \(proposal.list.version), which is in force already; a signature changes nothing in it.")
      return
    }
    guard let earlier else {
      show("List \(proposal.list.version). No list is in force here, so this is all it says:")
      let text = TrustListText(proposal.list, style: ReportStyle(streams), now: Date(), known: known)
      for line in text.lines { show(line) }
      return
    }
    show("List \(proposal.list.version) instead of list \(earlier.version) changes this:")
    for line in TrustChangeText(from: earlier, to: proposal.list, known: known).lines { show(line) }
  }

  private func show(_ line: String) { isTalk ? streams.say(line) : streams.result(line) }

  /// A stranger's signature counts for nothing; whoever offers one has the wrong key or the wrong draft.
  func checkEntitled(_ signer: SigningKey) throws {
    let name = TrustAuthority.name(of: signer.key.publicKey)
    let entitled = proposal.list.authorityKeys + (earlier?.authorityKeys ?? [])
    guard entitled.contains(name) else {
      throw Complaint(
        "trust.stranger", "key \(name) signs neither the list in force nor this draft",
        hint: "handover trust show names the keys that may sign")
    }
  }

  /// - Parameter act: what a yes does: `sign`.
  func confirm(_ given: Int64?, to act: String = "sign") throws {
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
        "trust.not-agreed", "nobody can be asked here whether to \(act)",
        hint: "read what it changes, then give --agree \(version)", status: .usage)
    }
    streams.sayRaw("To \(act), type the number of the version: ")
    guard readLine().flatMap({ Int64($0) }) == version else {
      throw Complaint(
        "trust.not-agreed", "nothing was changed", hint: "run the same command again when you agree",
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
