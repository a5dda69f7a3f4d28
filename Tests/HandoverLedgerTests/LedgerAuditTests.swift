import Foundation
import GRDB
import HandoverTestSupport
import Synchronization
import Testing

@testable import HandoverLedger

@Suite struct LedgerAuditTests {
  /// A closed ledger with three handovers, 93 events and two certificates; returns the first handover.
  private func filled(_ place: TemporaryLedger) async throws -> HandoverID {
    let ledger = try place.create()
    var ids: [HandoverID] = []
    for number in 1...3 { ids.append(try await ledger.openHandover(number).id) }
    for number in 0..<28 { _ = try await ledger.append(ids.map { seen($0, 7_000 + number) }) }
    for id in ids.prefix(2) { _ = try await ledger.certify(id, state: state("s"), name: "of-\(id)") }
    _ = try await ledger.mark(ids[2], as: .delivered, at: moment(), body: body(1))
    _ = try await ledger.append(ids.map { seen($0, 9) })
    ledger.close()
    return ids[0]
  }

  private func change(_ place: TemporaryLedger, _ sql: String) throws {
    let queue = try DatabaseQueue(path: place.path)
    try queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA foreign_keys=OFF; PRAGMA journal_mode=PERSIST")
      for trigger in try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
        try database.execute(sql: "DROP TRIGGER \(trigger)")
      }
      try database.execute(sql: sql)
    }
    try queue.close()
  }

  private func flip(_ place: TemporaryLedger, at offset: Int, bit: UInt8 = 1) throws {
    var bytes = try Data(contentsOf: URL(fileURLWithPath: place.path))
    bytes[offset] ^= bit
    let handle = try #require(FileHandle(forWritingAtPath: place.path))
    try handle.write(contentsOf: bytes)
    try handle.close()
  }

  @Test func aSoundLedgerHasNoFindings() async throws {
    let place = try TemporaryLedger()
    _ = try await filled(place)
    let ledger = try place.open()
    let audit = try await ledger.audit()
    #expect(audit.findings == [])
    #expect(audit.events == 93 && audit.handovers == 3 && audit.certificates == 2)
    #expect(try await ledger.head() == LedgerHead(events: 93, digest: audit.head))
  }

  @Test func oneFlippedByteInABodyIsNamedByItsEvent() async throws {
    let place = try TemporaryLedger()
    let id = try await filled(place)
    let needle = Data(#"{"n":7019}"#.utf8)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: place.path))
    let range = try #require(bytes.range(of: needle))
    try flip(place, at: range.lowerBound + 6)
    let ledger = try place.open()
    let audit = try await ledger.audit()
    let finding = try #require(audit.findings.first)
    #expect(audit.findings.count == 1 && finding.code == "event")
    let sequence = try #require(finding.sequence)
    #expect((61...63).contains(sequence))
    #expect(audit.events == sequence - 1)
    let histories = try await ledger.handovers().records.map(\.id)
    #expect(histories.contains(id))
    let named = try #require(finding.handover)
    #expect(await code { _ = try await ledger.events(of: named) } == "ledger.damaged")
  }

  @Test(arguments: [
    "DELETE FROM event WHERE sequence = 40", "DELETE FROM event WHERE sequence = 93",
    "UPDATE event SET at = at + 1 WHERE sequence = 10", "UPDATE event SET number = 77 WHERE sequence = 10",
    "UPDATE event SET kind = 'other' WHERE sequence = 93", "UPDATE event SET digest = zeroblob(32) WHERE sequence = 93",
    "UPDATE head SET digest = zeroblob(32)", "UPDATE head SET sequence = 92", "DELETE FROM head",
    "UPDATE handover SET vin = 'TMBJB9NX0PY000009' WHERE key = 1", "UPDATE handover SET openedAt = 5 WHERE key = 2",
    "UPDATE handover SET state = 'closed' WHERE key = 1", "UPDATE handover SET state = 'open' WHERE key = 3",
    "DELETE FROM handover WHERE key = 2",
    "INSERT INTO handover VALUES (9, 'hAAAAAAAAAAAAAAAAAAAAAA', 'TMBJB9NX0PY000009', 1, 'open')",
    "UPDATE certificate SET text = x'00'", "UPDATE certificate SET verdict = 'clear' WHERE event = 88",
    "UPDATE certificate SET statusIndex = statusIndex + 1 WHERE event = 88", "DELETE FROM certificate WHERE event = 89",
    "UPDATE certificate SET event = 3 WHERE event = 89", "UPDATE event SET attachment = NULL WHERE sequence = 88",
    "UPDATE certificate SET handover = 3 WHERE event = 88", "DELETE FROM statusIndex",
  ])
  func whateverIsChangedIsFound(sql: String) async throws {
    let place = try TemporaryLedger()
    _ = try await filled(place)
    try change(place, sql)
    #expect(try await Ledger.openForReading(at: place.path).audit().findings.isEmpty == false)
  }

  @Test func aLedgerWrittenAnewDoesNotHaveTheHeadOfACertificate() async throws {
    let one = try TemporaryLedger()
    let other = try TemporaryLedger()
    _ = try await filled(one)
    _ = try await filled(other)
    let head = try await Ledger.openForReading(at: one.path).headDigest()
    let ledger = try one.open()
    _ = try await ledger.openHandover(50)
    #expect(try await ledger.audit(expecting: [head]).isSound)
    let audit = try await Ledger.openForReading(at: other.path).audit(expecting: [head])
    #expect(audit.findings.map(\.code) == ["certificate-head"])
  }

  /// Any flipped bit either is found, or lies where nothing is stored: then the export is the same to the byte.
  @Test func aFlippedBitAnywhereNeverChangesTheStoryUnseen() async throws {
    let place = try TemporaryLedger()
    _ = try await filled(place)
    let whole = try await export(place)
    let size = try Data(contentsOf: URL(fileURLWithPath: place.path)).count
    let seed = UInt64.random(in: 0 ... .max)
    var chance = SeededChance(seed: seed)
    for _ in 0..<150 {
      let offset = Int.random(in: 0..<size, using: &chance)
      let bit = UInt8(1) << UInt8.random(in: 0..<8, using: &chance)
      let copy = try place.crashed()
      try flip(copy, at: offset, bit: bit)
      let sound = await isSound(copy)
      if sound {
        let same = (try? await export(copy)) == whole
        #expect(same, "seed \(seed), byte \(offset), bit \(bit)")
      }
    }
  }

  private func isSound(_ place: TemporaryLedger) async -> Bool {
    guard let reader = try? Ledger.openForReading(at: place.path) else { return false }
    return (try? await reader.audit().isSound) ?? false
  }

  private func export(_ place: TemporaryLedger) async throws -> [UInt8] {
    let reader = try Ledger.openForReading(at: place.path)
    let lines = Mutex<[UInt8]>([])
    _ = try await reader.export { part in lines.withLock { $0 += part } }
    return lines.withLock { $0 }
  }
}
