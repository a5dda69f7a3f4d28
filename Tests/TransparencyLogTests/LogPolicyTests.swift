import Crypto
import HandoverTestSupport
import Testing

@testable import TransparencyLog

@Suite struct LogPolicyTests {
  /// A log with so many witnesses.
  struct Scene {
    let log = try! SignerKey(name: "north.example/log", kind: .log, key: .init())
    let witnesses: [SignerKey]

    init(_ count: Int = 3) {
      witnesses = (1...count).map { try! SignerKey(name: "w\($0).example", kind: .witness, key: .init()) }
    }

    func policy(_ rest: String) -> String {
      "# a policy\nlog \(log.verifier.text)\n\n"
        + witnesses.enumerated().map { "witness W\($0.offset + 1) \($0.element.verifier.text)\n" }.joined() + rest
        + "\n"
    }

    /// The checkpoint with cosignatures of the witnesses at these places and times.
    func note(_ times: [Int: UInt64]) throws -> (Checkpoint, Note) {
      let checkpoint = Checkpoint(origin: log.verifier.name, size: 1, root: .leaf([1]))
      var note = Note(text: checkpoint.text, signatures: [try log.sign(checkpoint.text)])
      for (place, time) in times { note.signatures.append(try witnesses[place].cosign(checkpoint.text, at: time)) }
      return (checkpoint, note)
    }

    func witnessing(_ policy: String, _ times: [Int: UInt64], latest: UInt64 = 1_000) throws -> LogWitnessing {
      let (checkpoint, note) = try note(times)
      return try LogPolicy(self.policy(policy)).witnessing(of: checkpoint, note, latest: latest)
    }
  }

  @Test func theTimeIsWhenTheQuorumWasMet() throws {
    let scene = Scene()
    let two = "group q 2 W1 W2 W3\nquorum q"
    #expect(try scene.witnessing(two, [0: 30, 1: 10, 2: 20]) == LogWitnessing(time: 20, witnesses: 3, of: 3))
    #expect(try scene.witnessing(two, [0: 30, 2: 20]) == LogWitnessing(time: 30, witnesses: 2, of: 3))
    #expect(try scene.witnessing("group q all W1 W2 W3\nquorum q", [0: 30, 1: 10, 2: 20]).time == 30)
    #expect(try scene.witnessing("group q any W1 W2 W3\nquorum q", [0: 30, 1: 10, 2: 20]).time == 10)
    #expect(try scene.witnessing("quorum W3", [0: 30, 1: 10, 2: 20]) == LogWitnessing(time: 20, witnesses: 1, of: 1))
    #expect(try scene.witnessing("group a any W1 W2\ngroup q all a W3\nquorum q", [0: 30, 1: 10, 2: 20]).time == 20)
  }

  @Test func tooFewWitnessesProveNothing() throws {
    let scene = Scene()
    let two = "group q 2 W1 W2 W3\nquorum q"
    #expect(throws: WitnessFailure.quorum(witnesses: 1, of: 3)) { try scene.witnessing(two, [0: 30]) }
    #expect(throws: WitnessFailure.quorum(witnesses: 1, of: 3)) { try scene.witnessing(two, [0: 30, 1: 1_001]) }
    #expect(throws: WitnessFailure.quorum(witnesses: 0, of: 0)) { try scene.witnessing("quorum none", [0: 30, 1: 30]) }
  }

