import CertificateChecking
import Certification
import Crypto
import Foundation
import HandoverModel
import StrictFormats
import TransferRules
import X509

extension Cases {
  /// Step 14.
  static func status() throws -> [Case] {
    try statusValues() + statusAges() + statusSigners() + statusTexts() + statusPlaces()
  }

  private static let issued = Result { try Dealer.shared.issue() }

  /// The dealer's certificate with this token stapled to it, checked without leave to go without.
  private static func stapled(_ token: String?) throws -> [UInt8] {
    try present(try issued.get(), for: .buyer, with: BundleAttachments(statusToken: token))
  }

  private static func strict(_ one: Case, _ given: [[UInt8]] = []) -> Case {
    one.with {
      $0.noStatus = false
      $0.statuses = given
    }
  }

  private static func valid(_ name: String, _ story: String, _ staple: String?, _ given: [[UInt8]] = []) throws -> Case
  {
    strict(.good(name, story, try stapled(staple), .clear), given)
  }

  private static func bad(
    _ failure: String, _ name: String, _ story: String, _ staple: String?, _ given: [[UInt8]] = []
  ) throws -> Case {
    strict(.bad(failure, name, story, try stapled(staple), saying: .clear), given)
  }

  private static func open(
    _ failure: String, _ name: String, _ story: String, _ staple: String?, _ given: [[UInt8]] = []
  ) throws -> Case {
    strict(.open(failure, name, story, try stapled(staple), saying: .clear), given)
  }

  private static func withdrawn(
    _ failures: [String], _ name: String, _ story: String, _ staple: String?, _ given: [[UInt8]] = []
  ) throws -> Case {
    strict(
      Case(
        name: name, story: story, file: try stapled(staple), validation: .withdrawn, failures: failures,
        verdict: .clear, exit: 2), given)
  }

  private static func statusValues() throws -> [Case] {
    let good = StatusForge()
    let other = good.with("sub", "https://status.example-motors.example/4")
    let revoked = StatusForge(.revoked)
    return [
      try valid("status-staple", "the status that came with it says it is in force", good.token),
      try valid("status-mirror", "a status from a mirror says it is in force", nil, [good.file]),
      try valid("status-mirror-line-end", "a status file with a line end", nil, [good.file + [0x0A]]),
      try withdrawn(["status.revoked"], "status-revoked", "taken back for good", revoked.token),
      try withdrawn(["status.suspended"], "status-suspended", "on hold", nil, [StatusForge(.suspended).file]),
      try withdrawn(["status.superseded"], "status-superseded", "replaced", StatusForge(.superseded).token),
      try withdrawn(
        ["status.revoked"], "status-revoked-no-status", "taken back, and checked though nobody asked", revoked.token
      )
      .with { $0.noStatus = true },
      try valid(
        "status-newest-mirror", "on hold when it was handed out, in force since",
        StatusForge(.suspended, hoursAgo: 50).token, [StatusForge(.valid, hoursAgo: 60).file, good.file]),
      try withdrawn(
        ["status.revoked"], "status-tie", "two of one moment, of which one takes it back", nil,
        [good.file, StatusForge(.revoked).file]),
      try withdrawn(
        ["status.revoked"], "status-tie-turned", "the same, given the other way round", nil,
        [StatusForge(.revoked).file, good.file]),
      try withdrawn(
        ["status.suspended"], "status-newest-staple", "a mirror that is behind what came with it",
        StatusForge(.suspended, hoursAgo: 5).token, [good.file]),
      try open("status.missing", "status-other-list", "a mirror's status of another list", nil, [other.file]),
      try valid(
        "status-other-list-too", "a status of another list beside the right one", nil, [other.file, good.file]),
      .open(
        "trust.missing", "status-without-trust", "a status, and nobody vouches for who signed it",
        try stapled(good.token)
      )
      .with {
        $0.trust = nil
        $0.noStatus = false
      },
    ]
  }

