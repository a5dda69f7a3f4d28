import CertificateChecking
import Certification
import Crypto
import Foundation
import HandoverTestSupport
import StrictFormats
import Testing

/// The rule by which one list follows another, held against random rotations.
@Suite struct TrustRotationTests {
  private static let keys = (0..<6).map { _ in SigningKey() }

  /// A list by what the rule asks of it.
  private struct Step {
    var version: Int64
    var keys: Set<Int>
    var threshold: Int
    var signers: Set<Int>

    func isSigned(by other: Step) -> Bool { signers.intersection(other.keys).count >= other.threshold }

    func bytes() throws -> [UInt8] {
      let all = TrustRotationTests.keys
      var draft = Dealer.draft(
        root: Dealer.shared.chain.root.der, authority: keys.sorted().map { all[$0] }, threshold: Int64(threshold),
        rules: [])
      draft.version = version
      return try draft.signed(by: signers.sorted().map { all[$0] })
    }

    static func random(version: Int64, _ chance: inout SeededChance) -> Step {
      let keys = subset(&chance, atLeastOne: true)
      return Step(
        version: version, keys: keys, threshold: Int.random(in: 1...keys.count, using: &chance),
        signers: subset(&chance, atLeastOne: false))
    }

    /// What the rule says to whoever holds another list. The list itself again is no other list, whoever signed it.
    func expected(after holder: Step) -> String {
      guard isSigned(by: self) else { return "trust.signature" }
      let isSame = version == holder.version && keys == holder.keys && threshold == holder.threshold
      if isSame { return "taken" }
      guard version > holder.version else { return "trust.rollback" }
      return isSigned(by: holder) ? "taken" : "trust.signature"
    }

    private static func subset(_ chance: inout SeededChance, atLeastOne: Bool) -> Set<Int> {
      var set = Set(TrustRotationTests.keys.indices.filter { _ in Int.random(in: 0..<3, using: &chance) > 0 })
      if atLeastOne && set.isEmpty { set = [0] }
      return set
    }
  }

  /// A K and the sign for kelvin are one text to Swift and two to everybody else: the page must not see another list.
  @Test func aKeyHasOneNameAndNoOtherThatLooksEqual() throws {
    let key = try #require(
      (0..<200).lazy.map { _ in SigningKey() }.first { TrustAuthority.name(of: $0.key.publicKey).contains("K") })
    let draft = Dealer.draft(
      root: Dealer.shared.chain.root.der, authority: [key], threshold: 1, rules: [])
    let genuine = try StrictJSON.parse(try draft.signed(by: [key]))
    let payload = try #require(genuine["payload"]?.string)
    func list(kid: String) throws -> [UInt8] {
      let header = CanonicalJSON.bytes(["alg": "ES256", "typ": "trust-list+jws", "kid": .string(kid)])
      let signature = try key.sign(Array("\(Base64.encode(header)).\(payload)".utf8))
      let entry: JSONValue = [
        "protected": .string(Base64.encode(header)), "signature": .string(Base64.encode(signature)),
      ]
      return CanonicalJSON.bytes(["payload": .string(payload), "signatures": [entry]])
    }
    let name = TrustAuthority.name(of: key.key.publicKey)
    _ = try TrustList(bytes: list(kid: name))
    let twin = name.replacingOccurrences(of: "K", with: "\u{212A}")
    #expect(twin == name && Array(twin.utf8) != Array(name.utf8))
    let failure = #expect(throws: CheckFailure.self) { try TrustList(bytes: list(kid: twin)) }
    #expect(failure?.name == "trust.signature")
  }

  /// Every verifier of the past, whatever it saw last, takes or refuses each list exactly as the rule says.
  @Test func everyRotationIsTakenExactlyAsTheRuleSays() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("seed \(seed)")
    var chance = SeededChance(seed: seed)
    var first = Step.random(version: 3, &chance)
    first.signers = first.keys
    var held = [first]
    var outcomes: Set<String> = []
    for _ in 0..<300 {
      let holder = held.randomElement(using: &chance)!
      let step = Step.random(version: holder.version + Int64.random(in: -1...3, using: &chance), &chance)
      let found = try outcome(of: step, after: holder)
      #expect(found == step.expected(after: holder), "\(step) after \(holder)")
      outcomes.insert(found)
      if found == "taken" { held.append(step) }
    }
    #expect(outcomes == ["taken", "trust.signature", "trust.rollback"])
  }

  private func outcome(of step: Step, after holder: Step) throws -> String {
    var memory = VerifierMemory()
    _ = try memory.accept(try TrustList(bytes: try holder.bytes()))
    do throws(CheckFailure) {
      let list = try TrustList(bytes: try! step.bytes())
      _ = try memory.accept(list)
      #expect(memory.trustVersion == list.version)
      return "taken"
    } catch {
      #expect(memory.trustVersion == holder.version)
      return error.name
    }
  }

  /// Those who sign are told the same that verifiers then find.
  @Test func theCeremonyCountsAsVerifiersDo() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("seed \(seed)")
    var chance = SeededChance(seed: seed)
    for _ in 0..<100 {
      var holder = Step.random(version: 3, &chance)
      holder.signers = holder.keys
      var step = Step.random(version: 4, &chance)
      let signers = step.signers
      step.signers = []
      let earlier = try TrustList(bytes: try holder.bytes())
      var proposal = try TrustProposal(try step.bytes())
      for signer in signers { proposal = try proposal.signed(by: Self.keys[signer]) }
      step.signers = signers
      let standing = try proposal.standing(after: earlier)
      #expect(standing.isComplete == (step.isSigned(by: step) && step.isSigned(by: holder)))
      #expect(standing.own.signed.count == step.signers.intersection(step.keys).count)
      #expect(standing.earlier?.missing.count == holder.keys.subtracting(step.signers).count)
      let accepted = try? proposal.accepted(after: earlier)
      #expect((accepted != nil) == standing.isComplete)
    }
  }
}

