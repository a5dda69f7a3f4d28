import Crypto
import Testing

@testable import TransparencyLog

@Suite struct LogProofTests {
  private static let entry = LogEntry(.certificate, of: Array("a.b.c".utf8))

  private static func proof() throws -> LogProof {
    let key = try SignerKey(name: "north.example/log", kind: .log, key: .init())
    let other = MerkleHash.leaf([1])
    let checkpoint = Checkpoint(origin: "north.example/log", size: 2, root: .node(other, .leaf(entry.bytes)))
    return LogProof(
      index: 1, path: [other], note: Note(text: checkpoint.text, signatures: [try key.sign(checkpoint.text)]))!
  }

  @Test func readsWhatItWrote() throws {
    let proof = try Self.proof()
    let read = try LogProof(proof.text)
    #expect(read.text == proof.text)
    #expect(read.holds(Self.entry))
    #expect(!read.holds(LogEntry(.statusList, of: Array("a.b.c".utf8))))
    #expect(!read.holds(LogEntry(.certificate, of: Array("a.b.d".utf8))))
  }

  @Test func everyOtherTextIsRefused() throws {
    let text = try Self.proof().text
    for (old, new) in [
      ("c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2"), ("index 1\n", "index 01\n"), ("index 1\n", "index -1\n"),
      ("index 1\n", "index 1 \n"), ("index 1\n", "extra AAAA\nindex 1\n"), ("index 1\n", ""),
      ("=\n\nnorth", "=\nnorth"),
      ("\n2\n", "\n2\nextension\n"), ("index 1\n", "index 1\nAAAA\n"), ("\u{2014}", "-"), ("\n", "\r\n"),
      ("index 1\n", "index 1\n" + String(repeating: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", count: 63)),
    ] {
      let changed = text.replacing(old, with: new, maxReplacements: old == "\n" ? .max : 1)
      #expect(changed != text)
      #expect(throws: ProofFailure.self, "\(old) \(new)") { try LogProof(changed) }
    }
    #expect(throws: ProofFailure.self) { try LogProof("") }
    #expect(throws: ProofFailure.self) { try LogProof(String(text.dropLast())) }
    #expect(throws: ProofFailure.self) { try LogProof(text + "\n") }
  }

  @Test func anEntryHasOneSpelling() throws {
    let bytes = Self.entry.bytes
    #expect(LogEntry(bytes: bytes) == Self.entry)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.hasPrefix("transfer-certificate/1 sha256:") && text.hasSuffix("\n") && text.utf8.count == 95)
    for wrong in [text.uppercased(), String(text.dropLast()), text + "\n", text.replacing("/1", with: "/2")] {
      #expect(LogEntry(bytes: Array(wrong.utf8)) == nil)
    }
  }
}
