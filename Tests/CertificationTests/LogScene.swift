import CertificateChecking
import Certification
import Crypto
import Foundation
import StrictFormats
import TransparencyLog

/// A log with three witnesses outside the dealer, the trust list that names them, and proofs with anything wrong on purpose.
struct LogScene: Sendable {
  static let shared = try! LogScene()
  static let origin = "north.example-motors.example/handover-log"

  let log: SignerKey
  let witnesses: [SignerKey]
  /// Any two of the three.
  let policy: String

  init() throws {
    log = try SignerKey(name: Self.origin, kind: .log, key: .init())
    witnesses = try ["association", "regulator", "insurer"].map {
      try SignerKey(name: "witness.\($0).example", kind: .witness, key: .init())
    }
    policy = Self.policy(log: log, witnesses, "group q 2 W1 W2 W3\nquorum q\n")
  }

  static func policy(log: SignerKey, _ witnesses: [SignerKey], _ rest: String) -> String {
    let lines = witnesses.enumerated().map { "witness W\($0.offset + 1) \($0.element.verifier.text)\n" }
    return "log \(log.verifier.text)\n\(lines.joined())\(rest)"
  }

  /// A trust list that names the log and its witnesses.
  func trust(_ change: (inout TrustListDraft) -> Void = { _ in }) throws -> [UInt8] {
    var draft = Dealer.shared.draft()
    draft.logPolicyText = policy
    draft.expires = Dealer.moment.addingTimeInterval(5 * 365 * 86_400)
    change(&draft)
    return try draft.signed(by: [Dealer.shared.authority])
  }

  /// Seconds since 1970, so long after the certificates are dated.
  static func time(_ seconds: Double) -> UInt64 { UInt64(Dealer.moment.timeIntervalSince1970 + seconds) }

  /// What stands in a proof.
  struct Parts {
    /// A certificate file, or a signed text.
    var logged: String
    /// How many leaves, and which one is the certificate's.
    var size = 5
    var place = 2
    var origin = LogScene.origin
    /// The times at which the witnesses cosigned, in seconds after the certificate's date; nil for not at all.
    var times: [Double?] = [60, 120, 180]
    var key = LogScene.shared.log
  }

  func proof(_ parts: Parts) throws -> LogProof {
    var leaves = (0..<parts.size).map { MerkleHash.leaf(Array("other \($0)".utf8)) }
    leaves[parts.place] = .leaf(LogEntry(.certificate, of: Array(parts.logged.utf8)).bytes)
    let known = leaves
    func subtree(_ level: Int, _ index: UInt64) -> MerkleHash {
      level == 0 ? known[Int(index)] : .node(subtree(level - 1, index * 2), subtree(level - 1, index * 2 + 1))
    }
    let tree = MerkleTree<Never> { subtree($0, $1) }
    let size = UInt64(parts.size)
    let text = Checkpoint(origin: parts.origin, size: size, root: tree.root(size: size)).text
    var note = Note(text: text, signatures: [try parts.key.sign(text)])
    for (witness, seconds) in zip(witnesses, parts.times) {
      if let seconds { note.signatures.append(try witness.cosign(text, at: Self.time(seconds))) }
    }
    return LogProof(
      index: UInt64(parts.place), path: tree.inclusion(of: UInt64(parts.place), in: size), note: note)!
  }
}
