import CertificateChecking
import Certification
import Crypto
import Foundation
import HandoverModel
import StrictFormats
import TransparencyLog

/// One certificate in one log, with proofs of it.
struct LogCase {
  let scene = LogScene.shared
  var forge: Forge
  var parts: LogScene.Parts
  /// What the trust list says otherwise than usual.
  var trust: (inout TrustListDraft) -> Void = { _ in }
  /// When it is checked, in seconds after the certificate's date: a day.
  var checked = 86_400.0

  init(_ forge: Forge) {
    self.forge = forge
    // Signed once: another signature would be another entry.
    parts = LogScene.Parts(logged: forge.jwt)
  }

  func with(_ change: (inout LogCase) -> Void) -> LogCase {
    var other = self
    change(&other)
    return other
  }

  /// Cosigned at these seconds after the certificate's date.
  func at(_ times: [Double?]) -> LogCase { with { $0.parts.times = times } }

  func trusting(_ change: @escaping (inout TrustListDraft) -> Void) -> LogCase { with { $0.trust = change } }

  /// The file with its proof, which may be changed as text.
  func file(_ change: (String) -> String = { $0 }) throws -> [UInt8] {
    let compact = ([parts.logged] + forge.disclosures).joined(separator: "~") + "~"
    return Forge.bundle(
      compact, chain: forge.chain, extra: [.init("log_proof", .string(change(try scene.proof(parts).text)))])
  }

  private func fitted(_ one: Case) throws -> Case {
    let list = try scene.trust(trust)
    return one.with {
      $0.trust = list
      $0.allowUndated = false
      $0.moment = Dealer.moment.addingTimeInterval(checked)
    }
  }

  func good(_ name: String, _ story: String, _ change: (String) -> String = { $0 }) throws -> Case {
    try fitted(.good(name, story, file(change), .clear))
  }

  /// Not valid, with signature and chain good.
  func bad(_ failure: String, _ name: String, _ story: String, _ change: (String) -> String = { $0 }) throws -> Case {
    try fitted(.bad(failure, name, story, file(change), saying: .clear))
  }

  /// Not valid, because of the chain: it tells nothing about the car.
  func untrusted(_ failure: String, _ name: String, _ story: String) throws -> Case {
    try fitted(.bad(failure, name, story, file()))
  }

  func open(_ failure: String, _ name: String, _ story: String, _ change: (String) -> String = { $0 }) throws -> Case {
    try fitted(.open(failure, name, story, file(change), saying: .clear))
  }

  /// The proof as its parts, changed.
  func noted(_ change: (inout Note) throws -> Void) throws -> (String) -> String {
    let proof = try scene.proof(parts)
    var note = proof.note
    try change(&note)
    let text = LogProof(index: proof.index, path: proof.path, note: note)?.text ?? ""
    return { _ in text }
  }
}

extension Cases {
  /// Steps 11 to 13 with a log proof.
  static func log() throws -> [Case] {
    let one = LogCase(Forge(try Dealer.shared.issue()))
    return try timely(one) + chainAtTheTime(one) + logs(one) + signatures(one) + inclusion(one) + witnesses(one)
      + texts(one) + policies(one)
  }

  private static let hour = 3_600.0
  private static let day = 86_400.0
  /// As long before its witnessed time as a certificate may be dated.
  private static let delay = 259_200.0

  private static func timely(_ one: LogCase) throws -> [Case] {
    [
      try one.good("log-valid", "seen by three of three outside witnesses"),
      try one.at([60, nil, 180]).good("log-two-of-three", "seen by two of three, which is enough"),
      try one.with { $0.parts.size = 1_000 }.with { $0.parts.place = 777 }
        .good("log-of-a-thousand", "one of a thousand leaves"),
      try one.with { $0.parts.size = 1 }.with { $0.parts.place = 0 }.good("log-of-one", "the only leaf"),
      try one.at([delay, delay, delay]).with { $0.checked = 10 * day }
        .good("log-just-in-time", "seen at the end of the time it may take"),
      try one.at([delay + 1, delay + 1, delay + 1]).with { $0.checked = 10 * day }
        .bad("time.back-dated", "log-back-dated", "dated a second longer before it was seen than allowed"),
      try one.at([hour, delay + hour, delay + hour]).with { $0.checked = 10 * day }
        .bad("time.back-dated", "log-back-dated-quorum", "one witness saw it early, the second it takes too late"),
      try one.at([hour, hour, hour]).trusting { $0.maxLogDelay = 1_800 }
        .bad("time.back-dated", "log-shorter-delay", "a trust list that allows half an hour"),
      try one.at([-300, -300, -300]).good("log-clocks-differ", "the dealer's clock is five minutes ahead"),
      try one.at([-301, -301, -301])
        .bad("time.issued-after-logged", "log-issued-after", "dated later than it was seen"),
      try one.at([-120, -120, -120]).with { $0.checked = -301 }
        .bad("time.in-future", "log-dated-in-future", "witnessed, and dated in the future all the same"),
    ]
  }

