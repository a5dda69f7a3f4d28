import Crypto
import FoundationEssentials
import StrictFormats
import TransferRules

/// Step 14: whether the certificate was taken back, by the newest status token there is.
///
/// A token that is present is always checked, and a bad one is not valid even beside a good one. What depends on the moment
/// (age, revocation and validity of its signer, an older one than seen before) is asked only of the newest, because every
/// staple grows old.
struct StatusStep {
  var evidence: Evidence
  /// Who vouches for the signer of the certificate; nil when nobody does.
  var issuer: TrustList.Issuer?
  var trust: TrustList?
  var shelf: StatusShelf

  /// A token for the certificate's own list.
  private struct Candidate {
    var token: StatusToken
    var source: StatusAnswer.Source
  }

  private var reference: StatusReference { evidence.payload.status }

  func run(_ run: inout CheckRun) throws(CheckFailure) {
    if let issuer, IssuerName(reference.uri)?.isWithin(issuer.hosts) != true {
      throw CheckFailure("status.host", "the status list is kept where the issuer may not keep one")
    }
    // Our decision: a document of this kind takes an earlier one back and clears nothing itself.
    let takesBack = evidence.payload.handover.kind == .withdrawal
    if takesBack {
      let earlier = evidence.payload.supersedes.map { "certificate \($0.id)" } ?? "an earlier certificate"
      run.fail(
        .withdrawn(
          "kind.withdrawal", "this document takes back \(earlier) and clears nothing itself",
          hint: "do not go by \(earlier); ask the dealer who issued it for one that counts"),
        in: "status")
    }
    let candidates = try candidates(run.options)
    guard let newest = candidates.max(by: { $0.token.issuedAt < $1.token.issuedAt }) else {
      if !takesBack { try goWithout(&run) }
      return
    }
    guard let trust else {
      run.skip("status", "not judged: nobody here vouches for who signed it")
      return
    }
    for candidate in candidates {
      try signer(of: candidate.token, in: trust).check()
      try refuseOwnKey(of: candidate.token)
    }
    try judge(newest, in: trust, &run)
  }

  private func goWithout(_ run: inout CheckRun) throws(CheckFailure) {
    guard run.options.noStatus else {
      // An address that nobody vouches for is not handed on.
      let place = issuer == nil ? "the issuer" : PlainText.shown(reference.uri, limit: 200)
      throw .inconclusive(
        "status.missing", "whether the certificate was withdrawn since could not be looked up",
        hint:
          "get the status from \(place) or a mirror and give it with --status FILE, or add --no-status to go without")
    }
    run.skip("status", "not looked up; allowed by --no-status")
  }

  /// The one that came with the certificate first. A given one for another list is none for this certificate.
  private func candidates(_ options: CheckOptions) throws(CheckFailure) -> [Candidate] {
    var candidates: [Candidate] = []
    if let text = evidence.bundle.statusToken {
      let token = try shelf.staple(text)
      guard token.uri == reference.uri else {
        throw CheckFailure(
          "status.subject", "the status that came with the certificate is of another list than its own")
      }
      candidates.append(Candidate(token: token, source: .certificate))
    }
    for status in options.statuses {
      let token = try status.token.get()
      if token.uri == reference.uri { candidates.append(Candidate(token: token, source: .given)) }
    }
    return candidates
  }

  private func signer(of token: StatusToken, in trust: TrustList) -> StatusSigner {
    StatusSigner(token: token, judgement: shelf.judgement(of: token, in: trust), trust: trust)
  }

  /// A terminal that could say that its own certificates still hold would be no check on it.
  private func refuseOwnKey(of token: StatusToken) throws(CheckFailure) {
    guard let key = token.path.leaf.signingKey, let own = evidence.chain.path.leaf.signingKey,
      key.rawRepresentation == own.rawRepresentation
    else { return }
    throw CheckFailure("status.signer", "the status is signed with the key that signed the certificate")
  }

  private func judge(_ newest: Candidate, in trust: TrustList, _ run: inout CheckRun) throws(CheckFailure) {
    let token = newest.token
    try signer(of: token, in: trust).checkNow(run.moment)
    let doubts = doubts(about: newest, in: trust, run)
    for doubt in doubts { run.fail(doubt, in: "status") }
    guard reference.index < Int64(token.list.count) else {
      throw CheckFailure("status.index", "the status list has no place for the certificate")
    }
    let value = StatusValue(rawValue: token.list[Int(reference.index)]) ?? .revoked
    run.status = StatusAnswer(
      value: value, uri: token.uri, issuedAt: token.issuedAt, expires: token.expires, source: newest.source)
    if let withdrawal = withdrawal(value, on: UTC.day(token.issuedAt)) { throw withdrawal }
    guard doubts.isEmpty else { return }
    let source = newest.source == .given ? "that you gave" : "that came with it"
    run.pass("status", "not withdrawn on \(UTC.day(token.issuedAt)), says the status \(source)")
  }

  /// Why a token may not speak about today. What it says is read all the same: what was taken back for good stays so.
  private func doubts(about newest: Candidate, in trust: TrustList, _ run: CheckRun) -> [CheckFailure] {
    var doubts: [CheckFailure] = []
    if let failure = age(of: newest.token, in: trust, at: run.moment) { doubts.append(failure) }
    if let seen = run.options.memory?.newestStatus(of: newest.token.uri), newest.token.issuedAt < seen {
      doubts.append(rollback(newest.source))
    }
    return doubts
  }

  private func age(of token: StatusToken, in trust: TrustList, at moment: Date) -> CheckFailure? {
    if token.issuedAt > moment.addingTimeInterval(Limits.clockSkew) {
      return .inconclusive("status.stale", "the status is dated in the future", hint: "check this machine's clock")
    }
    guard token.expires <= moment || moment.timeIntervalSince(token.issuedAt) > trust.maxStatusAge else { return nil }
    return .inconclusive(
      "status.stale", "the status is of \(UTC.day(token.issuedAt)), too old to say anything about today",
      hint: Self.newer)
  }

  /// Whoever gives an older status than is known here hides a newer one. One that came with a certificate is as old as its
  /// copy, which is no fault of the copy: then nothing can be said.
  private func rollback(_ source: StatusAnswer.Source) -> CheckFailure {
    let message = "the status is older than one that was seen here before"
    switch source {
    case .given: return CheckFailure("status.rollback", message, hint: Self.newer)
    case .certificate: return .inconclusive("status.rollback", message, hint: Self.newer)
    }
  }

  private func withdrawal(_ value: StatusValue, on day: String) -> CheckFailure? {
    switch value {
    case .valid: nil
    case .revoked:
      .withdrawn(
        "status.revoked", "the dealer who issued it has taken it back for good, as of \(day)",
        hint: "do not go by it; ask that dealer why, and the seller for a new one")
    case .suspended:
      .withdrawn(
        "status.suspended", "the dealer who issued it has put it on hold, as of \(day)",
        hint: "do not pay on it yet; ask that dealer, then check again with a newer status")
    case .superseded:
      .withdrawn(
        "status.superseded", "a newer certificate replaces it, as of \(day)",
        hint: "ask the seller or that dealer for the newer certificate, and check that one")
    }
  }

  static let newer = "get the newest status from the issuer's address or a mirror and give it with --status FILE"
}