  private static func statusAges() throws -> [Case] {
    let good = StatusForge()
    let day = 24.0
    let issuedAt = Int64(Dealer.moment.timeIntervalSince1970)
    let old = StatusForge(hoursAgo: 46 * day).with("exp", .integer(issuedAt + 86_400))
    func remembering(hoursAgo: Double) -> [UInt8] {
      let seen = issuedAt - Int64(hoursAgo * 3_600)
      return CanonicalJSON.bytes([
        "format": "handover-verifier-memory/1", "status": .object([.init(Dealer.statusList, .integer(seen))]),
      ])
    }
    return [
      try open("status.stale", "status-too-old", "a status of 46 days ago", old.token),
      try open(
        "status.stale", "status-trust-wants-newer", "a trust list that believes a status for ten hours", good.token
      )
      .with { $0.trust = try? Self.believing(seconds: 36_000) },
      try open("status.stale", "status-expired", "a status that has run out", StatusForge(hoursAgo: 30 * day).token),
      try open(
        "status.stale", "status-in-future", "a status dated ten minutes ahead", StatusForge(hoursAgo: -1 / 6).token),
      try valid("status-skew", "a status dated four minutes ahead", StatusForge(hoursAgo: -1 / 15).token),
      try valid("status-too-old-no-status", "an old status makes a copy no worse where none is asked for", old.token)
        .with { $0.noStatus = true },
      try withdrawn(
        ["status.revoked"], "status-revoked-long-ago-no-status",
        "taken back in an old status, where none is asked for", StatusForge(.revoked, hoursAgo: 40 * day).token
      )
      .with { $0.noStatus = true },
      try open(
        "status.stale", "status-in-future-no-status", "a status dated ten minutes ahead, where none is asked for",
        StatusForge(hoursAgo: -1 / 6).token
      )
      .with { $0.noStatus = true },
      try valid(
        "status-rollback-staple-no-status", "a newer status was seen since, and none is asked for", good.token
      )
      .with {
        $0.memory = remembering(hoursAgo: 10)
        $0.noStatus = true
      },
      try bad(
        "status.rollback", "status-rollback-no-status", "an older status than one seen before, given on purpose", nil,
        [good.file]
      )
      .with {
        $0.memory = remembering(hoursAgo: 10)
        $0.noStatus = true
      },
      try valid("status-old-staple", "an old status that came with it, and a new one", old.token, [good.file]),
      try withdrawn(
        ["status.stale", "status.revoked"], "status-revoked-long-ago", "taken back for good in an old status",
        StatusForge(.revoked, hoursAgo: 40 * day).token),
      try bad("status.rollback", "status-rollback", "a mirror's status older than one seen before", nil, [good.file])
        .with { $0.memory = remembering(hoursAgo: 10) },
      try open(
        "status.rollback", "status-rollback-staple", "a newer status was seen since it was handed out", good.token
      )
      .with { $0.memory = remembering(hoursAgo: 10) },
      try valid("status-memory", "the very status that was seen before", good.token)
        .with { $0.memory = remembering(hoursAgo: 20) },
      try valid(
        "status-memory-newer", "the newest status seen before, beside an old one", StatusForge(hoursAgo: 90).token,
        [good.file]
      ).with { $0.memory = remembering(hoursAgo: 20) },
    ]
  }

  /// The dealer's trust list with another greatest age of a status.
  private static func believing(seconds: Int64) throws -> [UInt8] {
    let dealer = Dealer.shared
    let list = try StrictJSON.parse(dealer.trustBytes)
    let payload = try StrictJSON.parse(Base64.decode(list["payload"]?.string ?? "") ?? [])
    let changed = Base64.encode(CanonicalJSON.bytes(payload.setting("max_status_age_s", .integer(seconds))))
    let protected = list["signatures"]?.array?.first?["protected"]?.string ?? ""
    let signature = Base64.encode(try dealer.authority.sign(Array("\(protected).\(changed)".utf8)))
    return CanonicalJSON.bytes([
      "payload": .string(changed),
      "signatures": [["protected": .string(protected), "signature": .string(signature)]],
    ])
  }

