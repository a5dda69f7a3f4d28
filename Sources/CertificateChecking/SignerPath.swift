import FoundationEssentials
import StrictFormats
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
  private let known = Mutex<[String: KnownChain]>([:])
  /// More chains, or more issuers of one chain, than any honest pile of certificates has: forget and start again.
  static let limit = 256

  /// - Parameter thumbprint: what the certificate says about the chain, by which it is found again. What was found out is
  ///   used only where every byte of the chain is the same.
  func chain(_ certificates: [[UInt8]], namedAs thumbprint: String) throws(CheckFailure) -> KnownChain {
    if let chain = known.withLock({ $0[thumbprint] }), chain.isMade(of: certificates) { return chain }
    let chain = KnownChain(try SignerPath(chain: certificates))
    known.withLock { known in
      if known.count >= Self.limit { known = [:] }
      known[thumbprint] = chain
    }
    return chain
  }
}

/// A chain that was read, and what was found about it.
final class KnownChain: Sendable {
  let path: SignerPath
  private let judgements = Mutex<[String: ChainJudgement]>([:])

  init(_ path: SignerPath) { self.path = path }

  func isMade(of certificates: [[UInt8]]) -> Bool {
    path.certificates.elementsEqual(certificates) { $0.der.isSame(as: $1) }
  }

  func judgement(issuer: String, make: () -> ChainJudgement) -> ChainJudgement {
    if let judgement = judgements.withLock({ $0[issuer] }) { return judgement }
    let judgement = make()
    judgements.withLock { judgements in
      if judgements.count >= ChainMemory.limit { judgements = [:] }
      judgements[issuer] = judgement
    }
    return judgement
  }
}

/// What does not depend on the moment: where a path leads, and what is wrong with it below each root it leads to.
struct ChainJudgement: Sendable {
  /// Root's place in the trust list, and the failures below it; empty when the path leads to no listed root.
  var anchors: [(root: Int, failures: [CheckFailure])]
}

extension ChainJudgement {
  /// Judges a path to every listed root that it leads to.
  ///
  /// - Parameter name: what the leaf must be named as, and what its authorities and its root must be allowed to speak for.
  init(of path: SignerPath, in trust: TrustList, name: String) {
    guard let (length, roots) = path.anchors(in: trust) else {
      self.init(anchors: [])
      return
    }
    self.init(
      anchors: roots.map { root in
        let issuer = trust.issuers[root]
        let check = ChainCheck(path: path.certificates[..<length], root: issuer.root, issuer: name)
        var failures = check.failures()
        if length < path.certificates.count {
          failures.append(
            CheckFailure(
              "issuer.chain-surplus", "the file holds signer certificates that are not on the way to the root"))
        }
        if IssuerName(name)?.isWithin(issuer.hosts) != true {
          failures.append(CheckFailure("issuer.host", "the signer speaks for a host that its root may not speak for"))
        }
        return (root, failures)
      })
  }

  /// The root to go by at a moment: one that is trusted then is preferred, where a root was renewed with its key.
  func anchor(in trust: TrustList, at moment: Date) -> (root: Int, failures: [CheckFailure])? {
    let active = anchors.first { anchor in
      let issuer = trust.issuers[anchor.root]
      return anchor.failures.isEmpty && issuer.isActive(at: moment) && issuer.root.isValid(at: moment)
    }
    return active ?? anchors.first
  }
}
