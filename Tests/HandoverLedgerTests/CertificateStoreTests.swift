import HandoverLedger
import Testing

@Suite struct CertificateStoreTests {
  @Test func aCertificateComesBackToTheByteAlsoAfterReopening() async throws {
    let place = try TemporaryLedger()
    let ledger = try place.create()
    let id = try await ledger.openHandover(1).id
    let stored = try await ledger.certify(id, state: state("s"), name: "one")
    #expect(stored.content == specimen(id, state: state("s"), name: "one", index: stored.content.statusIndex))
    #expect(stored.sequence == 2)
    ledger.close()
    let again = try place.open()
    #expect(try await again.certificate(of: id, state: state("s")) == stored)
    #expect(try await again.certificate(of: id, state: state("t")) == nil)
    #expect(try await again.audit().certificates == 1)
  }

  @Test func manyWhoIssueForOneStateGetOneCertificate() async throws {
    let ledger = try TemporaryLedger().create()
    let id = try await ledger.openHandover(1).id
    let names = try await withThrowingTaskGroup(of: StoredCertificate.self) { group in
      for number in 0..<30 { group.addTask { try await ledger.certify(id, state: state("s"), name: "c\(number)") } }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(names.count == 1)
    #expect(try await ledger.certificates(of: id).count == 1)
    #expect(try await ledger.record(of: id)?.events == 2)
    #expect(try await ledger.audit().isSound)
  }

  @Test func aNewStateHasItsOwnCertificateAndTheLastIsKnown() async throws {
    let ledger = try TemporaryLedger().create()
    let id = try await ledger.openHandover(1).id
    #expect(try await ledger.latestCertificate(of: id) == nil)
    _ = try await ledger.certify(id, state: state("z"), name: "first")
    let second = try await ledger.certify(id, state: state("a"), name: "second")
    #expect(try await ledger.latestCertificate(of: id) == second)
    #expect(try await ledger.certificates(of: id).map(\.content.id) == ["first", "second"])
  }

  @Test func aCertificateIsFoundByItsName() async throws {
    let ledger = try TemporaryLedger().create()
    let id = try await ledger.openHandover(1).id
    let stored = try await ledger.certify(id, state: state("s"), name: "one")
    #expect(try await ledger.certificate(named: "one") == stored)
    #expect(try await ledger.certificate(named: "two") == nil)
  }

  @Test func aNameOrAStatusIndexIsUsedOnce() async throws {
    let ledger = try TemporaryLedger().create()
    let id = try await ledger.openHandover(1).id
    let first = try await ledger.certify(id, state: state("a"), name: "one").content
    let free = try await ledger.freeStatusIndex(id)
    for certificate in [
      specimen(id, state: state("b"), name: "one", index: free),
      specimen(id, state: state("b"), name: "two", index: first.statusIndex),
      specimen(id, state: state("b"), name: "two", index: 99_999),
      specimen(id, state: "short", name: "two", index: free),
    ] {
      #expect(await code { _ = try await ledger.store(certificate, event: issued(id)) } == "ledger.certificate")
    }
    #expect(try await ledger.certificates(of: id).count == 1)
    #expect(try await ledger.record(of: id)?.events == 2)
  }

  @Test func whatANewCertificateNeedsIsToldUntilTheStateHasOne() async throws {
    let ledger = try TemporaryLedger().create()
    let id = try await ledger.openHandover(1).id
    guard case .fresh(let head, _) = try await ledger.prepareCertificate(of: id, state: state("s")) else {
      Issue.record("the state has no certificate yet")
      return
    }
    #expect(try await head == ledger.headDigest())
    let kept = try await ledger.certify(id, state: state("s"), name: "one")
    guard case .stored(let stored) = try await ledger.prepareCertificate(of: id, state: state("s")) else {
      Issue.record("the state has its certificate")
      return
    }
    #expect(stored == kept)
  }

  @Test func aStatusIndexIsNeverGivenTwiceAndTellsNoOrder() async throws {
    let place = try TemporaryLedger()
    var given: [Int64] = []
    for round in 0..<2 {
      let ledger = try given.isEmpty ? place.create() : place.open()
      let id = try await ledger.openHandover(1).id
      given += try await withThrowingTaskGroup(of: Int64.self) { group in
        for _ in 0..<1_500 { group.addTask { try await ledger.freeStatusIndex(id) } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      let one = try #require(given.last)
      _ = try await ledger.store(
        specimen(id, state: state(Character("\(round)")), name: "kept \(round)", index: one), event: issued(id))
      ledger.close()
    }
    #expect(Set(given.prefix(1_500)).count == 1_500 && Set(given.suffix(1_500)).count == 1_500)
    #expect(!given.suffix(1_500).contains(given[1_499]), "stored before, so never given again")
    #expect(given.allSatisfy { (100_000..<1_000_000).contains($0) })
    let rising = zip(given, given.dropFirst()).filter { $0 < $1 }.count
    #expect((1_200...1_800).contains(rising), "a random order rises about half of the time")
  }

  @Test func anIndexWhoseCertificateWasNotKeptIsFreeAgain() async throws {
    let ledger = try TemporaryLedger().create()
    let id = try await ledger.openHandover(1).id
    _ = try await ledger.certify(id, state: state("s"), name: "first")
    let index = try await ledger.freeStatusIndex(id)
    let second = try await ledger.store(
      specimen(id, state: state("s"), name: "second", index: index), event: issued(id))
    #expect(second.content.id == "first")
    let third = try await ledger.store(
      specimen(id, state: state("t"), name: "third", index: index), event: issued(id))
    #expect(third.content.statusIndex == index)
  }
}
