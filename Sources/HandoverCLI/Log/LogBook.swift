import CertificateChecking
import Certification
import Crypto
import Foundation
import HandoverLedger
import HandoverModel
import TransparencyLog

/// A dealership's own log: its folder, its key, the proofs that were made from it.
struct LogBook {
  let home: DealerHome
  let folder: LogFolder

  init(_ home: DealerHome) {
    self.home = home
    folder = LogFolder(home.logFolder)
  }

  /// Keeps other processes from changing the log meanwhile.
  func locked<Value>(_ body: () throws -> Value) throws -> Value {
    guard SafeFile.exists(home.logFolder) else { throw noCheckpoint }
    return try FileLock.hold(LogBook.lock(of: home.logFolder), body)
  }

  /// Beside the folder, which is published as it is.
  static func lock(of folder: String) -> String {
    (folder.hasSuffix("/") ? String(folder.dropLast()) : folder) + ".lock"
  }

  /// The checkpoint in force, as it lies there; nobody's signature is checked yet.
  func checkpoint() throws -> (checkpoint: Checkpoint, note: Note) {
    guard SafeFile.exists(home.logFolder + "/checkpoint") else { throw noCheckpoint }
    return try CheckpointFile(home.logFolder + "/checkpoint").read()
  }

  /// What is left of a log whose checkpoint is not there: its tiles, proofs or key; nil where there was never a log.
  var remains: String? {
    ["tile", "proofs"].map { "\(home.logFolder)/\($0)" }.first(where: SafeFile.exists) ?? keyRemains
  }

  /// Whether nothing but the key is there, so that it may be as its owner says: no log has used it.
  var hasUnusedKey: Bool { remains == home.key(.log) }

  /// A key of the log, or what was left of it.
  private var keyRemains: String? { [home.key(.log), home.publicKey(.log)].first(where: SafeFile.exists) }

  /// What to say where there is no checkpoint. A log that was is brought back, never begun anew: with the same name and key
  /// there would be two logs that contradict each other, and every witness would refuse the second.
  var noCheckpoint: Complaint {
    guard let remains else { return .noLog }
    return Complaint(
      "log.checkpoint-missing", "the log's checkpoint \(home.logFolder)/checkpoint is missing, and \(remains) is there",
      hint: "bring it back from a copy of the log: a backup, a witness's or a mirror's", status: .unreadable)
  }

  /// The log with its key, whose name is the log's.
  func signing(_ keys: KeyRing) throws -> TileLog<LogFolder> {
    let origin = try checkpoint().checkpoint.origin
    return TileLog(folder, key: try SignerKey(name: origin, kind: .log, key: try keys.notes(.log)))
  }

  /// The log's public key, as it lies beside the private one; nil when it is not there.
  func publicKey() throws -> VerifierKey? {
    guard let text = try? SafeFile.read(home.publicKey(.log)),
      let key = PublicKey(pem: String(decoding: text, as: UTF8.self))?.ed25519
    else { return nil }
    return try? VerifierKey(name: try checkpoint().checkpoint.origin, kind: .log, publicKey: key)
  }

  /// Every leaf of the log, in order, proven or not.
  func leaves(size: UInt64) throws -> [[UInt8]] {
    do { return try LogReader(folder, size: size).allEntries() } catch { throw Complaint(aboutLog: error) }
  }

  /// The policy that buyers go by, from this dealership's trust list.
  func policy() throws -> LogPolicy {
    guard let policy = try home.trust().logPolicy else {
      throw Complaint(
        "log.no-policy", "the trust list names no log and no witness",
        hint: "handover log policy writes the text; then handover help trust")
    }
    return policy
  }
}

extension Complaint {
  /// What a log's own failure amounts to.
  init(aboutLog error: any Error) {
    switch error {
    case let complaint as Complaint: self = complaint
    case let problem as SafeFile.Problem:
      self.init(problem.code, problem.reason, hint: problem.hint, status: .unreadable)
    case LogFailure.missing: self = .noLog
    case LogFailure.checkpoint:
      self.init(
        "log.checkpoint", "the log's checkpoint cannot be read, or another key signed it",
        hint: "bring it back from a copy of the log, with the key that belongs to it", status: .unreadable)
    case LogFailure.file(let name):
      self.init(
        "log.damaged", "the log's file \(name) is missing or damaged", hint: "bring it back from a copy of the log",
        status: .unreadable)
    case LogFailure.root:
      self.init(
        "log.damaged", "the log's files do not add up to its checkpoint",
        hint: "bring them back from a copy of the log; handover log audit says what is wrong", status: .unreadable)
    default:
      self.init("log.failed", "\(error)", hint: "handover log audit says what does not hold", status: .internalError)
    }
  }

  static let noLog = Complaint(
    "log.missing", "there is no log yet", hint: "handover log init", status: .unreadable)
}

/// A checkpoint's file.
struct CheckpointFile {
  let path: String

  init(_ path: String) { self.path = path }

  func read() throws -> (checkpoint: Checkpoint, note: Note) {
    guard SafeFile.exists(path) else {
      throw Complaint(
        "log.missing", "there is no \(path)", hint: "give the dealer's folder log/, or a whole copy of it",
        status: .unreadable)
    }
    guard let note = try? Note(try SafeFile.read(path)[...]), let checkpoint = Checkpoint(text: note.text) else {
      throw Complaint(
        "log.checkpoint", "\(path) holds no checkpoint", hint: "bring it back from a copy of the log",
        status: .unreadable)
    }
    return (checkpoint, note)
  }

  func write(_ note: Note) throws { try SafeFile.write(note.bytes, to: path, mode: 0o644) }
}