  private static func chainAtTheTime(_ one: LogCase) throws -> [Case] {
    let years = one.with { $0.checked = 2 * 365 * day }
    let leaf = Base64.decode(one.forge.header["x5t#S256"]?.string ?? "").map { Base64.encode($0) } ?? ""
    let rooftop = Forge.thumbprint(one.forge.chain[1])
    func revoked(_ thumbprint: String, _ seconds: Double) -> LogCase {
      one.at([60, 120, 180]).trusting {
        $0.revoked = [.init(thumbprint: thumbprint, from: Dealer.moment.addingTimeInterval(seconds))]
      }
    }
    func listed(from: Double? = nil, until: Double? = nil) -> LogCase {
      one.trusting {
        if let from { $0.issuers[0].from = Dealer.moment.addingTimeInterval(from) }
        $0.issuers[0].until = until.map { Dealer.moment.addingTimeInterval($0) }
      }
    }
    // Two of three had seen it after 120 seconds.
    return [
      try years.good("log-signer-expired-since", "the key ran out since, and was good when it was seen"),
      try revoked(leaf, 121).good("log-signer-revoked-after", "the key was revoked after it was seen"),
      try revoked(leaf, 120).untrusted("issuer.revoked", "log-signer-revoked-before", "the key was revoked by then"),
      try revoked(rooftop, 121).good("log-rooftop-revoked-after", "the rooftop was revoked after it was seen"),
      try revoked(rooftop, 0).untrusted(
        "issuer.revoked", "log-rooftop-revoked-before", "the rooftop was revoked before"),
      try listed(until: 121).good("log-issuer-left-since", "the issuer left the scheme after it was seen"),
      try listed(until: 120)
        .untrusted("issuer.not-trusted-at-time", "log-issuer-left-before", "the issuer had left by then"),
      try listed(from: 121)
        .untrusted("issuer.not-trusted-at-time", "log-issuer-not-yet", "the issuer joined after it was seen"),
      try shortLived(until: hour).at([hour + 60, hour + 60, nil])
        .untrusted("issuer.expired-when-logged", "log-signer-expired-before", "the key ran out before it was seen"),
      try shortLived(until: hour).at([hour, hour, nil]).with { $0.checked = 30 * day }
        .good("log-signer-expired-just-after", "seen in the last second of the key"),
    ]
  }

  /// Signed with a key that runs out so soon.
  private static func shortLived(until seconds: Double) throws -> LogCase {
    let root = Dealer.shared.chain.root
    let leaf = try ChainForge.made(
      "Terminal", by: ChainForge.Made(key: root.key, name: try ChainForge.subject(of: root.der), der: root.der),
      until: seconds / day, ChainForge.leafExtensions())
    return LogCase(Forge(try Dealer.shared.issue()).signed(by: leaf.key, chain: [leaf.der]))
  }

  private static func logs(_ one: LogCase) throws -> [Case] {
    let stranger = try SignerKey(name: LogScene.origin, kind: .log, key: .init())
    return [
      try one.with { $0.parts.origin = "north.example-motors.example/other-log" }
        .open("log.unknown-log", "log-other-origin", "a known key under another log's name"),
      try one.with { $0.parts.key = stranger }
        .open("log.unknown-log", "log-other-key", "a log of the same name with another key"),
      try one.open(
        "log.unknown-log", "log-not-signed", "witnesses alone, the log did not sign",
        one.noted {
          $0.signatures.removeFirst()
        }),
      try one.trusting { $0.logPolicyText = "" }
        .open("log.unknown-log", "log-no-policy", "a trust list that knows no log"),
      try one.open(
        "log.unknown-log", "log-undated-unknown", "the flag for undated ones does not excuse a strange log",
        {
          $0.replacing(LogScene.origin, with: "other.example/log")
        }
      ).with { $0.allowUndated = true },
    ]
  }

