import CertificateChecking
import Certification
import Crypto
import Foundation
import HandoverModel
import StrictFormats
import SwiftASN1
import X509

extension Cases {
  /// Step 12. Every chain is good but for one thing.
  static func chain() throws -> [Case] {
    let root = try ChainForge.made("Root", ChainForge.rootExtensions())
    let rooftop = try ChainForge.made("Rooftop", by: root, ChainForge.rooftopExtensions())
    return try leaves(root, rooftop) + authorities(root) + times(root, rooftop) + paths(root, rooftop)
  }

  private static func leaves(_ root: ChainForge.Made, _ rooftop: ChainForge.Made) throws -> [Case] {
    func leaf(
      _ failure: String?, _ name: String, _ story: String, _ extensions: ChainForge.Extensions
    ) throws -> Case {
      let leaf = try ChainForge.made("Terminal", by: rooftop, extensions)
      return try ChainCase(leaf, [leaf, rooftop], root).made(failure.map { [$0] } ?? [], name, story)
    }
    let signs = try ChainForge.usage(KeyUsage(digitalSignature: true))
    let agrees = try ChainForge.usage(KeyUsage(digitalSignature: true, keyAgreement: true))
    let may = try ChainForge.usage(KeyUsage(digitalSignature: true), critical: false)
    let plain = try ChainForge.notAuthority()
    let documents = try ChainForge.purpose()
    let must = try ChainForge.purpose(critical: true)
    let names = try ChainForge.uris()
    let path = try ChainForge.uris(["https://north.example-motors.example/other"])
    let both = try ChainForge.uris([Dealer.shared.uri.text, "https://south.example-motors.example"])
    let strange = ChainForge.unknownCritical()
    return [
      try leaf(nil, "leaf-without-constraints", "no basic constraints on a leaf", [signs, documents, names]),
      try leaf(
        "issuer.is-ca", "leaf-is-authority", "the signer may issue certificates itself",
        [try ChainForge.authority(), signs, documents, names]),
      try leaf("issuer.key-usage", "leaf-no-usage", "a key without a purpose", [plain, documents, names]),
      try leaf(
        "issuer.key-usage", "leaf-more-usage", "a key that may do more than sign", [plain, agrees, documents, names]),
      try leaf(
        "issuer.key-usage", "leaf-usage-not-critical", "a purpose that may be ignored", [plain, may, documents, names]),
      try leaf(
        "issuer.ext-key-usage", "leaf-for-servers", "a web server's certificate",
        [plain, signs, try ChainForge.purpose(.serverAuth), names]),
      try leaf("issuer.ext-key-usage", "leaf-no-ext-usage", "no extended purpose", [plain, signs, names]),
      try leaf(
        "issuer.ext-key-usage", "leaf-ext-usage-critical", "a critical extended purpose", [plain, signs, must, names]),
      try leaf("issuer.name", "leaf-other-name", "a leaf for another rooftop", [plain, signs, documents, path]),
      try leaf("issuer.name", "leaf-no-name", "a leaf without a name", [plain, signs, documents]),
      try leaf("issuer.name", "leaf-two-names", "a leaf with two names", [plain, signs, documents, both]),
      try leaf(
        "issuer.untrusted", "leaf-unknown-critical", "a critical extension nobody knows",
        [plain, signs, documents, names, strange]),
      try leaf(
        "issuer.untrusted", "leaf-bound", "a leaf with the bounds of an authority",
        [plain, signs, documents, names, try ChainForge.hosts(["north.example-motors.example"])]),
      try leaf(
        "issuer.untrusted", "leaf-unclear-authority", "an authority by a note that nobody can read",
        [
          Certificate.Extension(
            oid: .X509ExtensionID.basicConstraints, critical: true,
            value: [0x30, 0x09, 0x01, 0x01, 0xFF, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00]), signs, documents, names,
        ]),
      try leaf(
        nil, "leaf-mail-too", "a leaf with an address for mail beside its name",
        [plain, signs, documents, try ChainForge.named([.rfc822Name("office@example-motors.example")])]),
      try leaf(
        "issuer.name", "leaf-network-too", "a leaf with a network address beside its name",
        [
          plain, signs, documents,
          try ChainForge.named([.ipAddress(ASN1OctetString(contentBytes: [10, 0, 0, 1]))]),
        ]),
    ]
  }

