import Certification
import Foundation
import HandoverTestSupport
import StrictFormats
import Testing

@testable import CertificateChecking

/// Packing and unpacking status lists, and making tokens of them.
@Suite struct StatusTokenTests {
  /// The short lists that the draft prints, with their bytes before and after packing.
  @Test func readsTheDraftsShortLists() throws {
    let one = try #require(Base64.decode("eNrbuRgAAhcBXQ")).inflated()
    #expect(one == [0xB9, 0xA3])
    let bits = StatusList(bytes: one, bits: 1)
    #expect((0..<16).map { bits[$0] } == [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1])
    let two = try #require(Base64.decode("eNo76fITAAPfAgc")).inflated()
    #expect(two == [0xC9, 0x44, 0xF9])
    let pairs = StatusList(bytes: two)
    #expect(pairs.count == 12)
    #expect((0..<12).map { pairs[$0] } == [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3])
  }

  /// The long list of 2 bits that the draft describes by its values: packed and unpacked here, it gives them again.
  @Test func keepsTheDraftsLongListOfTwoBits() throws {
    let values: [Int: UInt8] = [
      0: 1, 1_993: 2, 25_460: 1, 159_495: 3, 495_669: 1, 554_353: 1, 645_645: 2, 723_232: 1, 854_545: 1, 934_534: 2,
      1_000_345: 3,
    ]
    var list = StatusList(count: 1 << 20)
    for (place, value) in values { list[place] = value }
    let again = StatusList(bytes: try #require(Zlib.deflate(list.bytes)).inflated(4 << 20))
    #expect(again == list && again.count == 1 << 20)
    #expect(
      (0..<again.count).filter { again[$0] != 0 }.map { [$0: again[$0]] }
        == values.sorted { $0.key < $1.key }.map { [$0.key: $0.value] })
  }

  @Test(arguments: [1, 2, 4, 8]) func keepsAnyValuesInAnyOrder(bits: Int) {
    let seed = UInt64.random(in: 0...UInt64.max)
    var chance = SeededChance(seed: seed)
    for _ in 0..<20 {
      let count = Int.random(in: 1...700, using: &chance)
      var list = StatusList(count: count, bits: bits)
      var expected = [UInt8](repeating: 0, count: list.count)
      #expect(list.count >= count && list.count < count + 8)
      for _ in 0..<count * 2 {
        let place = Int.random(in: 0..<count, using: &chance)
        let value = UInt8.random(in: 0...UInt8((1 << bits) - 1), using: &chance)
        list[place] = value
        expected[place] = value
      }
      #expect((0..<list.count).map { list[$0] } == expected, "seed \(seed)")
    }
  }

  @Test func unpacksNothingThatIsNoWholeStreamOrTooLong() throws {
    let packed = try #require(Zlib.deflate([UInt8](repeating: 7, count: 10_000)))
    #expect(try Zlib.inflate(packed, limit: 10_000).count == 10_000)
    #expect(throws: Zlib.Failure.tooLarge) { try Zlib.inflate(packed, limit: 9_999) }
    #expect(throws: Zlib.Failure.malformed) { try Zlib.inflate(packed + [0], limit: 10_000) }
    #expect(throws: Zlib.Failure.malformed) { try Zlib.inflate([], limit: 10_000) }
    for length in 0..<packed.count {
      #expect(throws: Zlib.Failure.malformed) { try Zlib.inflate(Array(packed[..<length]), limit: 20_000) }
    }
    for limit in [(256 << 10) - 1, 256 << 10, (256 << 10) + 1, 1 << 20] {
      let exact = try #require(Zlib.deflate([UInt8](repeating: 0, count: limit)))
      #expect(try Zlib.inflate(exact, limit: limit).count == limit)
      #expect(throws: Zlib.Failure.tooLarge) { try Zlib.inflate(exact, limit: limit - 1) }
    }
  }

  private static let writer = try! Dealer.shared.statusWriter(Dealer.shared.chain.status)

