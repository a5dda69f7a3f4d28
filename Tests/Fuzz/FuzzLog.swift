import Crypto
import FoundationEssentials
import TransparencyLog

/// A log of five leaves with two witnesses outside the dealer, for proofs that hold.
struct FuzzLog {
  private let log: SignerKey
  private let witnesses: [SignerKey]
  private static let origin = "north.example-motors.example/handover-log"

  init() throws {
    log = try SignerKey(name: Self.origin, kind: .log, key: .init())
    witnesses = try ["association", "regulator"].map {
      try SignerKey(name: "witness.\($0).example", kind: .witness, key: .init())
    }
  }

  /// Both witnesses are asked for.
  var policy: String {
    let lines = witnesses.enumerated().map { "witness W\($0.offset + 1) \($0.element.verifier.text)\n" }.joined()
    return "log \(log.verifier.text)\n\(lines)group q 2 W1 W2\nquorum q\n"
  }

  /// The proof that the log held this signed text when both witnesses saw it at this moment.
  func proof(of text: String, at moment: Date) throws -> String {
    var leaves = (0..<5).map { MerkleHash.leaf(Array("other \($0)".utf8)) }
    let (place, size): (UInt64, UInt64) = (3, 5)
    leaves[Int(place)] = .leaf(LogEntry(.certificate, of: Array(text.utf8)).bytes)
    let known = leaves
    func subtree(_ level: Int, _ index: UInt64) -> MerkleHash {
      level == 0 ? known[Int(index)] : .node(subtree(level - 1, index * 2), subtree(level - 1, index * 2 + 1))
    }
    let tree = MerkleTree<Never> { subtree($0, $1) }
    let checkpoint = Checkpoint(origin: Self.origin, size: size, root: tree.root(size: size)).text
    var note = Note(text: checkpoint, signatures: [try log.sign(checkpoint)])
    for witness in witnesses {
      note.signatures.append(try witness.cosign(checkpoint, at: UInt64(moment.timeIntervalSince1970)))
    }
    guard let proof = LogProof(index: place, path: tree.inclusion(of: place, in: size), note: note) else {
      throw FuzzProblem("the log gave no proof")
    }
    return proof.text
  }
}