/// What drafts and signatures do on their way.
@Suite struct TrustProposalTests {
  private let two = [SigningKey(), SigningKey()]

  private func draft() -> TrustListDraft {
    Dealer.draft(root: Dealer.shared.chain.root.der, authority: two, threshold: 2, rules: [])
  }

  private func code(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch { return (error as? TrustListDraft.Refusal)?.code ?? (error as? CheckFailure)?.name }
  }

  @Test func copiesSignedApartAreJoined() throws {
    let proposal = try TrustProposal(draft())
    let joined = try #require(
      try proposal.signed(by: two[0]).joined(with: try proposal.signed(by: two[1])))
    #expect(try joined.standing(after: nil).isComplete)
    #expect(joined.list.signatures == 2)
    var other = draft()
    other.version += 1
    #expect(try proposal.joined(with: try TrustProposal(other)) == nil)
  }

  @Test func whoSignsTwiceCountsOnce() throws {
    let twice = try TrustProposal(draft()).signed(by: two[0]).signed(by: two[0])
    #expect(twice.list.signatures == 1)
    #expect(code { _ = try twice.accepted(after: nil) } == "trust.signature")
  }

  @Test func whatAListSaysIsCarriedOn() throws {
    var draft = draft()
    draft.revoked = [
      .init(thumbprint: String(repeating: "A", count: 43), from: Dealer.moment, reason: "key-compromise")
    ]
    draft.logPolicyText = LogScene.shared.policy
    draft.maxLogDelay = 3_600
    draft.maxStatusAge = 7_200
    draft.issuers[0].until = Dealer.moment
    let list = try TrustList(bytes: try draft.signed(by: two))
    let next = TrustListDraft(after: list, issuedAt: Dealer.moment, expires: Dealer.moment.addingTimeInterval(9))
    #expect(next.version == draft.version + 1 && next.revoked == draft.revoked && next.issuers == draft.issuers)
    #expect(next.logPolicyText == draft.logPolicyText && next.rules == draft.rules)
    #expect(next.maxLogDelay == 3_600 && next.maxStatusAge == 7_200 && next.threshold == 2)
  }

  @Test func changesThatDoNothingOrHarmAreRefused() throws {
    var draft = draft()
    let root = draft.issuers[0]
    let thumbprint = Forge.thumbprint(root.root)
    #expect(code { try draft.add(root) } == "trust.issuer-twice")
    #expect(code { try draft.add(two[0].key.publicKey) } == "trust.key-twice")
    #expect(code { try draft.removeKey("nobody") } == "trust.key-unknown")
    #expect(code { try draft.removeIssuer("nobody") } == "trust.issuer-unknown")
    try draft.revoke(thumbprint, from: Dealer.moment, reason: nil)
    #expect(code { try draft.revoke(thumbprint, from: Dealer.moment, reason: nil) } == "trust.revoked-already")
    try draft.revoke(thumbprint, from: Dealer.moment.addingTimeInterval(-1), reason: "earlier")
    #expect(draft.revoked.count == 1 && draft.revoked[0].reason == "earlier")
    try draft.removeIssuer(thumbprint)
    #expect(draft.issuers.isEmpty)
    draft.threshold = 3
    #expect(code { try draft.check() } == "trust.threshold")
    draft.threshold = 2
    #expect(code { try draft.check() } == nil)
    draft.issuers = [root]
    try draft.add(Dealer.shared.chain.root.key.key.publicKey)
    #expect(code { try draft.check() } == "key.role-reused")
  }
}
