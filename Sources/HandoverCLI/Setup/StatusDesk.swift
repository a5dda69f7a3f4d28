import CertificateChecking
import Certification
import Foundation
import HandoverFlow
import HandoverLedger
import StrictFormats

/// The status list of a dealership's folder: what it is to say, what was published before, and the key that signs it.
struct StatusDesk {
  let home: DealerHome

  /// A new list, signed and not yet written, with what is different in it.
  struct Edition {
    var token: String
    var summary: StatusSummary
    /// What was published before; nil the first time.
    var before: StatusSummary?
    var entries: [LedgerStatuses.Entry]

    /// The certificates of which the list before said something else.
    var changed: [LedgerStatuses.Entry] {
      entries.filter { entry in
        let old = before.flatMap { $0.list.count > entry.index ? $0.list[Int(entry.index)] : nil } ?? 0
        return old != entry.value.rawValue
      }
    }

    func count(_ value: StatusValue) -> Int { entries.count { $0.value == value } }
  }

  /// Makes the next list from the ledger.
  ///
  /// - Throws: `Complaint` when the list published before is newer than this machine's clock, or says of a certificate that
  ///   it was taken back for good which this ledger says is not.
  func next(_ statuses: LedgerStatuses, signedWith keys: KeyRing, at moment: Date) throws -> Edition {
    let trust = try home.trust()
    guard let uri = IssuerURI(try home.dealer().statusList) else {
      throw Complaint(
        "home.status-list", "the address of the status list is none",
        hint: "look who changed status_list in \(home.dealerFile)", status: .unreadable)
    }
    let before = try published(trust, at: moment)
    let issuedAt = try time(after: before, at: moment)
    let draft = StatusListDraft(uri: uri, values: statuses.values, issuedAt: issuedAt)
    try refuseTakingBack(draft, after: before)
    let token = try writer(keys, trust).sign(draft)
    let summary = try StatusSummary(token, trust: trust, at: issuedAt)
    return Edition(token: token, summary: summary, before: before, entries: statuses.entries)
  }

  /// The list that was published last, as a verifier reads it; nil when there is none.
  private func published(_ trust: TrustList, at moment: Date) throws -> StatusSummary? {
    guard SafeFile.exists(home.statusToken) else { return nil }
    do {
      return try StatusSummary(
        String(decoding: try SafeFile.read(home.statusToken), as: UTF8.self), trust: trust, at: moment)
    } catch let failure as CheckFailure {
      throw Complaint(
        failure.name, "\(home.statusToken) cannot be used: \(failure.message)",
        hint:
          "look who changed it; put back the one that was published, so that nothing is published that contradicts it")
    }
  }

  /// Two lists never have one time: which is newer must be plain. Several may be published in one second, so a list may run
  /// ahead of the clock by what every verifier allows for.
  private func time(after before: StatusSummary?, at moment: Date) throws -> Date {
    guard let before else { return moment }
    guard before.issuedAt <= moment.addingTimeInterval(Limits.clockSkew / 2) else {
      throw Complaint(
        "status.time", "the list published last is of \(UTC.minute(before.issuedAt)), later than this machine's clock",
        hint: "set the clock; a list that goes back in time is refused by everybody who has seen the other")
    }
    return max(moment, before.issuedAt.addingTimeInterval(1))
  }

  /// Revoked and replaced are final. A ledger that knows less than what was published is not the one it was made from.
  private func refuseTakingBack(_ draft: StatusListDraft, after before: StatusSummary?) throws {
    guard let before else { return }
    guard before.uri == draft.uri.text else {
      throw Complaint(
        "status.other-list", "\(home.statusToken) is the list \(PlainText.shown(before.uri)), not \(draft.uri.text)",
        hint: "move it away if that list is no longer yours")
    }
    for place in 0..<before.list.count where before.list[place] != 0 {
      let now = draft.values[Int64(place)] ?? .valid
      let isKept =
        switch StatusValue(rawValue: before.list[place]) {
        case .revoked: now == .revoked
        case .superseded: now == .superseded || now == .revoked
        default: true
        }
      guard isKept else {
        throw Complaint(
          "status.taken-back",
          "the list published before says for good that the certificate at place \(place) does not count, and this ledger says it does",
          hint: "is this the right ledger, or an old copy? see handover ledger audit")
      }
    }
  }

  private func writer(_ keys: KeyRing, _ trust: TrustList) throws -> StatusTokenWriter {
    guard SafeFile.exists(home.key(.status)), SafeFile.exists(home.certificate("status")) else {
      throw Complaint(
        "status.key", "there is no \(home.key(.status)) with its certificate",
        hint: "it is made with the other keys; publish where it is kept", status: .unreadable)
    }
    return StatusTokenWriter(
      key: try keys.signing(.status), chain: [try SafeFile.read(home.certificate("status"))], trust: trust)
  }

  /// Puts a list in the place of the one before, whole or not at all.
  func keep(_ edition: Edition) throws {
    try home.makeFolders()
    try SafeFile.write(Array(edition.token.utf8), to: home.statusToken, mode: 0o644)
  }
}

extension StatusDesk {
  /// What goes with a copy of a certificate: the newest list, where it says something about the certificate.
  ///
  /// - Returns: the token, or why there is none, for the person who makes the copy.
  func staple(for issued: IssuedCertificate, at moment: Date) throws -> (token: String?, note: String?) {
    let publish = "handover certificate publish"
    guard SafeFile.exists(home.statusToken) else {
      return (nil, "no status goes with it, because no list was published yet: \(publish)")
    }
    let token = String(decoding: try SafeFile.read(home.statusToken), as: UTF8.self)
    let summary: StatusSummary
    do { summary = try StatusSummary(token, trust: try home.trust(), at: moment) } catch let failure as CheckFailure {
      return (nil, "no status goes with it, because the published list cannot be used: \(failure.message)")
    }
    if summary.uri != issued.statusList { return (nil, "no status goes with it: the published list is another") }
    if summary.expires <= moment { return (nil, "no status goes with it, because the list has run out: \(publish)") }
    if summary.issuedAt < issued.issuedAt {
      return (nil, "no status goes with it, because the list is older than the certificate: \(publish)")
    }
    return (token, nil)
  }
}