  private static func signatures(_ one: LogCase) throws -> [Case] {
    let name = "log.checkpoint-signature"
    return [
      try one.bad(
        name, "log-bad-signature", "the log's signature is of something else",
        one.noted {
          $0.signatures[0] = $0.signatures[0].changed(at: 10)
        }),
      try one.bad(
        name, "log-bad-cosignature", "one of three cosignatures is wrong",
        one.noted {
          $0.signatures[3] = $0.signatures[3].changed(at: 40)
        }),
      try one.bad(
        name, "log-cosignature-time", "a cosignature with another time written in",
        one.noted {
          $0.signatures[1] = $0.signatures[1].changed(at: 7)
        }),
      try one.bad(
        name, "log-cosignature-short", "a cosignature without a time",
        one.noted {
          $0.signatures[1] = $0.signatures[1].cut(8)
        }),
      try one.bad(
        name, "log-undated-bad", "the flag for undated ones does not excuse a wrong proof",
        one.noted {
          $0.signatures[0] = $0.signatures[0].changed(at: 10)
        }
      ).with { $0.allowUndated = true },
      try one.good(
        "log-unknown-witness", "a cosignature of somebody unknown is ignored",
        one.noted {
          let stranger = try SignerKey(name: "witness.stranger.example", kind: .witness, key: .init())
          $0.signatures.append(try stranger.cosign($0.text, at: 1))
        }),
    ]
  }

  private static func inclusion(_ one: LogCase) throws -> [Case] {
    let name = "log.inclusion"
    let parts = one.parts.logged.split(separator: ".").map(String.init)
    let twin = "\(parts[0]).\(parts[1]).\(mirrored(parts[2]))"
    let other = try Dealer.shared.issue()
    let otherProof = try one.scene.proof(LogScene.Parts(logged: Forge(other).jwt)).text
    let proof = try one.scene.proof(one.parts)
    func path(_ change: (inout [MerkleHash]) -> Void) -> (String) -> String {
      var path = proof.path
      change(&path)
      let text = LogProof(index: proof.index, path: path, note: proof.note)?.text ?? ""
      return { _ in text }
    }
    return [
      try one.bad(name, "log-other-certificate", "the proof of another certificate", { _ in otherProof }),
      try one.bad(name, "log-wrong-hash", "a hash of the proof is wrong", path { $0[1] = .empty }),
      try one.bad(name, "log-hash-missing", "a hash too few", path { $0.removeLast() }),
      try one.bad(name, "log-hash-more", "a hash too many", path { $0.append(.empty) }),
      try one.bad(
        name, "log-wrong-index", "the place of another leaf", { $0.replacing("\nindex 2\n", with: "\nindex 3\n") }),
      try one.bad(
        name, "log-index-outside", "a place the log does not have",
        {
          $0.replacing("\nindex 2\n", with: "\nindex 5\n")
        }),
      // The twin's signature is good, and only the log tells the two apart.
      try one.bad(name, "log-mirrored-twin", "the mirrored twin of the one in the log").with {
        let text = proof.text
        $0.file = Forge.bundle("\(twin)~", chain: one.forge.chain, extra: [.init("log_proof", .string(text))])
      },
    ]
  }

  private static func witnesses(_ one: LogCase) throws -> [Case] {
    let name = "log.quorum"
    let ahead = day + 601
    return [
      try one.at([60, nil, nil]).open(name, "log-one-of-three", "one witness, and it takes two"),
      try one.at([nil, nil, nil]).open(name, "log-none-of-three", "no witness"),
      try one.at([60, ahead, ahead]).open(
        name, "log-cosigned-in-future", "witnesses whose clocks are far ahead do not count"),
      try one.at([60, ahead - 1, nil]).good("log-cosigned-ahead", "a clock ten minutes ahead counts"),
      try one.at([60, nil, nil]).open(
        name, "log-undated-quorum", "the flag for undated ones does not make up for a witness"
      )
      .with { $0.allowUndated = true },
      try one.trusting { $0.logPolicyText = policy("quorum none\n") }
        .open(name, "log-quorum-none", "a trust list that asks for no witness proves no time"),
      try one.trusting { $0.logPolicyText = policy("group a any W1 W2\ngroup q all a W3\nquorum q\n") }
        .good("log-groups", "one of two, and a third"),
    ]
  }