  private static func authorities(_ root: ChainForge.Made) throws -> [Case] {
    func rooftop(
      _ failure: String, _ name: String, _ story: String, _ extensions: ChainForge.Extensions
    ) throws -> Case {
      let rooftop = try ChainForge.made("Rooftop", by: root, extensions)
      let leaf = try ChainForge.made("Terminal", by: rooftop, ChainForge.leafExtensions())
      return try ChainCase(leaf, [leaf, rooftop], root).made([failure], name, story)
    }
    let authority = try ChainForge.authority(0)
    let issues = try ChainForge.usage(KeyUsage(keyCertSign: true))
    let signs = try ChainForge.usage(KeyUsage(digitalSignature: true))
    let host = "north.example-motors.example"
    let bound = try ChainForge.hosts([host])
    let excluded = NameConstraints(permittedURIDomains: [host], forbiddenURIDomains: ["x.example"])
    let group = try ChainForge.made(
      "Group", by: root, [authority, issues, try ChainForge.hosts([".example-motors.example"])])
    let below = try ChainForge.made("Rooftop", by: group, ChainForge.rooftopExtensions())
    let deep = try ChainForge.made("Terminal", by: below, ChainForge.leafExtensions())
    return [
      try rooftop(
        "issuer.untrusted", "authority-not-one", "the rooftop is no authority",
        [try ChainForge.notAuthority(), issues, bound]),
      try rooftop(
        "issuer.untrusted", "authority-long-path", "a longer path than any chain has",
        [try ChainForge.authority(256), issues, bound]),
      try rooftop(
        "issuer.untrusted", "authority-not-critical", "an authority by a note that may be ignored",
        [try ChainForge.authority(0, critical: false), issues, bound]),
      try rooftop(
        "issuer.key-usage", "authority-usage", "the rooftop may not sign certificates", [authority, signs, bound]),
      try rooftop(
        "issuer.ext-key-usage", "authority-for-servers", "a rooftop for web servers only",
        [authority, issues, bound, try ChainForge.purpose(.serverAuth)]),
      try rooftop(
        "issuer.name-constraints", "constraints-other-host", "the rooftop of another branch",
        [authority, issues, try ChainForge.hosts(["south.example-motors.example"])]),
      try rooftop("issuer.name-constraints", "constraints-missing", "a rooftop bound to nothing", [authority, issues]),
      try rooftop(
        "issuer.name-constraints", "constraints-not-critical", "a bound that may be ignored",
        [authority, issues, try ChainForge.hosts([host], critical: false)]),
      try rooftop(
        "issuer.name-constraints", "constraints-excluded", "a bound of a kind not understood",
        [authority, issues, try Certificate.Extension(excluded, critical: true)]),
      try rooftop(
        "issuer.name-constraints", "constraints-dns-names", "a bound on host names, not on addresses",
        [authority, issues, try ChainForge.bound(NameConstraints(permittedDNSDomains: [host]))]),
      try rooftop(
        "issuer.name-constraints", "constraints-networks", "a bound on networks beside the one on addresses",
        [
          authority, issues,
          try ChainForge.bound(
            NameConstraints(
              permittedIPRanges: [ASN1OctetString(contentBytes: [10, 0, 0, 0, 255, 0, 0, 0])],
              permittedURIDomains: [host])),
        ]),
      try rooftop(
        "issuer.name-constraints", "constraints-domain-above", "a bound on the domain alone, without what lies below",
        [authority, issues, try ChainForge.hosts(["example-motors.example"])]),
      try rooftop(
        "issuer.key-usage", "authority-signs-too", "a rooftop that may also sign documents",
        [authority, try ChainForge.usage(KeyUsage(digitalSignature: true, keyCertSign: true)), bound]),
      try rooftop(
        "issuer.key-usage", "authority-usage-not-critical", "a rooftop whose purpose may be ignored",
        [authority, try ChainForge.usage(KeyUsage(keyCertSign: true), critical: false), bound]),
      try rooftop(
        "issuer.ext-key-usage", "authority-for-documents", "an extended purpose on a rooftop, which has none",
        [authority, issues, bound, try ChainForge.purpose()]),
      try rooftop(
        "issuer.untrusted", "authority-unknown-critical", "an extension nobody knows on the rooftop",
        [authority, issues, bound, ChainForge.unknownCritical()]),
      // The group's path length and the root's are both exceeded.
      try ChainCase(deep, [deep, below, group], root)
        .made(
          ["issuer.untrusted", "issuer.untrusted"], "authority-too-deep", "more authorities than the path may have"),
    ]
  }

