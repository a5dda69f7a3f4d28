import Foundation
import GRDB
import Testing

@testable import HandoverLedger

@Suite struct LedgerFileTests {
  private func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  @Test func aNewLedgerIsItsOwnersAloneAndIsNotMadeTwice() async throws {
    let place = try TemporaryLedger()
    let ledger = try place.create()
    _ = try await ledger.openHandover(1)
    for suffix in ["", "-journal", ".lock"] { #expect(try mode(place.path + suffix) == 0o600) }
    #expect(await code { _ = try place.create() } == "ledger.exists")
    #expect(try await ledger.handovers().records.count == 1)
  }

  @Test func aMissingLedgerIsNotMadeByOpening() async throws {
    let place = try TemporaryLedger()
    #expect(await code { _ = try place.open() } == "ledger.missing")
    #expect(await code { _ = try Ledger.openForReading(at: place.path) } == "ledger.missing")
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.folder) == [])
    #expect(#expect(throws: LedgerProblem.self) { try place.open() }?.hint?.contains("handover setup") == true)
  }

  @Test func aSecondOpenerIsToldWhoHoldsItAndSinceWhen() async throws {
    let place = try TemporaryLedger()
    let ledger = try place.create()
    let problem = #expect(throws: LedgerProblem.self) { try place.open() }
    #expect(problem?.code == "ledger.held")
    #expect(problem?.holder?.pid == ProcessInfo.processInfo.processIdentifier)
    #expect(problem?.holder?.host.isEmpty == false)
    #expect(problem?.holder?.purpose == "setup")
    #expect(problem?.holder?.since.hasPrefix("20") == true)
    let holder = try #require(problem?.holder)
    #expect(problem?.reason.contains("process \(holder.pid) on \(holder.host) since \(holder.since)") == true)
    ledger.close()
    try place.open().close()
  }

  @Test func aLedgerThatIsLetGoIsFreeAgain() async throws {
    let place = try TemporaryLedger()
    for _ in 0..<20 {
      let ledger = try FileManager.default.fileExists(atPath: place.path) ? place.open() : place.create()
      ledger.close()
    }
  }

  @Test func aLedgerThatNobodyRefersToWritesWhatWaitsBeforeItLetsGo() async throws {
    let place = try TemporaryLedger()
    let id = try await queueAndForget(place)
    var reopened: Ledger?
    while reopened == nil {
      reopened = try? place.open()
      await Task.yield()
    }
    #expect(try await reopened?.record(of: id)?.events == 201)
    #expect(try await reopened?.audit().isSound == true)
  }

  private func queueAndForget(_ place: TemporaryLedger) async throws -> HandoverID {
    let ledger = try place.create()
    let id = try await ledger.openHandover(1).id
    for number in 0..<200 { ledger.enqueue([seen(id, number)]) }
    return id
  }

  @Test(arguments: [0o640, 0o604, 0o660, 0o644]) func aFileThatOthersCanReachIsRefused(mode: Int) async throws {
    let place = try TemporaryLedger()
    try place.create().close()
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: place.path)
    #expect(await code { _ = try place.open() } == "ledger.permissions")
    #expect(await code { _ = try Ledger.openForReading(at: place.path) } == "ledger.permissions")
  }

  @Test func aLinkAndAFolderAreRefused() async throws {
    let place = try TemporaryLedger()
    try place.create().close()
    let files = FileManager.default
    try files.createSymbolicLink(atPath: place.folder + "/soft", withDestinationPath: place.path)
    for name in ["/soft", ""] {
      #expect(await code { _ = try Ledger.open(at: place.folder + name, purpose: "test") } == "ledger.file-kind")
    }
    try files.linkItem(atPath: place.path, toPath: place.folder + "/hard")
    #expect(await code { _ = try place.open() } == "ledger.file-kind")
  }

  @Test(arguments: ["", "not a database, but long enough to be read as the header of one, so that SQLite looks at it"])
  func aFileThatIsNoLedgerIsRefused(text: String) async throws {
    let place = try TemporaryLedger()
    let made = FileManager.default.createFile(
      atPath: place.path, contents: Data((text + text).utf8), attributes: [.posixPermissions: 0o600])
    #expect(made)
    #expect(await code { _ = try place.open() } == "ledger.not-a-ledger")
    #expect(await code { _ = try Ledger.openForReading(at: place.path) } == "ledger.not-a-ledger")
  }

  @Test func anotherProgramsDatabaseIsRefused() async throws {
    let place = try TemporaryLedger()
    let other = try DatabaseQueue(path: place.path)
    try await other.write { try $0.execute(sql: "CREATE TABLE t (a); PRAGMA user_version=1") }
    try other.close()
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: place.path)
    #expect(await code { _ = try place.open() } == "ledger.not-a-ledger")
  }

  @Test func aHalfWrittenFileIsRefused() async throws {
    let place = try TemporaryLedger()
    let ledger = try place.create()
    for number in 0..<50 { _ = try await ledger.openHandover(number) }
    ledger.close()
    let handle = try #require(FileHandle(forWritingAtPath: place.path))
    try handle.truncate(atOffset: 9_000)
    try handle.close()
    #expect(await code { _ = try place.open() } == "ledger.damaged")
  }

  @Test func aReaderReadsWhileTheLedgerIsWritten() async throws {
    let place = try TemporaryLedger()
    let ledger = try place.create()
    let id = try await ledger.openHandover(1).id
    let reader = try Ledger.openForReading(at: place.path)
    for number in 1...50 {
      async let written = ledger.append([seen(id, number)])
      _ = try await reader.events(of: id)
      _ = try await written
      #expect(try await reader.record(of: id)?.events == Int64(number + 1))
    }
    #expect(try await reader.audit().isSound)
  }

  @Test func aReaderCannotWrite() async throws {
    let place = try TemporaryLedger()
    try place.create().close()
    let reader = try Ledger.openForReading(at: place.path)
    let refused = await code {
      try await reader.desk.read { try $0.execute(sql: "INSERT INTO statusIndex VALUES (1)") }
    }
    #expect(refused == "ledger.unreadable")
  }

  @Test(arguments: [
    "UPDATE event SET kind = 'x'", "DELETE FROM event", "DELETE FROM handover", "DELETE FROM statusIndex",
    "UPDATE certificate SET text = x'00'", "DELETE FROM certificate",
  ])
  func theLayoutItselfRefusesToForget(sql: String) async throws {
    let ledger = try TemporaryLedger().create()
    let id = try await ledger.openHandover(1).id
    _ = try await ledger.certify(id, state: state("s"), name: "one")
    await #expect(throws: DatabaseError.self) { try await ledger.desk.connection().write { try $0.execute(sql: sql) } }
  }

  @Test func theKindOfFileSystemIsReadFromTheMountTable() {
    let table = """
      22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
      40 22 0:52 / /srv/lot rw,relatime shared:2 master:1 - nfs4 10.0.0.1:/lot rw
      """
    #expect(MountTable.type(ofDevice: 254 << 8 | 1, in: table) == "ext4")
    #expect(MountTable.type(ofDevice: 52, in: table) == "nfs4")
    #expect(MountTable.type(ofDevice: 53, in: table) == nil)
    #expect(MountTable.isNetwork("nfs4") && MountTable.isNetwork("cifs") && !MountTable.isNetwork("ext4"))
  }
}
