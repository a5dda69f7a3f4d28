import Foundation
import Testing

@testable import HandoverLedger

@Suite struct LedgerUpgradeTests {
  private let newest = Int32(LedgerSchema.steps.count)

  private var newer: LedgerOptions {
    LedgerOptions(
      schema: LedgerSchema.steps + [
        LedgerSchemaStep(version: newest + 1, sql: "ALTER TABLE handover ADD COLUMN note TEXT"),
        LedgerSchemaStep(version: newest + 2, sql: "CREATE TABLE extra (a INTEGER) STRICT"),
      ])
  }

  /// Published versions are numbered from 1 without gaps.
  @Test func everyPublishedLayoutIsReachedFromTheFirst() async throws {
    #expect(LedgerSchema.steps.map(\.version) == Array(1...newest))
    let place = try TemporaryLedger()
    let old = try place.create(LedgerOptions(schema: Array(LedgerSchema.steps.prefix(1))))
    old.close()
    let id = try await place.open().openHandover(1).id
    #expect(try await Ledger.openForReading(at: place.path).record(of: id)?.events == 1)
    #expect(Ledger.backups(besides: place.path) == [place.path + ".layout-1.backup"])
  }

  @Test func anOlderLedgerIsUpgradedWithACopyBesideIt() async throws {
    let place = try TemporaryLedger()
    let old = try place.create()
    let id = try await old.openHandover(1).id
    _ = try await old.append([seen(id, 1)])
    let head = try await old.headDigest()
    old.close()

    #expect(await code { _ = try Ledger.openForReading(at: place.path, options: newer) } == "ledger.older")
    let ledger = try place.open(newer)
    #expect(try await ledger.append([seen(id, 2)]).first?.number == 3)
    #expect(try await ledger.audit(expecting: [head]).isSound)
    ledger.close()
    try place.open(newer).close()

    let copy = place.path + ".layout-\(newest).backup"
    #expect(try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions] as? Int == 0o600)
    let backup = try Ledger.open(at: copy, purpose: "test")
    #expect(try await backup.headDigest() == head)
    #expect(try await backup.audit().isSound)
  }

  @Test func aNewerLedgerIsRefused() async throws {
    let place = try TemporaryLedger()
    try place.create(newer).close()
    #expect(await code { _ = try place.open() } == "ledger.newer")
    #expect(await code { _ = try Ledger.openForReading(at: place.path) } == "ledger.newer")
  }

  @Test func anUpgradeThatFailsLeavesTheOldLedger() async throws {
    let place = try TemporaryLedger()
    let old = try place.create()
    let id = try await old.openHandover(1).id
    old.close()
    var broken = newer
    broken.schema?[Int(newest) + 1].sql = "CREATE TABLE event (a)"
    #expect(await code { _ = try place.open(broken) } == "ledger.stopped")
    let ledger = try place.open()
    #expect(try await ledger.record(of: id)?.events == 1)
    #expect(try await ledger.audit().isSound)
  }
}