  private static func times(_ root: ChainForge.Made, _ rooftop: ChainForge.Made) throws -> [Case] {
    func leaf(_ from: Double, _ until: Double) throws -> ChainForge.Made {
      try ChainForge.made("Terminal", by: rooftop, from: from, until: until, ChainForge.leafExtensions())
    }
    let good = try leaf(-40, 300)
    let outside = ["time.outside-signer-validity", "issuer.not-valid-now"]
    func revoked(_ der: [UInt8], _ seconds: Double) throws -> ChainCase {
      let from = Dealer.moment.addingTimeInterval(seconds)
      var one = ChainCase(good, [good, rooftop], root)
      one.revoked = [.init(thumbprint: Base64.encode(SHA256.hash(data: der)), from: from)]
      return one
    }
    let (old, fresh, ended) = (try leaf(-400, -40), try leaf(1, 300), try leaf(-30, 1))
    return [
      try ChainCase(old, [old, rooftop], root).made(
        outside, "signer-expired-before", "signed with a key that had run out"),
      try ChainCase(fresh, [fresh, rooftop], root).made(outside, "signer-not-yet", "signed before the key was valid"),
      try ChainCase(ended, [ended, rooftop], root)
        .made(
          ["issuer.not-valid-now"], "signer-expired-since", "the key ran out since, and nobody witnessed when it signed"
        )
        .with {
          $0.moment = Dealer.moment.addingTimeInterval(2 * 86_400)
          $0.validation = .inconclusive
          $0.verdict = .clear
          $0.exit = 3
        },
      try revoked(good.der, -1).made(["issuer.revoked"], "signer-revoked", "the key was revoked"),
      try revoked(rooftop.der, 0).made(["issuer.revoked"], "rooftop-revoked", "the rooftop was revoked"),
      try revoked(good.der, 1).made([], "signer-revoked-later", "a revocation that has not begun"),
    ]
  }

