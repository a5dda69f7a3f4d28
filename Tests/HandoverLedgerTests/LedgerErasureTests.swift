import Foundation
import GRDB
import Testing

@testable import HandoverLedger

@Suite struct LedgerErasureTests {
  private let secret = "anna.keller@private.example"

  /// A delivered handover with a certificate, with the name of its previous owner in an event and in the certificate, and
  /// enough beside them that SQLite splits its pages.
  private func filled(_ ledger: Ledger) async throws -> HandoverID {
    let id = try await ledger.openHandover(1).id
    for number in 0..<40 {
      let body = Array(#"{"n":\#(number),"holder":"\#(secret)","pad":"\#(String(repeating: "x", count: 700))"}"#.utf8)
      _ = try await ledger.append([
        NewEvent(handover: id, kind: number == 20 ? "certificate.status" : "access.seen", at: moment(), body: body)
      ])
    }
    let index = try await ledger.freeStatusIndex(id)
    var certificate = specimen(id, state: state("s"), name: "one", index: index)
    certificate.text = Array("signed~\(secret)~".utf8)
    _ = try await ledger.store(certificate, event: issued(id))
    _ = try await ledger.openHandover(2)
    _ = try await ledger.mark(id, as: .delivered, at: moment(90), body: body(1))
    return id
  }

  private func erasure(_ id: HandoverID, keeping kinds: Set<String> = []) -> LedgerErasure {
    LedgerErasure(handover: id, keptKinds: kinds, texts: ["one": Array("signed~".utf8)], at: moment(100))
  }

  private func bytes(_ place: TemporaryLedger) throws -> Data {
    let journal = try? Data(contentsOf: URL(fileURLWithPath: place.path + "-journal"))
    return try Data(contentsOf: URL(fileURLWithPath: place.path)) + (journal ?? Data())
  }

  @Test func whatWasErasedIsNowhereInTheFilesAndEveryChainStillHolds() async throws {
    let place = try TemporaryLedger()
    let ledger = try place.create()
    let id = try await filled(ledger)
    let before = try await ledger.headDigest()
    let digests = try await ledger.events(of: id).map(\.digest)
    #expect(try bytes(place).range(of: Data(secret.utf8)) != nil)

    #expect(try await ledger.erase(erasure(id)) == LedgerErased(events: 41, certificates: 1))
    try await ledger.scrub()
    #expect(try bytes(place).range(of: Data(secret.utf8)) == nil)

    let events = try await ledger.events(of: id)
    #expect(events.prefix(digests.count).map(\.digest) == digests)
    #expect(events.filter { !$0.isErased }.map(\.kind) == ["certificate.issued", "delivered", "erased"])
    let stored = try #require(try await ledger.certificate(named: "one"))
    #expect(stored.isErased && stored.content.text == Array("signed~".utf8))
    let audit = try await ledger.audit(expecting: [before])
    #expect(audit.findings == [] && audit.erased == 41 && audit.certificates == 1)
    ledger.close()
    let again = try place.open()
    #expect(try await again.audit(expecting: [before]).isSound)
    #expect(try await again.append([seen(id, 1)]).first?.number == 45)
  }

  @Test func eventsOfKeptKindsStay() async throws {
    let ledger = try TemporaryLedger().create()
    let id = try await filled(ledger)
    #expect(try await ledger.erase(erasure(id, keeping: ["certificate.status"])).events == 40)
    let kept = try await ledger.events(of: id).filter { !$0.isErased }
    #expect(kept.map(\.kind) == ["certificate.status", "certificate.issued", "delivered", "erased"])
  }

  @Test func erasingAgainDoesNothing() async throws {
    let ledger = try TemporaryLedger().create()
    let id = try await filled(ledger)
    _ = try await ledger.erase(erasure(id))
    let head = try await ledger.head()
    #expect(try await ledger.erase(erasure(id)) == LedgerErased())
    #expect(try await ledger.head() == head)
  }

  @Test func anOpenHandoverOrAnUnnamedCertificateIsRefusedAndNothingIsErased() async throws {
    let ledger = try TemporaryLedger().create()
    let id = try await filled(ledger)
    let open = try #require(try await ledger.handover(vin: testVIN(2))).id
    #expect(await code { _ = try await ledger.erase(erasure(open)) } == "ledger.state")
    var nameless = erasure(id)
    nameless.texts = [:]
    #expect(await code { _ = try await ledger.erase(nameless) } == "ledger.erasure")
    #expect(try await ledger.events(of: id).contains(where: \.isErased) == false)
    #expect(
      await code {
        _ = try await ledger.append([
          NewEvent(handover: id, kind: "erased", at: moment(), body: body(1))
        ])
      } == "ledger.event")
  }

  @Test func aCrashBeforeTheCommitErasesNothing() async throws {
    let place = try TemporaryLedger()
    let ledger = try place.create()
    let id = try await filled(ledger)
    ledger.close()
    struct Cut: Error {}
    let failing = try place.open(LedgerOptions(faults: LedgerFaults(beforeCommit: { _ in throw Cut() })))
    #expect(await code { _ = try await failing.erase(erasure(id)) } == "ledger.stopped")
    failing.close()
    let again = try place.open()
    #expect(try await again.audit().isSound)
    #expect(try await again.events(of: id).contains(where: \.isErased) == false)
    #expect(try await again.certificate(named: "one")?.isErased == false)
  }

  @Test(arguments: [
    "UPDATE event SET body = x'' WHERE number = 5", "UPDATE event SET body = x'7b7d' WHERE number = 5",
    "UPDATE event SET body = x'' WHERE kind = 'delivered'", "UPDATE certificate SET text = x'00', erasure = 3",
    "UPDATE certificate SET text = x'00'",
  ])
  func theLayoutItselfRefusesWhatIsNoErasure(sql: String) async throws {
    let place = try TemporaryLedger()
    let ledger = try place.create()
    _ = try await filled(ledger)
    ledger.close()
    let queue = try DatabaseQueue(path: place.path)
    #expect(throws: DatabaseError.self) { try queue.writeWithoutTransaction { try $0.execute(sql: sql) } }
  }

  @Test(arguments: [
    "UPDATE event SET body = x'' WHERE sequence = 44", "UPDATE event SET body = x'' WHERE kind = 'erased'",
    "UPDATE event SET kind = 'other' WHERE kind = 'erased'", "UPDATE event SET digest = zeroblob(32) WHERE number = 5",
    "UPDATE event SET body = x'' WHERE handover = 2", "UPDATE certificate SET text = x'00'",
    "UPDATE certificate SET erasure = NULL", "UPDATE certificate SET erasure = 3",
    "UPDATE event SET body = x'7b7d' WHERE number = 5",
  ])
  func whoeverChangesMoreThanWasErasedIsFound(sql: String) async throws {
    let place = try TemporaryLedger()
    let ledger = try place.create()
    let id = try await filled(ledger)
    _ = try await ledger.erase(erasure(id))
    ledger.close()
    let queue = try DatabaseQueue(path: place.path)
    try await queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA journal_mode=PERSIST")
      for trigger in try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
        try database.execute(sql: "DROP TRIGGER \(trigger)")
      }
      try database.execute(sql: sql)
    }
    try queue.close()
    let findings = try await Ledger.openForReading(at: place.path).audit().findings
    #expect(!findings.isEmpty)
  }
}
