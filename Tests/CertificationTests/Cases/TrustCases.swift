import CertificateChecking
import Certification
import Foundation
import HandoverModel
import StrictFormats

extension Cases {
  /// Step 10 and the memory.
  static func trust() throws -> [Case] {
    let dealer = Dealer.shared
    let file = try present(try dealer.issue(), for: .buyer)
    let two = [SigningKey(), SigningKey()]
    let pair = Dealer.draft(root: dealer.chain.root.der, authority: two, threshold: 2, rules: [])
    let stranger = SigningKey()
    let good = dealer.trustBytes
    func list(_ change: (inout TrustListDraft) -> Void) throws -> [UInt8] {
      var draft = dealer.draft()
      change(&draft)
      return try draft.signed(by: [dealer.authority])
    }
    let memory = try remembering(good)
    let newer = try list { $0.version = 9 }
    let handedOver = try successor(of: dealer, to: stranger, signedByOld: true)
    let takenOver = try successor(of: dealer, to: stranger, signedByOld: false)
    func valid(_ name: String, _ story: String, _ trust: [UInt8]) -> Case {
      .good(name, story, file, .clear).with { $0.trust = trust }
    }
    func bad(_ failure: String, _ name: String, _ story: String, _ trust: [UInt8]) -> Case {
      .bad(failure, name, story, file).with { $0.trust = trust }
    }
    return [
      .open("trust.missing", "trust-missing", "no trust list given", file).with { $0.trust = nil },
      valid("trust-two-of-two", "a list that two must sign", try pair.signed(by: two)),
      bad("trust.signature", "trust-one-of-two", "one of two needed signatures", try pair.signed(by: [two[0]])),
      bad("trust.signature", "trust-same-key-twice", "one key signed twice", try pair.signed(by: [two[0], two[0]])),
      valid(
        "trust-unknown-key", "a signature of an unknown key is ignored",
        try dealer.draft().signed(by: [dealer.authority, stranger])),
      bad(
        "trust.signature", "trust-bad-signature", "a good signature and a bad one of known keys",
        try broken(pair, keys: two)),
      bad("trust.malformed", "trust-malformed", "a list that is none", Array("{}".utf8)),
      bad(
        "trust.malformed", "trust-json", "a list with a duplicate member",
        Array(#"{"payload":"","payload":"","signatures":[]}"#.utf8)),
      .open("trust.expired", "trust-expired", "a list that has run out", file, saying: .clear)
        .with { $0.trust = try? list { $0.expires = Dealer.moment } },
      .open("issuer.not-trusted-at-time", "issuer-not-yet", "an issuer listed from tomorrow", file, saying: .clear)
        .with { $0.trust = try? list { $0.issuers[0].from = Dealer.moment.addingTimeInterval(86_400) } },
      .open("issuer.not-trusted-at-time", "issuer-until", "an issuer listed until today", file, saying: .clear)
        .with { $0.trust = try? list { $0.issuers[0].until = Dealer.moment } },
      .bad("issuer.host", "issuer-host", "a root that may speak for another host only", file)
        .with { $0.trust = try? list { $0.issuers[0].hosts = ["other-motors.example"] } },
      .open("rules.unknown", "rules-not-accepted", "a rule table the scheme does not accept", file)
        .with { $0.trust = try? list { $0.rules = [String(repeating: "A", count: 43)] } },
      valid("memory-same-list", "the list seen before", good).with { $0.memory = memory },
      valid("memory-newer-list", "a newer list of the same keys", newer).with { $0.memory = memory },
      bad("trust.rollback", "memory-older-list", "an older list than seen before", good).with {
        $0.memory = try? remembering(newer)
      },
      bad("trust.rollback", "memory-other-content", "another list of the same version", try list { $0.rules = [] }).with
      { $0.memory = memory },
      valid("memory-new-keys", "new keys, signed by the old ones too", handedOver).with { $0.memory = memory },
      bad("trust.signature", "memory-taken-over", "new keys, not signed by the old ones", takenOver).with {
        $0.memory = memory
      },
    ]
  }

  static func remembering(_ list: [UInt8]) throws -> [UInt8] {
    var memory = VerifierMemory()
    _ = try memory.accept(try TrustList(bytes: list))
    return memory.bytes
  }

  private static func successor(of dealer: Dealer, to key: SigningKey, signedByOld: Bool) throws -> [UInt8] {
    var draft = Dealer.draft(root: dealer.chain.root.der, authority: [key], rules: [])
    draft.version = 8
    return try draft.signed(by: signedByOld ? [key, dealer.authority] : [key])
  }

  /// Both signatures, the second of them over something else.
  private static func broken(_ draft: TrustListDraft, keys: [SigningKey]) throws -> [UInt8] {
    var other = draft
    other.version += 1
    let good = try StrictJSON.parse(try draft.signed(by: keys))
    let bad = try StrictJSON.parse(try other.signed(by: keys))
    let signatures = [good["signatures"]?.array?[0], bad["signatures"]?.array?[1]].compactMap(\.self)
    return CanonicalJSON.bytes(good.setting("signatures", .array(signatures)))
  }
}