  private static func paths(_ root: ChainForge.Made, _ rooftop: ChainForge.Made) throws -> [Case] {
    let leaf = try ChainForge.made("Terminal", by: rooftop, ChainForge.leafExtensions())
    let stranger = try ChainForge.made("Stranger", ChainForge.rootExtensions())
    let direct = try ChainForge.made("Terminal", by: root, ChainForge.leafExtensions())
    let abroad = "https://other-dealer.example"
    let foreign = try ChainForge.made(
      "Terminal", by: root, ChainForge.leafExtensions().dropLast() + [try ChainForge.uris([abroad])])
    let sha512 = try ChainForge.made(
      "Terminal", by: rooftop, algorithm: .ecdsaWithSHA512, ChainForge.leafExtensions())
    let large = try ChainForge.made(
      "Terminal", by: rooftop, publicKey: .init(P384.Signing.PrivateKey().publicKey), ChainForge.leafExtensions())
    var foreignCase = ChainCase(foreign, [foreign], root)
    foreignCase.issuer = abroad
    let asLeaf = ["issuer.is-ca", "issuer.key-usage", "issuer.ext-key-usage", "issuer.name"]
    let wide = try ChainForge.made(
      "Rooftop", by: root,
      [
        try ChainForge.authority(0), try ChainForge.usage(KeyUsage(keyCertSign: true)),
        try ChainForge.hosts([".example-motors.example"]),
      ])
    let belowWide = try ChainForge.made("Terminal", by: wide, ChainForge.leafExtensions())
    let flatRoot = try ChainForge.made(
      "Root", [try ChainForge.authority(0), try ChainForge.usage(KeyUsage(keyCertSign: true))])
    let belowFlat = try ChainForge.made("Rooftop", by: flatRoot, ChainForge.rooftopExtensions())
    let tooDeep = try ChainForge.made("Terminal", by: belowFlat, ChainForge.leafExtensions())
    let largeRoot = try LargeRoot()
    let belowLarge = try ChainForge.made("Terminal", by: largeRoot.rooftop, ChainForge.leafExtensions())
    return [
      try ChainCase(belowWide, [belowWide, wide], root)
        .made([], "constraints-domain", "a rooftop bound to all hosts of the group"),
      try ChainCase(tooDeep, [tooDeep, belowFlat], flatRoot)
        .made(["issuer.untrusted"], "root-path-length", "a root that allows no authority below it"),
      try ChainCase(belowLarge, [belowLarge, largeRoot.rooftop], largeRoot.root)
        .made([], "chain-large-root", "a root with a P-384 key"),
      try ChainCase(leaf, [leaf, rooftop], root).made([], "chain-by-hand", "a chain as another issuer may make it"),
      try ChainCase(direct, [direct], root).made([], "chain-direct", "a leaf directly below the root"),
      try ChainCase(leaf, [leaf, rooftop], stranger).made(
        ["issuer.untrusted"], "chain-unlisted-root", "a root nobody listed"),
      try ChainCase(leaf, [leaf], root).made(["issuer.untrusted"], "chain-gap", "the rooftop is missing"),
      try ChainCase(root, [root], root).made(asLeaf, "chain-root-signs", "the root as its own leaf"),
      try ChainCase(leaf, [leaf, rooftop, root], root)
        .made(["issuer.chain-surplus"], "chain-with-root", "the root brought along"),
      try ChainCase(leaf, [leaf, rooftop, stranger], root)
        .made(["issuer.chain-surplus"], "chain-surplus", "a certificate that is not on the way"),
      try ChainCase(leaf, [leaf, stranger, rooftop], root)
        .made(["issuer.untrusted"], "chain-detour", "a stranger in between"),
      try ChainCase(sha512, [sha512, rooftop], root)
        .made(["issuer.algorithm"], "chain-algorithm", "a hash this profile does not use"),
      try ChainCase(large, [large, rooftop], root).made(["issuer.key-type"], "leaf-key-type", "a key on another curve"),
      try foreignCase.made(["issuer.host"], "chain-foreign-host", "a root that speaks for somebody else's host"),
    ]
  }
}

/// A certificate signed by `leaf`, sent with `path`, and a trust list that names `root`.
struct ChainCase {
  var leaf: ChainForge.Made
  var path: [ChainForge.Made]
  var root: ChainForge.Made
  var revoked: [TrustList.Revocation] = []
  var issuer: String?

  init(_ leaf: ChainForge.Made, _ path: [ChainForge.Made], _ root: ChainForge.Made) {
    self.leaf = leaf
    self.path = path
    self.root = root
  }

  /// Valid when no failures are expected, not valid otherwise.
  func made(_ failures: [String], _ name: String, _ story: String) throws -> Case {
    var forge = Forge(try Dealer.shared.issue()).signed(by: leaf.key, chain: path.map(\.der))
    if let issuer { forge = forge.with("iss", .string(issuer)) }
    var draft = Dealer.draft(root: root.der, authority: [Dealer.shared.authority], rules: [])
    draft.revoked = revoked
    return Case(
      name: name, story: story, file: forge.bundle, trust: try draft.signed(by: [Dealer.shared.authority]),
      validation: failures.isEmpty ? .valid : .notValid, failures: failures, verdict: failures.isEmpty ? .clear : nil,
      exit: failures.isEmpty ? 0 : 1)
  }
}
