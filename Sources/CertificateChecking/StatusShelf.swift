import Synchronization

/// The status tokens that one checker has read and judged: a token that comes with a thousand certificates is unpacked,
/// verified and judged once.
final class StatusShelf: Sendable {
  private let staples = Mutex<[String: Result<StatusToken, CheckFailure>]>([:])
  private let judgements = Mutex<[String: ChainJudgement]>([:])
  /// More tokens than any honest pile of certificates has: forget and start again. A token unpacks to 4 MiB at most.
  static let limit = 16

  /// The token that came with a certificate.
  func staple(_ text: String) throws(CheckFailure) -> StatusToken {
    // Swift takes text for equal that is equal in Unicode. A token has only ASCII; another must not be taken for it.
    guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return try StatusToken(Array(text.utf8)) }
    if let known = staples.withLock({ $0[text] }) { return try known.get() }
    let read: Result<StatusToken, CheckFailure>
    do throws(CheckFailure) { read = .success(try StatusToken(Array(text.utf8))) } catch { read = .failure(error) }
    staples.withLock { staples in
      if staples.count >= Self.limit { staples = [:] }
      staples[text] = read
    }
    return try read.get()
  }

  /// Where the path of a token's signer leads in the checker's one trust list, judged by the rules of every chain with the origin of the list as the name.
  func judgement(of token: StatusToken, in trust: TrustList) -> ChainJudgement {
    if let known = judgements.withLock({ $0[token.digest] }) { return known }
    let judgement = Self.judge(token, in: trust)
    judgements.withLock { judgements in
      if judgements.count >= Self.limit { judgements = [:] }
      judgements[token.digest] = judgement
    }
    return judgement
  }

  /// The name that a status signer has: the origin of its list (certificate design, section 2.4).
  static func judge(_ token: StatusToken, in trust: TrustList) -> ChainJudgement {
    ChainJudgement(of: token.path, in: trust, name: IssuerName(token.uri).map { "https://" + $0.host } ?? "")
  }
}