  @Test func aListMadeIsAListRead() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var chance = SeededChance(seed: seed)
    for count in [0, 1, 50] {
      var values: [Int64: StatusValue] = [:]
      for _ in 0..<count {
        values[Int64.random(in: 0..<StatusListDraft.places, using: &chance)] = StatusValue.allCases.randomElement(
          using: &chance)
      }
      let text = try Self.writer.sign(Self.draft(values))
      let summary = try StatusSummary(text, trust: try Dealer.shared.trust(), at: Dealer.moment)
      #expect(summary.uri == Dealer.statusList)
      #expect(summary.expires.timeIntervalSince(summary.issuedAt) == 30 * 86_400)
      #expect(summary.list.count == Int(StatusListDraft.places))
      let read = (0..<summary.list.count).filter { summary.list[$0] != 0 }
      #expect(read == values.filter { $0.value != .valid }.keys.map(Int.init).sorted(), "seed \(seed)")
      for (place, value) in values { #expect(summary.list[Int(place)] == value.rawValue, "seed \(seed)") }
    }
  }

  private static func draft(_ values: [Int64: StatusValue]) -> StatusListDraft {
    StatusListDraft(uri: IssuerURI(Dealer.statusList)!, values: values, issuedAt: Dealer.moment)
  }

  @Test func aTerminalCannotSignAStatusList() throws {
    let dealer = Dealer.shared
    let terminal = StatusTokenWriter(
      key: dealer.chain.terminal.key, chain: [dealer.chain.terminal.der, dealer.chain.rooftop.der],
      trust: try dealer.trust())
    let borrowed = StatusTokenWriter(
      key: dealer.chain.terminal.key, chain: [dealer.chain.status.der], trust: try dealer.trust())
    for writer in [terminal, borrowed] {
      let refusal = #expect(throws: CertificateIssuer.Refusal.self) { try writer.sign(Self.draft([:])) }
      #expect(refusal?.code == "status.not-valid")
    }
  }

  @Test(arguments: [-1, 1 << 20] as [Int64]) func aPlaceOutsideTheListIsRefused(place: Int64) throws {
    let refusal = #expect(throws: CertificateIssuer.Refusal.self) {
      try Self.writer.sign(Self.draft([place: .revoked]))
    }
    #expect(refusal?.code == "status.place")
  }

  @Test func theSignatureIsTheLowTwin() throws {
    for _ in 0..<8 {
      let text = try Self.writer.sign(Self.draft([:]))
      let signature = try #require(Base64.decode(text.split(separator: ".")[2]))
      #expect(signature[32] < 0x80)
    }
  }

  @Test func anAttachedStatusIsTheLastMemberOfTheBundle() throws {
    let token = try Self.writer.sign(Self.draft([:]))
    let bytes = try present(
      try Dealer.shared.issue(), for: .buyer, with: BundleAttachments(logProof: "proof", statusToken: token))
    let bundle = try StrictJSON.parse(bytes)
    #expect(bundle.members?.map(\.name) == ["format", "sd_jwt", "x5c", "log_proof", "status_token"])
    #expect(bundle["status_token"]?.string == token)
  }
}

extension [UInt8] {
  fileprivate func inflated(_ limit: Int = 64) throws -> [UInt8] { try Zlib.inflate(self, limit: limit) }
}

/// A token is read and judged once, however many certificates it serves.
@Suite struct StatusShelfTests {
  @Test func aStapleIsReadOnceAndABadOneIsRefusedAgain() throws {
    let shelf = StatusShelf()
    let text = StatusForge().token
    let first = try shelf.staple(text)
    #expect(try shelf.staple(text) === first)
    #expect(try shelf.staple(StatusForge(hoursAgo: 3).token) !== first)
    for _ in 0..<2 {
      let failure = #expect(throws: CheckFailure.self) { try shelf.staple(text + "=") }
      #expect(failure?.name == "b64.noncanonical")
    }
  }

