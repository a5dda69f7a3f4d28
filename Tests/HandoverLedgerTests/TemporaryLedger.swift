import Foundation
import HandoverLedger
import HandoverModel

/// A folder of its own for one ledger. All are removed when the tests end: SQLite rightly refuses to write to a file that
/// was taken away under it.
struct TemporaryLedger: Sendable {
  let folder: String
  var path: String { folder + "/ledger.sqlite" }

  init() throws {
    folder = Self.root + "/" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private static let root: String = {
    atexit { try? FileManager.default.removeItem(atPath: TemporaryLedger.root) }
    return NSTemporaryDirectory() + "/ledger-tests-" + UUID().uuidString
  }()

  func create(_ options: LedgerOptions = LedgerOptions()) throws -> Ledger {
    try Ledger.create(at: path, options: options)
  }

  func open(_ options: LedgerOptions = LedgerOptions()) throws -> Ledger {
    try Ledger.open(at: path, purpose: "test", options: options)
  }

  /// The files as a crash at this moment leaves them, in a folder of their own.
  func crashed() throws -> TemporaryLedger {
    let copy = try TemporaryLedger()
    for suffix in ["", "-journal"] where FileManager.default.fileExists(atPath: path + suffix) {
      try FileManager.default.copyItem(atPath: path + suffix, toPath: copy.path + suffix)
    }
    return copy
  }
}

/// 2026-11-22 and a number of seconds.
func moment(_ seconds: Double = 0) -> Date { Date(timeIntervalSince1970: 1_795_305_600 + seconds) }

/// A well-formed VIN of this number.
func testVIN(_ number: Int) -> VIN {
  let digits = String(number)
  return VIN(strict: "TMBJB9NX0PY" + String(repeating: "0", count: 6 - digits.count) + digits)!
}

func body(_ number: Int) -> [UInt8] { Array(#"{"n":\#(number)}"#.utf8) }

func seen(_ id: HandoverID, _ number: Int = 0) -> NewEvent {
  NewEvent(handover: id, kind: "access.seen", at: moment(Double(number)), body: body(number))
}

extension LedgerReading {
  /// The digest over all events in the order of their commits, which goes into every certificate.
  func headDigest() async throws -> [UInt8] { try await head().digest }
}

extension Ledger {
  /// A handover of this VIN with one event.
  func openHandover(_ number: Int) async throws -> HandoverRecord {
    try await openHandover(for: testVIN(number), at: moment(), first: [("handover.opened", body(number))]).record
  }

  /// A place in the status list for a certificate of this handover that is still to be made.
  func freeStatusIndex(_ id: HandoverID) async throws -> Int64 {
    switch try await prepareCertificate(of: id, state: state("-")) {
    case .fresh(_, let index): index
    case .stored(let stored): stored.content.statusIndex
    }
  }

  /// A certificate of this state with a status index of its own, stored.
  func certify(_ id: HandoverID, state: String, name: String) async throws -> StoredCertificate {
    let index = try await freeStatusIndex(id)
    return try await store(specimen(id, state: state, name: name, index: index), event: issued(id))
  }
}

func specimen(_ id: HandoverID, state: String, name: String, index: Int64) -> NewCertificate {
  NewCertificate(
    handover: id, state: state, id: name, issuedAt: moment(60), verdict: .void, specimenOf: .clear,
    text: Array("signed text of \(name)".utf8), chain: [[0x30, 1], [0x30]], statusIndex: index)
}

func issued(_ id: HandoverID) -> NewEvent {
  NewEvent(handover: id, kind: "certificate.issued", at: moment(60), body: body(1))
}

/// A state digest made of one character.
func state(_ character: Character) -> String { String(repeating: character, count: 43) }

/// The code of the problem that this throws, or nil.
func code(of work: () async throws -> Void) async -> String? {
  do {
    try await work()
    return nil
  } catch {
    return (error as? LedgerProblem)?.code ?? "\(error)"
  }
}
