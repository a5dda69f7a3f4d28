import HandoverModel
import Synchronization
import Testing

@testable import HandoverLedger

@Suite struct LedgerDurabilityTests {
  struct Injected: Error {}

  @Test func everyConnectionRunsWithTheSettingsThatDurabilityNeeds() async throws {
    let wanted = ["journal_mode": "persist", "synchronous": "3", "foreign_keys": "1", "trusted_schema": "0"]
    let place = try TemporaryLedger()
    let created = try place.create()
    #expect(try await created.settings() == wanted)
    created.close()
    let ledger = try place.open()
    #expect(try await ledger.settings() == wanted)
    #expect(try await Ledger.openForReading(at: place.path).settings() == wanted)
    #expect(Ledger.libraryVersion.hasPrefix("3."))
  }

  @Test func manyWhoAppendAtOnceShareCommits() async throws {
    let ledger = try TemporaryLedger().create()
    let id = try await ledger.openHandover(1).id
    let before = ledger.counters
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<400 { group.addTask { _ = try await ledger.append([seen(id, number)]) } }
      try await group.waitForAll()
    }
    #expect(ledger.rows - before.rows == 400)
    #expect(ledger.commits - before.commits < 200)
    #expect(try await ledger.events(of: id).map(\.number) == Array(1...401))
  }

  @Test func whatAnAppendReturnedIsInTheFileOfACrash() async throws {
    let place = try TemporaryLedger()
    let copies = Mutex<[(commit: Int, at: TemporaryLedger)]>([])
    let copy: @Sendable (Int) -> Void = { number in
      guard let crashed = try? place.crashed() else { return }
      copies.withLock { $0.append((number, crashed)) }
    }
    let ledger = try place.create(LedgerOptions(faults: LedgerFaults(afterCommit: copy)))
    let id = try await ledger.openHandover(1).id
    for number in 1...10 { _ = try await ledger.append([seen(id, number)]) }
    for (commit, crashed) in copies.withLock({ $0 }) {
      let again = try crashed.open()
      #expect(try await again.record(of: id)?.events == Int64(commit))
      #expect(try await again.audit().isSound)
    }
    #expect(copies.withLock { $0.count } == 11)
  }

  @Test func aCrashBeforeACommitLeavesTheCommitsBeforeIt() async throws {
    let place = try TemporaryLedger()
    let copies = Mutex<[(commit: Int, at: TemporaryLedger)]>([])
    let copy: @Sendable (Int) throws -> Void = { number in
      let crashed = try place.crashed()
      copies.withLock { $0.append((number, crashed)) }
    }
    let ledger = try place.create(LedgerOptions(faults: LedgerFaults(beforeCommit: copy)))
    let id = try await ledger.openHandover(1).id
    for number in 1...5 { _ = try await ledger.append([seen(id, number)]) }
    for (commit, crashed) in copies.withLock({ $0 }) where commit > 1 {
      let again = try crashed.open()
      #expect(try await again.record(of: id)?.events == Int64(commit - 1))
      #expect(try await again.append([seen(id, 99)]).first?.number == Int64(commit))
      #expect(try await again.audit().isSound)
    }
  }

  @Test(arguments: 2...6) func aFailedCommitStopsTheLedgerForGood(failing: Int) async throws {
    let place = try TemporaryLedger()
    let faults = LedgerFaults(beforeCommit: { if $0 == failing { throw Injected() } })
    let ledger = try place.create(LedgerOptions(faults: faults))
    let id = try await ledger.openHandover(1).id
    var durable: Int64 = 1
    for number in 1...8 {
      let refused = await code { _ = try await ledger.append([seen(id, number)]) }
      #expect(refused == (number + 1 < failing ? nil : "ledger.stopped"))
      if refused == nil { durable += 1 }
    }
    #expect(ledger.stopped?.code == "ledger.stopped")
    #expect(await code { _ = try await ledger.events(of: id) } == "ledger.stopped")
    #expect(await code { _ = try await ledger.prepareCertificate(of: id, state: state("s")) } == "ledger.stopped")
    #expect(ledger.commits == failing - 1)
    ledger.close()
    let again = try place.open()
    #expect(try await again.record(of: id)?.events == durable)
    #expect(try await again.audit().isSound)
  }

  @Test func everybodyInAFailedCommitIsTold() async throws {
    let faults = LedgerFaults(beforeCommit: { if $0 > 1 { throw Injected() } })
    let ledger = try TemporaryLedger().create(LedgerOptions(faults: faults))
    let id = try await ledger.openHandover(1).id
    let told = await withTaskGroup(of: String?.self) { group in
      for number in 0..<50 { group.addTask { await code { _ = try await ledger.append([seen(id, number)]) } } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(told == Array(repeating: "ledger.stopped", count: 50))
  }

  @Test func aQueuedEventThatCannotBeWrittenStopsTheLedger() async throws {
    let ledger = try TemporaryLedger().create()
    let id = try await ledger.openHandover(1).id
    ledger.enqueue([seen(try #require(HandoverID(rawValue: "h" + String(repeating: "A", count: 22))))])
    #expect(await code { _ = try await ledger.append([seen(id)]) } == "ledger.stopped")
  }

  @Test func aFullDiskStopsTheLedgerAndTheFileStaysWhole() async throws {
    let place = try TemporaryLedger()
    let ledger = try place.create(LedgerOptions(pageLimit: 40))
    let id = try await ledger.openHandover(1).id
    let big = Array(#"{"filler":"\#(String(repeating: "x", count: 9_000))"}"#.utf8)
    var written: Int64 = 1
    var refused: String?
    while refused == nil, written < 100 {
      refused = await code {
        _ = try await ledger.append([NewEvent(handover: id, kind: "note", at: moment(), body: big)])
      }
      if refused == nil { written += 1 }
    }
    #expect(refused == "ledger.stopped")
    #expect(ledger.stopped?.reason.contains("full") == true)
    #expect(written > 3)
    ledger.close()
    let again = try place.open()
    #expect(try await again.record(of: id)?.events == written)
    #expect(try await again.audit().isSound)
    #expect(try await again.append([seen(id)]).first?.number == written + 1)
  }

  @Test func aClosedLedgerRefuses() async throws {
    let ledger = try TemporaryLedger().create()
    let id = try await ledger.openHandover(1).id
    ledger.close()
    #expect(await code { _ = try await ledger.append([seen(id)]) } == "ledger.closed")
    #expect(await code { _ = try await ledger.events(of: id) } == "ledger.closed")
  }
}
