import Crypto
import Testing

@testable import TransparencyLog

@Suite struct NoteTests {
  private static func signer(_ name: String, _ kind: KeyKind = .log) -> SignerKey {
    try! SignerKey(name: name, kind: kind, key: Curve25519.Signing.PrivateKey())
  }

  private static let text = Array("north.example/log\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n".utf8)

  @Test func readsWhatItWrote() throws {
    let (log, witness) = (Self.signer("north.example/log"), Self.signer("w.example", .witness))
    let note = Note(
      text: Self.text, signatures: [try log.sign(Self.text), try witness.cosign(Self.text, at: 1_795_514_430)])
    let read = try Note(note.bytes[...])
    #expect(read.bytes == note.bytes)
    #expect(
      try read.verified(by: [log.verifier, witness.verifier]).map(\.key.name) == ["north.example/log", "w.example"])
    #expect(Cosignature(read.signatures[1])?.timestamp == 1_795_514_430)
  }

  @Test func aTextMayHoldEmptyLinesAndEndsAtTheLast() throws {
    let key = Self.signer("a")
    let text = Array("one\n\ntwo\n\n\u{2014} three\n".utf8)
    let note = try Note(Note(text: text, signatures: [try key.sign(text)]).bytes[...])
    #expect(note.text == text)
    #expect(try note.verified(by: [key.verifier]).count == 1)
  }

  @Test func ignoresUnknownKeysAndRefusesABadSignatureOfAKnownOne() throws {
    let (log, other) = (Self.signer("a"), Self.signer("a"))
    let good = try log.sign(Self.text)
    let stranger = try other.sign(Self.text)
    #expect(try Note(text: Self.text, signatures: [good, stranger]).verified(by: [log.verifier]).count == 1)
    #expect(try Note(text: Self.text, signatures: [stranger]).verified(by: [log.verifier]).isEmpty)
    let lying = NoteSignature(name: good.name, id: good.id, bytes: stranger.bytes)
    #expect(throws: NoteFailure.badSignature(name: "a")) {
      try Note(text: Self.text, signatures: [good, lying].reversed()).verified(by: [log.verifier])
    }
    #expect(throws: NoteFailure.repeatedSignature(name: "a")) {
      try Note(text: Self.text, signatures: [good, good]).verified(by: [log.verifier])
    }
  }

  @Test func aCosignatureIsOfItsTimeAndItsCheckpoint() throws {
    let witness = Self.signer("w", .witness)
    var line = try witness.cosign(Self.text, at: 1_000)
    #expect(try Note(text: Self.text, signatures: [line]).verified(by: [witness.verifier]).count == 1)
    var bytes = line.bytes
    bytes[7] ^= 1
    line = NoteSignature(name: line.name, id: line.id, bytes: bytes)
    #expect(throws: NoteFailure.self) { try Note(text: Self.text, signatures: [line]).verified(by: [witness.verifier]) }
    let short = NoteSignature(name: line.name, id: line.id, bytes: Array(line.bytes.dropFirst(8)))
    #expect(throws: NoteFailure.self) {
      try Note(text: Self.text, signatures: [short]).verified(by: [witness.verifier])
    }
    #expect(Cosignature(NoteSignature(name: "w", id: line.id, bytes: [0x80] + line.bytes.dropFirst())) == nil)
  }

  @Test(arguments: [
    "", "\n", "text\n", "text\n\n", "text\n\n\u{2014} a AAAAAAA=", "text\n\n- a AAAAAAA=\n",
    "text\n\n\u{2014} a AAAA\n",
    "text\n\n\u{2014}  AAAAAAA=\n", "text\n\n\u{2014} a AAAAAAA\n", "text\n\n\u{2014} a+b AAAAAAA=\n",
    "text\n\n\u{2014} a b AAAAAAA=\n",
    "text\r\n\n\u{2014} a AAAAAAA=\n", "text\n\n\u{2014} a\u{A0}b AAAAAAA=\n", "text\n\n\u{2014} a AAAAAAA=\n\n",
    "text\n\n\u{2014} a AAAAAAB=\n", "text\n\n\u{2014} a AAAAAAA=\nx\n", "text\n\n\u{2014} a AAAA-AA=\n",
  ]) func refusesWhatIsNoNote(text: String) {
    #expect(throws: NoteFailure.malformed) { try Note(Array(text.utf8)[...]) }
  }

  @Test func keepsToItsLimits() throws {
    let line = "\u{2014} a AAAAAAA=\n"
    #expect(try Note(Array(("text\n\n" + String(repeating: line, count: 32)).utf8)[...]).signatures.count == 32)
    #expect(throws: NoteFailure.tooLarge) {
      try Note(Array(("text\n\n" + String(repeating: line, count: 33)).utf8)[...])
    }
    let long = String(repeating: "x", count: Note.limit)
    #expect(throws: NoteFailure.tooLarge) { try Note(Array("\(long)\n\n\(line)".utf8)[...]) }
    #expect(throws: NoteFailure.malformed) { try Note([0xFF, 0x0A, 0x0A] + Array(line.utf8)) }
  }

  @Test func aKeyHasOneSpelling() throws {
    let text = Self.signer("example.com/log").verifier.text
    #expect(try VerifierKey(text).text == text)
    let parts = text.split(separator: "+", maxSplits: 2).map(String.init)
    for (wrong, failure): (String, KeyFailure) in [
      ("\(parts[0])+00000000+\(parts[2])", .id), ("\(parts[0])+\(parts[1].uppercased())A+\(parts[2])", .id),
      ("other+\(parts[1])+\(parts[2])", .id), ("\(parts[0])+\(parts[1])", .layout),
      ("a b+\(parts[1])+\(parts[2])", .name),
      ("+\(parts[1])+\(parts[2])", .name), ("\(parts[0])+\(parts[1])+AgAA", .kind),
      ("\(parts[0])+\(parts[1])+AQAA", .material),
      ("\(parts[0])+\(parts[1])+\(parts[2])=", .layout),
    ] {
      #expect(throws: failure) { try VerifierKey(wrong) }
    }
  }

  @Test(arguments: [
    "o\n01\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", "o\n1\nAAAA\n",
    "\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
    "o\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nextension\n",
    "o\n0\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
    "o\n9223372036854775808\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
    "o\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
  ]) func refusesWhatIsNoCheckpoint(text: String) { #expect(Checkpoint(text: Array(text.utf8)) == nil) }

  @Test func readsTheCheckpointItWrote() {
    let checkpoint = Checkpoint(origin: "north.example/log", size: 9_223_372_036_854_775_807, root: .leaf([1]))
    #expect(Checkpoint(text: checkpoint.text) == checkpoint)
  }
}