  private static func texts(_ one: LogCase) throws -> [Case] {
    let hash = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
    func bad(_ name: String, _ story: String, _ change: @escaping (String) -> String) throws -> Case {
      try one.bad("log.proof-malformed", name, story, change)
    }
    return [
      try bad("log-proof-version", "another version of the format", { $0.replacing("@v1", with: "@v2") }),
      try bad(
        "log-proof-extra", "data that nobody vouches for", { $0.replacing("\nindex", with: "\nextra AAAA\nindex") }),
      try bad("log-proof-index", "a place with a zero before it", { $0.replacing("\nindex 2", with: "\nindex 02") }),
      try bad(
        "log-proof-hashes", "more hashes than any log needs",
        {
          $0.replacing("\nindex 2\n", with: "\nindex 2\n" + String(repeating: hash, count: 64))
        }),
      try bad(
        "log-proof-short-hash", "a hash of three bytes", { $0.replacing("\nindex 2\n", with: "\nindex 2\nAAAA\n") }),
      try bad("log-proof-line-ends", "line ends of another kind", { $0.replacing("\n", with: "\r\n") }),
      try bad("log-proof-extension", "a checkpoint that says more", { $0.replacing("\n5\n", with: "\n5\n\n") }),
      try bad("log-proof-cut", "a proof without its checkpoint", { String($0.prefix(while: { $0 != "\u{2014}" })) }),
      try bad("log-proof-unended", "a last line without its end", { String($0.dropLast()) }),
      try bad(
        "log-proof-signatures", "more signatures than are read",
        { text in
          text + String(repeating: "\u{2014} witness.other.example AAAAAAA=\n", count: 29)
        }),
      try bad(
        "log-witness-twice", "a witness who signed twice",
        one.noted {
          $0.signatures.append(try one.scene.witnesses[0].cosign($0.text, at: LogScene.time(90)))
        }),
    ]
  }

  private static func policies(_ one: LogCase) throws -> [Case] {
    func bad(_ name: String, _ story: String, _ policy: String) throws -> Case {
      try one.trusting { $0.logPolicyText = policy }.untrusted("trust.malformed", name, story).with {
        $0.failures.append("log.unknown-log")
      }
    }
    let key = one.scene.witnesses[0].verifier.text
    let many = try (0..<30).map { number in
      let witness = try SignerKey(name: "w\(number).example", kind: .witness, key: .init())
      return "witness M\(number) \(witness.verifier.text)\n"
    }
    return [
      try bad("log-policy-quorum", "a policy without a quorum", policy("")),
      try bad(
        "log-policy-repeated", "a policy that counts one witness twice", policy("witness W4 \(key)\nquorum W4\n")),
      try bad("log-policy-too-many", "a policy of 33 witnesses", policy(many.joined() + "quorum W1\n")),
    ]
  }

  private static func policy(_ rest: String) -> String {
    LogScene.policy(log: LogScene.shared.log, LogScene.shared.witnesses, rest)
  }
}

extension NoteSignature {
  /// The same line with one byte behind its key's id changed.
  func changed(at place: Int) -> NoteSignature { edited { $0[4 + place] ^= 1 } }

  /// The same line without so many bytes behind its key's id.
  func cut(_ count: Int) -> NoteSignature { edited { $0.removeSubrange(4..<4 + count) } }

  private func edited(_ change: (inout [UInt8]) -> Void) -> NoteSignature {
    let parts = line.split(separator: " ").map(String.init)
    var bytes = Base64.decode(parts[2], .standard) ?? []
    change(&bytes)
    let text = "\(parts[0]) \(parts[1]) \(Base64.encode(bytes, .standard))"
    return (try? NoteSignature(Array(text.utf8)[...])) ?? self
  }
}
