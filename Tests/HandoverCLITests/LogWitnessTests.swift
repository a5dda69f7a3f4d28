import Certification
import Crypto
import Foundation
import Testing
import TransparencyLog

@testable import HandoverCLI

/// What a witness signs, and what it refuses whoever shows it.
@Suite struct LogWitnessTests {
  private let folder = FileManager.default.temporaryDirectory.path() + "/witness-\(UInt64.random(in: 0...UInt64.max))"
  private let logKey: SignerKey
  private let witness: LogWitness

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    logKey = try SignerKey(name: "north.example/log", kind: .log, key: .init())
    witness = LogWitness(
      key: try SignerKey(name: "witness.example", kind: .witness, key: .init()),
      memory: WitnessMemory(path: folder + "/seen"))
  }

  private func log(_ name: String) throws -> TileLog<LogFolder> {
    let log = TileLog(LogFolder("\(folder)/\(name)"), key: logKey)
    try log.create()
    return log
  }

  private func entries(_ range: Range<Int>, _ word: String = "entry") -> [[UInt8]] {
    range.map { Array("\(word) \($0)\n".utf8) }
  }

  private func outcome(of log: TileLog<LogFolder>) -> String? {
    code { _ = try witness.cosign(log.storage, key: logKey.verifier, at: Date()) }
  }

  private func remove() { try? FileManager.default.removeItem(atPath: folder) }

  @Test func aLogThatOnlyGrowsIsSignedAtEverySize() throws {
    defer { remove() }
    let log = try log("log")
    #expect(outcome(of: log) == nil)
    for size in [3, 3, 250, 600] {
      let old = Int(try log.checkpoint().checkpoint.size)
      try log.append(entries(old..<size))
      #expect(outcome(of: log) == nil, "\(size)")
    }
  }

  /// Signed by the log's own key, whole, and another history.
  @Test(arguments: [299, 300, 301, 700]) func aSecondLogUnderTheSameKeyIsRefused(_ size: Int) throws {
    defer { remove() }
    let (log, other) = (try log("log"), try log("other"))
    try log.append(entries(0..<300))
    #expect(outcome(of: log) == nil)
    try other.append(entries(0..<size, "other"))
    #expect(outcome(of: other) == (size < 300 ? "witness.shrunk" : "witness.forked"))
    try log.append(entries(300..<301))
    #expect(outcome(of: log) == nil, "nothing was remembered of the other")
  }

  /// A file gone or changed, the first time and later.
  @Test(arguments: ["tile/0/001.p/44", "tile/0/000", "tile/1/000.p/1", "tile/entries/000", "tile/entries/001.p/44"])
  func aLogThatIsNotWholeIsRefused(_ name: String) throws {
    defer { remove() }
    let log = try log("log")
    try log.append(entries(0..<300))
    let path = "\(log.storage.path)/\(name)"
    let whole = try SafeFile.read(path)
    var damaged = whole
    damaged[whole.count / 2] ^= 1
    try SafeFile.write(damaged, to: path, mode: 0o644)
    #expect(outcome(of: log) == "witness.not-proven")
    try SafeFile.remove(path)
    #expect(outcome(of: log) == "witness.not-proven")
    try SafeFile.write(whole, to: path, mode: 0o644)
    #expect(outcome(of: log) == nil)
    try SafeFile.remove(path)
    #expect(outcome(of: log) == "witness.not-proven")
  }
}

/// A log whose checkpoint is lost is told from one that never was.
@Suite struct LogRemainsTests {
  @Test func whatIsLeftOfALogIsSeen() throws {
    let place = try TemporaryHome()
    defer { place.remove() }
    let book = LogBook(place.home)
    func lost() -> String? { code { _ = try book.checkpoint() } }
    #expect(book.remains == nil && lost() == "log.missing" && code { try book.locked {} } == "log.missing")
    let keys = try place.ring()
    let secret = try keys.make(.log, passphrase: nil)
    #expect(lost() == "log.checkpoint-missing" && book.hasUnusedKey)
    #expect(code { try book.locked {} } == "log.checkpoint-missing")
    let log = TileLog(book.folder, key: try SignerKey(name: "north.example/log", kind: .log, key: try keys.notes(.log)))
    try log.create()
    #expect(lost() == nil)
    try log.append([Array("entry\n".utf8)])
    try SafeFile.remove(place.home.logFolder + "/checkpoint")
    #expect(lost() == "log.checkpoint-missing" && !book.hasUnusedKey)
    try SafeFile.remove(place.home.key(.log))
    try SafeFile.remove(place.home.publicKey(.log))
    #expect(lost() == "log.checkpoint-missing" && secret.kind == .ed25519)
    try FileManager.default.removeItem(atPath: place.home.logFolder)
    #expect(lost() == "log.missing")
    // The public half alone says that there was a key.
    try SafeFile.write(Array(secret.publicKey.pem.utf8), to: place.home.publicKey(.log), mode: 0o644)
    #expect(lost() == "log.checkpoint-missing" && !book.hasUnusedKey)
  }
}