  private static func statusSigners() throws -> [Case] {
    let dealer = Dealer.shared
    let good = StatusForge()
    func signed(by key: SigningKey, _ chain: [[UInt8]]) -> String {
      good.changing { $0.signed(by: key, chain: chain) }.token
    }
    func signed(by signer: ChainForge.Made, _ above: [[UInt8]] = []) -> String {
      signed(by: signer.key, [signer.der] + above)
    }
    let fromRooftop = try StatusForge.signer(by: try StatusForge.authority(dealer.chain.rooftop))
    let stranger = try ChainForge.made("Stranger", ChainForge.rootExtensions())
    let foreign = try StatusForge.signer(by: stranger)
    let ended = try StatusForge.signer(until: -0.5)
    let elsewhere = try StatusForge.signer("https://status.other-motors.example")
    let stolen = try StatusForge.signer()
    let ownKey = try StatusForge.signer(key: dealer.chain.terminal.key)
    var revoking = dealer.draft()
    revoking.revoked = [
      .init(thumbprint: Base64.encode(SHA256.hash(data: stolen.der)), from: Dealer.moment.addingTimeInterval(-60))
    ]
    let without = try revoking.signed(by: [dealer.authority])
    return [
      try bad(
        "status.signer", "status-terminal-signs", "a terminal says that its own certificates hold",
        signed(by: dealer.chain.terminal.key, [dealer.chain.terminal.der, dealer.chain.rooftop.der])),
      try bad(
        "status.signer", "status-rooftop-vouches", "the rooftop's authority vouches for the status host",
        signed(by: fromRooftop, [dealer.chain.rooftop.der])),
      try bad("status.signer", "status-unlisted-root", "a root nobody listed", signed(by: foreign)),
      try bad("status.signer", "status-other-host", "a signer for another host", signed(by: elsewhere)),
      try bad("status.signer", "status-own-key", "a second certificate for the terminal's key", signed(by: ownKey)),
      try bad(
        "status.signer", "status-root-brought", "the root brought along",
        signed(by: dealer.chain.status.key, [dealer.chain.status.der, dealer.chain.root.der])),
      try bad(
        "status.signer", "status-no-certificate", "a signer's certificate that is none",
        signed(by: SigningKey(), [[0x30, 0x00]])),
      try bad("status.signer", "status-signer-revoked", "the status key was revoked", signed(by: stolen))
        .with { $0.trust = without },
      try valid(
        "status-signer-replaced", "the old status key was revoked, a new one signed since", signed(by: stolen),
        [StatusForge(hoursAgo: 1).file]
      )
      .with { $0.trust = without },
      try open("status.signer", "status-signer-ended", "the status key's certificate ran out", signed(by: ended)),
      try bad(
        "status.signature", "status-signature", "a list put into a signed status",
        Self.withPayload(StatusForge().payload, of: StatusForge(.revoked).token)),
      try bad(
        "status.signature", "status-other-key", "signed with a key that is not the certificate's",
        signed(by: SigningKey(), [dealer.chain.status.der])),
    ]
  }

  private static func withPayload(_ payload: JSONValue, of token: String) -> String {
    var parts = token.split(separator: ".").map(String.init)
    parts[1] = Base64.encode(CanonicalJSON.bytes(payload))
    return parts.joined(separator: ".")
  }