  /// A K and the sign for kelvin are one text to Swift: a staple is found again by its bytes only.
  @Test func aStapleThatOnlyLooksEqualIsAnother() throws {
    let token = try #require((1...50).lazy.map { StatusForge(hoursAgo: Double($0)).token }.first { $0.contains("K") })
    let twin = token.replacingOccurrences(of: "K", with: "\u{212A}")
    #expect(twin == token && Array(twin.utf8) != Array(token.utf8))
    for texts in [[token, twin], [twin, token]] {
      let shelf = StatusShelf()
      for text in texts {
        let isGenuine = text.utf8.elementsEqual(token.utf8)
        #expect(((try? shelf.staple(text)) != nil) == isGenuine)
      }
    }
  }

  @Test func aShelfThatIsFullStillAnswers() throws {
    let shelf = StatusShelf()
    let trust = try Dealer.shared.trust()
    for hour in 1...StatusShelf.limit * 2 + 1 {
      let token = try shelf.staple(StatusForge(hoursAgo: Double(hour)).token)
      #expect(shelf.judgement(of: token, in: trust).anchors.map(\.failures) == [[]])
    }
  }
}

/// What a verifier remembers of status lists.
@Suite struct StatusMemoryTests {
  private static func report(_ forge: StatusForge) throws -> ValidationReport {
    let file = try present(try Dealer.shared.issue(), for: .buyer, with: BundleAttachments(statusToken: forge.token))
    let checker = CertificateChecker(trust: try Dealer.shared.trust(), tables: [Dealer.shared.table])
    return checker.check(file, options: CheckOptions(allowUndated: true), at: Dealer.moment)
  }

  @Test func keepsTheNewestTimeOfEachList() throws {
    var memory = VerifierMemory()
    #expect(memory.newestStatus(of: Dealer.statusList) == nil)
    #expect(memory.accept(try Self.report(StatusForge(hoursAgo: 20))))
    #expect(!memory.accept(try Self.report(StatusForge(hoursAgo: 20))))
    #expect(!memory.accept(try Self.report(StatusForge(hoursAgo: 30))))
    #expect(memory.accept(try Self.report(StatusForge(.revoked, hoursAgo: 10))))
    let again = try VerifierMemory(bytes: memory.bytes)
    #expect(again.newestStatus(of: Dealer.statusList) == Dealer.moment.addingTimeInterval(-36_000))
    #expect(again.newestStatus(of: "https://status.example-motors.example/4") == nil)
  }

  @Test func takesNothingFromABadOrAFutureStatus() throws {
    var memory = VerifierMemory()
    #expect(!memory.accept(try Self.report(StatusForge(hoursAgo: -1))))
    #expect(!memory.accept(try Self.report(StatusForge().with("status_list/bits", 1))))
    #expect(memory.bytes == VerifierMemory().bytes)
  }

  @Test func readsWhatEarlierVersionsWrote() throws {
    var memory = VerifierMemory()
    _ = try memory.accept(try Dealer.shared.trust())
    #expect(!String(decoding: memory.bytes, as: UTF8.self).contains("status"))
    #expect(try VerifierMemory(bytes: memory.bytes).trustVersion == 7)
  }

  @Test func mergesWhatAnotherKnowsThatIsNewer() throws {
    var one = VerifierMemory()
    var other = VerifierMemory()
    _ = try one.accept(try Dealer.shared.trust())
    #expect(one.accept(try Self.report(StatusForge(hoursAgo: 20))))
    #expect(other.accept(try Self.report(StatusForge(hoursAgo: 10))))
    one.merge(other)
    other.merge(one)
    #expect(one.bytes == other.bytes && one.trustVersion == 7)
    #expect(one.newestStatus(of: Dealer.statusList) == Dealer.moment.addingTimeInterval(-36_000))
  }

  @Test(arguments: [
    #""status":[]"#, #""status":{"http://a.b/1":1}"#, #""status":{"https://a.b/1":-1}"#,
    #""status":{"https://a.b/1":"1"}"#,
  ])
  func refusesWhatItDidNotWrite(member: String) {
    let text = #"{"format":"handover-verifier-memory/1",\#(member)}"#
    #expect(throws: VerifierMemory.Malformed.self) { try VerifierMemory(bytes: Array(text.utf8)) }
  }
}
