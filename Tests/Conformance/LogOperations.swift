import StrictFormats
import TransparencyLog

/// What cases of transparency logs ask for.
let logOperations: [String: @Sendable (Given) throws -> String] = [
  "inclusion": { given in
    guard let root = MerkleHash(try given.bytes("root")), let path = try hashes(given) else { return "refused hash" }
    let leaf = MerkleHash.leaf(try given.bytes("leaf"))
    let isIn = Merkle.isIncluded(
      leaf, at: try given.number("index"), in: try given.number("size"), root: root, by: path)
    return isIn ? "included" : "refused"
  },
  "consistency": { given in
    guard let old = MerkleHash(try given.bytes("old_root")), let new = MerkleHash(try given.bytes("root")),
      let path = try hashes(given)
    else { return "refused hash" }
    let isGrown = Merkle.isConsistent(
      (try given.number("old"), old), with: (try given.number("size"), new), by: path)
    return isGrown ? "consistent" : "refused"
  },
  "note": { given in
    let keys = try given.texts("keys").map { try VerifierKey($0) }
    let text = try given.text("text")
    do throws(NoteFailure) {
      let note = try Note(Array(text.utf8)[...])
      let names = try note.verified(by: keys).map(\.key.name)
      return names.isEmpty ? "refused nobody known" : "verified \(names.joined(separator: " "))"
    } catch { return "refused \(error)" }
  },
  "tlog-proof": { given in
    let proof: LogProof
    do { proof = try LogProof(try given.text("text")) } catch let failure as ProofFailure {
      return "refused \(failure)"
    }
    let leaf = MerkleHash.leaf(try given.bytes("leaf"))
    let checkpoint = proof.checkpoint
    guard Merkle.isIncluded(leaf, at: proof.index, in: checkpoint.size, root: checkpoint.root, by: proof.path) else {
      return "refused inclusion"
    }
    let policy = try LogPolicy(try given.text("policy"))
    do {
      let seen = try policy.witnessing(of: checkpoint, proof.note, latest: .max)
      return "witnessed by \(seen.witnesses) of \(seen.of) at \(seen.time)"
    } catch let failure as WitnessFailure { return "refused \(failure)" }
  },
]

/// The path, or nil when one of its hashes is none.
private func hashes(_ given: Given) throws -> [MerkleHash]? {
  let path = try given.texts("path").map { MerkleHash(try unhex($0)) }
  return path.contains(nil) ? nil : path.compactMap { $0 }
}
