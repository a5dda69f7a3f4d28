import CertificateChecking
import Certification
import Crypto
import Foundation
import HandoverModel
import StrictFormats

extension Cases {
  /// One list after another: who may take over from whom.
  static func rotation() throws -> [Case] {
    let dealer = Dealer.shared
    let file = try present(try dealer.issue(), for: .buyer)
    let old = [SigningKey(), SigningKey(), SigningKey()]
    let new = [SigningKey(), SigningKey(), SigningKey()]
    func list(
      _ version: Int64, _ keys: [SigningKey], _ threshold: Int64, signedBy signers: [SigningKey],
      _ change: (inout TrustListDraft) -> Void = { _ in }
    ) throws -> [UInt8] {
      var draft = Dealer.draft(root: dealer.chain.root.der, authority: keys, threshold: threshold, rules: [])
      draft.version = version
      change(&draft)
      return try draft.signed(by: signers)
    }
    let first = try list(7, old, 2, signedBy: old)
    let memory = try remembering(first)
    func valid(_ name: String, _ story: String, _ trust: [UInt8]) -> Case {
      .good(name, story, file, .clear).with {
        $0.trust = trust
        $0.memory = memory
      }
    }
    func bad(_ failure: String, _ name: String, _ story: String, _ trust: [UInt8]) -> Case {
      .bad(failure, name, story, file).with {
        $0.trust = trust
        $0.memory = memory
      }
    }
    let mixed = [old[0], old[1], new[0]]
    return [
      valid(
        "rotation-two-of-three", "three new keys, signed by two old and two new ones",
        try list(8, new, 2, signedBy: [old[0], old[2], new[0], new[1]])),
      valid(
        "rotation-shared-signature", "one key changes, and two signatures serve both lists",
        try list(8, mixed, 2, signedBy: [old[0], old[1]])),
      bad(
        "trust.signature", "rotation-old-missing", "three new keys, signed by one old one where two are needed",
        try list(8, new, 2, signedBy: [old[0]] + new)),
      bad(
        "trust.signature", "rotation-own-missing", "signed by all old keys, but by one of two needed new ones",
        try list(8, new, 2, signedBy: old + [new[0]])),
      bad(
        "trust.signature", "rotation-strangers", "the new keys vouch for themselves", try list(8, new, 2, signedBy: new)
      ),
      valid(
        "rotation-version-jump", "five versions later, by the same keys",
        try list(12, old, 2, signedBy: [old[1], old[2]])),
      bad(
        "trust.signature", "rotation-jump-past-keys",
        "two versions later, signed by the keys of a version this verifier never saw",
        try list(9, [new[2]], 1, signedBy: [new[0], new[1], new[2]])),
      bad(
        "trust.signature", "rotation-threshold-lowered", "one key lowers the threshold to one by itself",
        try list(8, old, 1, signedBy: [old[0]])),
      valid(
        "rotation-threshold-agreed", "two keys agree that one will do", try list(8, old, 1, signedBy: [old[0], old[1]])),
      bad(
        "trust.signature", "rotation-old-key-forged", "an old key that is leaving signed something else",
        try forged(try list(8, new, 2, signedBy: old + new), from: try list(9, new, 2, signedBy: old + new), place: 0)),
      bad(
        "trust.rollback", "rotation-old-draft", "an older draft with other keys, signed by everybody",
        try list(6, new, 2, signedBy: old + new)),
      bad(
        "trust.rollback", "rotation-same-version", "the same version with another threshold",
        try list(7, old, 1, signedBy: old)),
      .open("trust.expired", "rotation-expired", "the next list, which has run out meanwhile", file, saying: .clear)
        .with {
          $0.trust = try? list(8, old, 2, signedBy: old) { $0.expires = Dealer.moment.addingTimeInterval(-1) }
          $0.memory = memory
        },
    ]
  }

