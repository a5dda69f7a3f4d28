import Synchronization

/// The signer's certificates as they came with a file, leaf first, and where they lead.
struct SignerPath: Sendable {
  let certificates: [SignerCertificate]

  var leaf: SignerCertificate { certificates[0] }

  /// - Parameter chain: at least one certificate.
  init(chain: [[UInt8]]) throws(CheckFailure) {
    var certificates: [SignerCertificate] = []
    for der in chain { certificates.append(try SignerCertificate(der: der)) }
    self.certificates = certificates
  }

  /// The shortest part of the path that ends below a listed root: its length, and the places of the roots that issued its
  /// last certificate. More than one root fits only when a root was renewed with its key.
  func anchors(in trust: TrustList) -> (length: Int, roots: [Int])? {
    for (place, certificate) in certificates.enumerated() {
      let roots = trust.issuers.indices.filter { certificate.wasIssued(by: trust.issuers[$0].root) }
      if !roots.isEmpty { return (place + 1, roots) }
      guard place + 1 < certificates.count, certificate.wasIssued(by: certificates[place + 1]) else { return nil }
    }
    return nil
  }
}

/// What one checker has already found out about chains. A rooftop signs thousands of certificates with one chain, and its
/// signatures need to be verified once.
final class ChainMemory: Sendable {
  private struct Known {
    var path: SignerPath
    var judgements: [String: ChainJudgement] = [:]
  }

  private let known = Mutex<[[[UInt8]]: Known]>([:])
  /// More chains, or more issuers of one chain, than any honest pile of certificates has: forget and start again.
  private static let limit = 256

  func path(_ chain: [[UInt8]]) throws(CheckFailure) -> SignerPath {
    if let path = known.withLock({ $0[chain]?.path }) { return path }
    let path = try SignerPath(chain: chain)
    known.withLock { known in
      if known.count >= Self.limit { known = [:] }
      known[chain] = Known(path: path)
    }
    return path
  }

  func judgement(_ path: SignerPath, issuer: String, make: () -> ChainJudgement) -> ChainJudgement {
    let chain = path.certificates.map(\.der)
    if let judgement = known.withLock({ $0[chain]?.judgements[issuer] }) { return judgement }
    let judgement = make()
    known.withLock { known in
      if known[chain]?.judgements.count ?? 0 >= Self.limit { known[chain]?.judgements = [:] }
      known[chain]?.judgements[issuer] = judgement
    }
    return judgement
  }
}

/// What does not depend on the moment: where a path leads, and what is wrong with it below each root it leads to.
struct ChainJudgement: Sendable {
  /// Root's place in the trust list, and the failures below it; empty when the path leads to no listed root.
  var anchors: [(root: Int, failures: [CheckFailure])]
}