  private static func statusTexts() throws -> [Case] {
    let good = StatusForge()
    let bomb = Zlib.deflate([UInt8](repeating: 0, count: 4 << 20 + 1)) ?? []
    let twice = String(decoding: CanonicalJSON.bytes(good.payload), as: UTF8.self)
      .replacing(#"{"sub""#, with: #"{"ttl":1,"sub""#, maxReplacements: 1)
    return [
      try bad(
        "status.malformed", "status-two-parts", "a status without a signature",
        String(good.token.prefix { $0 != "." }) + ".e30"),
      try bad(
        "jws.alg", "status-alg-none", "a status that asks not to be verified", good.withHeader("alg", "none").token),
      try bad("jws.typ", "status-typ", "a token of another type", good.withHeader("typ", "JWT").token),
      try bad("jws.crit", "status-crit", "a status with unknown extensions", good.withHeader("crit", ["b64"]).token),
      try bad(
        "jws.header", "status-without-chain", "a status that does not bring its signer",
        good.withHeader("x5c", nil).token),
      try bad(
        "jws.unexpected-header", "status-key-name", "a status that names a key", good.withHeader("kid", "12").token),
      try bad(
        "json.duplicate-key", "status-duplicate-key", "a status with a member twice",
        good.changing { $0.payloadBytes = Array(twice.utf8) }.token),
      try bad("b64.noncanonical", "status-padded", "a status with padding", good.token + "="),
      try bad("status.malformed", "status-member-missing", "a status that never ends", good.with("exp", nil).token),
      try bad(
        "status.malformed", "status-member-more", "a status with a member nobody defined",
        good.with("note", "trust me").token),
      try bad("status.malformed", "status-bits-1", "a list of single bits", good.with("status_list/bits", 1).token),
      try bad(
        "status.malformed", "status-truncated", "a list that breaks off", good.changing { $0.packed.removeLast() }.token
      ),
      try bad(
        "status.malformed", "status-trailing", "a list with something behind it",
        good.changing { $0.packed.append(0) }.token),
      try bad(
        "status.too-large", "status-bomb", "a list that unpacks to more than 4 MiB",
        good.changing { $0.packed = bomb }.token),
      try bad(
        "status.malformed", "status-given-malformed", "a mirror's file that is no status", nil, [Array("<html>".utf8)]),
    ]
  }

  private static func statusPlaces() throws -> [Case] {
    let good = StatusForge()
    let short = good.changing { $0.packed = Zlib.deflate([UInt8](repeating: 0, count: 103_086)) ?? [] }
    let exact = good.changing { $0.packed = Zlib.deflate([UInt8](repeating: 0, count: 103_087)) ?? [] }
    let other = good.with("sub", "https://status.example-motors.example/4")
    let earlier = try issued.get()
    let withdrawal = try Dealer.shared.issue(
      kind: .withdrawal, supersedes: EarlierCertificate(id: earlier.id, sha256: earlier.sha256, reason: .withdrawn))
    func withdrawing(_ token: String) throws -> [UInt8] {
      try present(withdrawal, for: .buyer, with: BundleAttachments(statusToken: token))
    }
    return [
      try bad("status.index", "status-index", "a list that ends one byte before the certificate's place", short.token),
      try valid("status-last-place", "a list that ends with the certificate's place", exact.token),
      try bad("status.subject", "status-subject", "the status of another list stapled to it", other.token),
      try bad(
        "status.subject", "status-subject-no-status", "a wrong staple, though nobody asked", other.token, [good.file]
      )
      .with { $0.noStatus = true },
      try bad(
        "status.signature", "status-bad-beside-good", "a good mirror does not make a bad staple good",
        Self.withPayload(StatusForge().payload, of: StatusForge(.revoked).token), [good.file]),
      Case(
        name: "status-withdrawal", story: "a document that takes back, in force itself",
        file: try withdrawing(good.token),
        noStatus: false, validation: .withdrawn, failures: ["kind.withdrawal"], verdict: .clear, exit: 2),
      Case(
        name: "status-withdrawal-bad", story: "a document that takes back, with a wrong staple",
        file: try withdrawing(other.token), noStatus: false, validation: .notValid,
        failures: ["kind.withdrawal", "status.subject"], verdict: .clear, exit: 1),
    ]
  }
}