  /// One list by itself: what may not stand in it, and what must not matter.
  static func lists() throws -> [Case] {
    let dealer = Dealer.shared
    let file = try present(try dealer.issue(), for: .buyer)
    let plain = try payload(of: dealer.trustBytes)
    let hour = 3_600.0
    let thumbprint = Forge.thumbprint
    func list(_ change: (inout TrustListDraft) -> Void) throws -> [UInt8] {
      var draft = dealer.draft()
      change(&draft)
      return try draft.signed(by: [dealer.authority])
    }
    func malformed(_ name: String, _ story: String, _ path: String, _ value: JSONValue?) throws -> Case {
      .bad("trust.malformed", name, story, file)
        .with { $0.trust = try? signed(plain.setting(path, value), by: dealer.authority) }
    }
    func revoking(_ der: [UInt8], _ seconds: Double, reason: String? = nil) throws -> [UInt8] {
      try list {
        $0.revoked = [
          .init(thumbprint: thumbprint(der), from: Dealer.moment.addingTimeInterval(seconds), reason: reason)
        ]
      }
    }
    func revoked(_ name: String, _ story: String, _ trust: [UInt8]) -> Case {
      .bad("issuer.revoked", name, story, file).with { $0.trust = trust }
    }
    func valid(_ name: String, _ story: String, _ trust: [UInt8]) -> Case {
      .good(name, story, file, .clear).with { $0.trust = trust }
    }
    let jwk = TrustAuthority.jwk(dealer.authority.key.publicKey)
    let issuer = plain["issuers"]?.array?.first ?? [:]
    let root = dealer.chain.root.der
    return [
      try malformed("trust-key-listed-twice", "one key stands there twice", "authority/keys", [jwk, jwk]),
      try malformed("trust-threshold-zero", "a list that nobody need sign", "authority/threshold", 0),
      try malformed("trust-threshold-above", "more signatures needed than there are keys", "authority/threshold", 2),
      try malformed("trust-root-twice", "one root stands there twice", "issuers", [issuer, issuer]),
      try malformed("trust-unknown-member", "a member nobody defined", "suspended", []),
      try malformed("trust-version-negative", "a version below zero", "version", -1),
      try malformed(
        "trust-reason-number", "a reason that is no text", "revoked",
        [["x5t#S256": .string(thumbprint(root)), "from": 1_900_000_000, "reason": 1]]),
      .bad("trust.signature", "trust-other-type", "signed as something else than a trust list", file)
        .with { $0.trust = try? signed(plain, by: dealer.authority, type: "statuslist+jwt") },
      revoked(
        "revoked-rooftop", "the rooftop's key was stolen an hour ago",
        try revoking(dealer.chain.rooftop.der, -hour, reason: "key-compromise")),
      revoked("revoked-root", "the root itself was revoked", try revoking(root, -hour)),
      revoked("revoked-at-this-moment", "revoked from this very moment on", try revoking(dealer.chain.terminal.der, 0)),
      valid(
        "revoked-rooftop-later", "a revocation of the rooftop that begins in an hour",
        try revoking(dealer.chain.rooftop.der, hour, reason: "cessation-of-operation")),
      valid(
        "revoked-somebody-else", "another dealer's terminal was revoked", try revoking(dealer.trustBytes, -hour)),
      .open(
        "issuer.not-trusted-at-time", "issuer-past-until", "an issuer whose time ended yesterday", file, saying: .clear
      )
      .with { $0.trust = try? list { $0.issuers[0].until = Dealer.moment.addingTimeInterval(-24 * hour) } },
      valid(
        "issuer-until-tomorrow", "an issuer trusted until tomorrow",
        try list { $0.issuers[0].until = Dealer.moment.addingTimeInterval(24 * hour) }),
    ]
  }

  private static func payload(of list: [UInt8]) throws -> JSONValue {
    let encoded = try StrictJSON.parse(list)["payload"]?.string ?? ""
    return try StrictJSON.parse(Base64.decode(encoded) ?? [])
  }

  private static func signed(
    _ payload: JSONValue, by key: SigningKey, type: String = "trust-list+jws"
  ) throws -> [UInt8] {
    let payload = Base64.encode(CanonicalJSON.bytes(payload))
    let header: JSONValue = [
      "alg": "ES256", "typ": .string(type), "kid": .string(TrustAuthority.name(of: key.key.publicKey)),
    ]
    let protected = Base64.encode(CanonicalJSON.bytes(header))
    let signature = Base64.encode(try key.sign(Array("\(protected).\(payload)".utf8)))
    return CanonicalJSON.bytes([
      "payload": .string(payload), "signatures": [["protected": .string(protected), "signature": .string(signature)]],
    ])
  }

  /// A list in which one signature is that of another list.
  private static func forged(_ list: [UInt8], from other: [UInt8], place: Int) throws -> [UInt8] {
    let json = try StrictJSON.parse(list)
    var signatures = json["signatures"]?.array ?? []
    if let bad = try StrictJSON.parse(other)["signatures"]?.array?[place] { signatures[place] = bad }
    return CanonicalJSON.bytes(json.setting("signatures", .array(signatures)))
  }
}