  @Test func takesNoOtherLogAndNoBadSignature() throws {
    let (scene, other) = (Scene(), Scene())
    let (checkpoint, note) = try scene.note([0: 1, 1: 1])
    let policy = try LogPolicy(scene.policy("quorum W1"))
    #expect(throws: WitnessFailure.unknownLog) {
      try LogPolicy(other.policy("quorum W1")).witnessing(of: checkpoint, note, latest: 9)
    }
    var changed = note
    changed.signatures[0] = NoteSignature(
      name: note.signatures[0].name, id: note.signatures[0].id, bytes: [UInt8](repeating: 1, count: 64))
    #expect(throws: WitnessFailure.badSignature(name: "north.example/log")) {
      try policy.witnessing(of: checkpoint, changed, latest: 9)
    }
    changed.signatures.removeFirst()
    #expect(throws: WitnessFailure.unknownLog) { try policy.witnessing(of: checkpoint, changed, latest: 9) }
  }

  @Test func refusesWhatIsNoPolicy() {
    let scene = Scene()
    let key = scene.witnesses[0].verifier.text
    for rest in [
      "", "quorum W4", "quorum q\ngroup q 2 W1 W2", "group q 0 W1\nquorum q", "group q 4 W1 W2 W3\nquorum q",
      "group q 02 W1 W2\nquorum q", "group q +1 W1\nquorum q", "group q all\nquorum q", "group q any W1 W1\nquorum q",
      "group a any W1\ngroup b any W1\nquorum a", "group none any W1\nquorum W1", "group W1 any W2\nquorum W1",
      "quorum W1\nquorum W1", "quorum", "quorum W1 W2", "witness W4 \(key)\nquorum W1", "log \(key)\nquorum W1",
      "witness W4 \(scene.log.verifier.text)\nquorum W1", "log \(scene.log.verifier.text)\nquorum W1", "quorum W1\r",
      "quorum W1\nmirror x", "group q any none\nquorum q", "witness W5\nquorum W1", "quorum W1\u{1}",
    ] {
      #expect(throws: PolicyFailure.self, "\(rest)") { try LogPolicy(scene.policy(rest)) }
    }
    #expect(throws: PolicyFailure.self) { try LogPolicy("") }
    #expect(throws: PolicyFailure.self) { try LogPolicy(String(scene.policy("quorum W1").dropLast())) }
  }

  @Test func readsSpacesTabsCommentsAddressesAndAnyNames() throws {
    let scene = Scene()
    let policy = """
       \t log\t\(scene.log.verifier.text)  https://north.example/log\t
      #\u{e4}
       # witness X
      witness \u{212A} \(scene.witnesses[0].verifier.text) https://w.example
      witness K \(scene.witnesses[1].verifier.text)
      quorum \u{212A}

      """
    let read = try LogPolicy(policy)
    #expect(read.witnesses.map(\.key.name) == ["w1.example", "w2.example"])
    let (checkpoint, note) = try scene.note([1: 5])
    #expect(throws: WitnessFailure.quorum(witnesses: 0, of: 1)) {
      try read.witnessing(of: checkpoint, note, latest: 9)
    }
  }

  @Test func takesThirtyTwoOfEachAndNotMore() throws {
    let scene = Scene(32)
    let groups = (1...32).map { "group g\($0) any \($0 == 1 ? "W1" : "g\($0 - 1)")\n" }.joined()
    #expect(try LogPolicy(scene.policy(groups + "quorum g32")).witnesses.count == 32)
    #expect(throws: PolicyFailure.self) { try LogPolicy(scene.policy(groups + "group h any W2\nquorum g32")) }
    let more = try VerifierKey(name: "w33", kind: .witness, publicKey: Curve25519.Signing.PrivateKey().publicKey)
    #expect(throws: PolicyFailure.self) { try LogPolicy(scene.policy("witness W33 \(more.text)\nquorum W1")) }
    let logs = try (1...32).map { number in
      try VerifierKey(name: "l\(number)", kind: .log, publicKey: Curve25519.Signing.PrivateKey().publicKey).text
    }
    let lines = logs.dropLast().map { "log \($0)\n" }.joined()
    #expect(try LogPolicy(scene.policy(lines + "quorum W1")).logs.count == 32)
    #expect(throws: PolicyFailure.self) { try LogPolicy(scene.policy(lines + "log \(logs[31])\nquorum W1")) }
  }
}
