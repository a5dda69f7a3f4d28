import CertificateChecking
import Certification
import Foundation
import StrictFormats
import TransparencyLog

/// Opens every leaf of a log and holds it against the ledger (certificate design, section 2.6): a log that holds something
/// which nobody can open may hold a certificate that is shown to somebody later.
struct LogAudit {
  /// One leaf.
  struct Leaf {
    var index: Int
    /// nil where the bytes are no entry of a kind known here.
    var entry: LogEntry?
    var name: String?
    /// The certificate's own date.
    var dated: Date?
    /// When enough witnesses had seen it, by its stored proof.
    var witnessed: Date?
  }

  private(set) var leaves: [Leaf] = []
  private(set) var findings: [String] = []
  /// Certificates that the next checkpoint will put in; none where something else is wrong with the log, which may be why.
  private(set) var waiting: [Loggable] = []
  let checkpoint: Checkpoint
  /// How many witnesses of the trust list signed the checkpoint, and of how many; nil where the list names none.
  private(set) var witnesses: (signed: Int, of: Int)?

  private let home: DealerHome
  private let note: Note

  /// - Parameters:
  ///   - certificates: what the ledger holds.
  ///   - files: status tokens and trust lists that the log may hold too.
  init(_ home: DealerHome, certificates: [Loggable], files: [Loggable], key: VerifierKey?) throws {
    self.home = home
    (checkpoint, note) = try LogBook(home).checkpoint()
    let bytes = try openLeaves()
    let known = Dictionary((certificates + files).map { ($0.entry, $0) }) { first, _ in first }
    leaves = bytes.enumerated().map { index, bytes in
      let entry = LogEntry(bytes: bytes)
      let known = entry.flatMap { known[$0] }
      return Leaf(index: index, entry: entry, name: known?.name, dated: known?.date)
    }
    checkSignatures(key)
    compare(certificates)
    readProofs()
  }

  var isSound: Bool { findings.isEmpty }

  /// The leaves that were logged in an interval, by the witnesses' time. A leaf that has none yet may have been logged at any
  /// time: its own date is the word of whoever had the key.
  func leaves(from: Date?, to: Date?) -> [Leaf] {
    leaves.filter { leaf in
      guard let date = leaf.witnessed else { return true }
      return from.map { date >= $0 } ?? true && to.map { date < $0 } ?? true
    }
  }

  private mutating func openLeaves() throws -> [[UInt8]] {
    let folder = LogFolder(home.logFolder)
    let bytes = try LogBook(home).leaves(size: checkpoint.size)
    let hashes = bytes.map { MerkleHash.leaf($0) }
    // From the entries themselves, and from the tiles that are published: both must give the root that was signed.
    if Merkle.root(of: hashes) != checkpoint.root {
      findings.append("the entries do not add up to the checkpoint's root")
    }
    if (try? LogReader(folder, size: checkpoint.size).tree.root(size: checkpoint.size)) != checkpoint.root {
      findings.append("the tiles do not add up to the checkpoint's root")
    }
    return bytes
  }

  private mutating func checkSignatures(_ key: VerifierKey?) {
    let policy = try? home.trust().logPolicy
    let keys = (key.map { [$0] } ?? []) + (policy?.logs ?? []) + (policy?.witnesses.map(\.key) ?? [])
    do {
      let signed = try note.verified(by: keys.uniqued)
      if !signed.contains(where: { $0.key.kind == .log && $0.key.isNamed(checkpoint.origin) }) {
        findings.append("the checkpoint is not signed by the log's key")
      }
      if let policy, !policy.witnesses.isEmpty {
        witnesses = (signed.count { $0.key.kind == .witness }, policy.witnesses.count)
      }
    } catch { findings.append("a signature of the checkpoint is wrong") }
  }

  private mutating func compare(_ certificates: [Loggable]) {
    var seen: Set<LogEntry> = []
    for leaf in leaves {
      guard let entry = leaf.entry else {
        findings.append("leaf \(leaf.index) is no entry of a kind known here")
        continue
      }
      if !seen.insert(entry).inserted { findings.append("leaf \(leaf.index) is there a second time") }
      // A list cannot pass for a certificate, and who published it opens it.
      if entry.kind == .certificate && leaf.name == nil {
        findings.append("leaf \(leaf.index) is a certificate that the ledger does not have: sha256 \(entry.hex)")
      }
    }
    let missing = certificates.filter { !seen.contains($0.entry) }
    if isSound { waiting = missing } else { findings += missing.map { "\($0.name) is not in the log" } }
  }

  private mutating func readProofs() {
    guard let policy = try? home.trust().logPolicy else { return }
    let proofs = LogProofs(home: home)
    for place in leaves.indices {
      guard let entry = leaves[place].entry, let text = try? proofs.proof(of: entry) else { continue }
      guard let proof = try? LogProof(text), proof.holds(entry),
        let witnessing = try? policy.witnessing(of: proof.checkpoint, proof.note, latest: .max)
      else {
        findings.append("the stored proof of leaf \(leaves[place].index) does not hold")
        continue
      }
      leaves[place].witnessed = Date(timeIntervalSince1970: Double(witnessing.time))
    }
  }
}

extension LogEntry.Kind {
  /// With its article.
  var spoken: String {
    switch self {
    case .certificate: "a certificate"
    case .statusList: "a status list"
    case .trustList: "a trust list"
    }
  }
}

extension [VerifierKey] {
  /// Each key once.
  var uniqued: [VerifierKey] {
    var seen: Set<String> = []
    return filter { seen.insert($0.text).inserted }
  }
}
