import CertificateChecking
import Certification
import Foundation
import HandoverModel
import StrictFormats
import Testing
import TransferRules

/// `Tests/CertificateCorpus`: the cases as files, for any verifier. Keys are made anew each time, so the files are kept.
@Suite struct CorpusTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../CertificateCorpus").standardized.path()

  private static let names: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { SafeFile.exists("\(folder)/\($0)/case.json") }.sorted()
  }()

  @Test(arguments: names) func everyFolderGivesWhatItSays(name: String) throws {
    let table = try RuleTable(bytes: try SafeFile.read("\(Self.folder)/rules.json"))
    try CorpusFile.read(name, in: "\(Self.folder)/\(name)").expect(table: table)
  }

  @Test func holdsEveryKindOfAnswer() throws {
    #expect(Self.names.count >= 25)
    let cases = try Self.names.map { try CorpusFile.read($0, in: "\(Self.folder)/\($0)") }
    #expect(Set(cases.map(\.validation)) == [.valid, .withdrawn, .inconclusive, .notValid])
    #expect(Set(cases.map(\.exit)) == [0, 1, 2, 3, 8])
    #expect(Set(cases.compactMap(\.verdict)) == Set(Verdict.allCases))
  }

  /// Writes the corpus again, into the folder named by `HANDOVER_CORPUS_DIR`: every case that is valid or not, and of the
  /// others the first for each failure.
  private static let target = ProcessInfo.processInfo.environment["HANDOVER_CORPUS_DIR"]

  /// Worth keeping beside another case of the same failure.
  private static let always: Set<String> = [
    "chain-second-spelling", "bundle-escaped", "constraints-missing", "chain-surplus", "payload-duplicate-key",
    "memory-taken-over", "rules-verdict-stale", "signature-der", "disclosure-section-twice", "rotation-old-missing",
    "rotation-own-missing", "rotation-jump-past-keys", "rotation-threshold-lowered", "rotation-old-key-forged",
    "rotation-old-draft", "rotation-same-version", "trust-key-listed-twice", "trust-threshold-zero", "trust-root-twice",
    "trust-unknown-member", "trust-reason-number", "trust-other-type", "revoked-rooftop", "revoked-root",
    "revoked-at-this-moment", "constraints-dns-names", "constraints-networks", "constraints-domain-above",
    "authority-signs-too", "authority-usage-not-critical", "authority-for-documents", "root-path-length",
  ]

  /// Of proofs, statuses and papers every case is kept: what can be wrong with them is many things of one name.
  private static func isKept(_ name: String) -> Bool {
    always.contains(name) || ["log-", "status-", "paper-", "code-", "qr-"].contains { name.hasPrefix($0) }
  }

  @Test(.enabled(if: target != nil)) func writesTheCorpus() throws {
    let target = try #require(Self.target)
    var seen: Set<[String]> = []
    for one in Cases.all where one.file.count < 32_768 {
      let isNew = seen.insert(one.failures).inserted
      guard one.validation != .notValid || isNew || Self.isKept(one.name) else { continue }
      try CorpusFile.write(one, in: "\(target)/\(one.name)")
    }
    try SafeFile.write(Dealer.shared.tableBytes, to: "\(target)/rules.json", mode: 0o644)
  }
}

/// One folder of the corpus.
enum CorpusFile {
  static func write(_ one: Case, in folder: String) throws {
    try SafeFile.makeFolder(folder)
    try SafeFile.write(one.file, to: "\(folder)/certificate", mode: 0o644)
    if let trust = one.trust { try SafeFile.write(trust, to: "\(folder)/trust.jws", mode: 0o644) }
    for (place, status) in one.statuses.enumerated() {
      try SafeFile.write(status, to: "\(folder)/status-\(place + 1).jwt", mode: 0o644)
    }
    if let issuers = one.issuers { try SafeFile.write(issuers, to: "\(folder)/issuers.json", mode: 0o644) }
    if let memory = one.memory { try SafeFile.write(memory, to: "\(folder)/memory.json", mode: 0o644) }
    let text = CanonicalJSON.text(json(one)).replacing(#",""#, with: ",\n\"")
    try SafeFile.write(Array((text + "\n").utf8), to: "\(folder)/case.json", mode: 0o644)
  }

  private static func json(_ one: Case) -> JSONValue {
    [
      "story": .string(one.story), "time": .string(UTC.instant(one.moment)), "vin": text(one.vin),
      "issuer": text(one.issuer), "odometer": one.odometer.map { .integer($0) } ?? .null,
      "allow_undated": .bool(one.allowUndated), "no_status": .bool(one.noStatus),
      "validation": .string(one.validation.rawValue),
      "failures": .array(one.failures.map { .string($0) }), "verdict": text(one.verdict?.rawValue),
      "specimen_of": text(one.specimenOf?.rawValue), "exit": .integer(Int64(one.exit)),
    ]
  }

  private static func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }

  static func read(_ name: String, in folder: String) throws -> Case {
    func bytes(_ file: String) throws -> [UInt8]? {
      SafeFile.exists("\(folder)/\(file)") ? try SafeFile.read("\(folder)/\(file)") : nil
    }
    let statuses = try (1...9).compactMap { try bytes("status-\($0).jwt") }
    let json = try StrictJSON.parse(try SafeFile.read("\(folder)/case.json"))
    let validation = try #require(json["validation"]?.string.flatMap(Validation.init(rawValue:)))
    let exit = try #require(json["exit"]?.integer)
    let time = try #require(json["time"]?.string.flatMap(UTC.parseInstant))
    return Case(
      name: name, story: json["story"]?.string ?? "", file: try SafeFile.read("\(folder)/certificate"),
      trust: try bytes("trust.jws"), memory: try bytes("memory.json"), statuses: statuses,
      issuers: try bytes("issuers.json"), vin: json["vin"]?.string,
      issuer: json["issuer"]?.string, odometer: json["odometer"]?.integer, allowUndated: json["allow_undated"] == true,
      noStatus: json["no_status"] == true, moment: time,
      validation: validation, failures: (json["failures"]?.array ?? []).compactMap(\.string),
      verdict: json["verdict"]?.string.flatMap(Verdict.init(rawValue:)),
      specimenOf: json["specimen_of"]?.string.flatMap(Verdict.init(rawValue:)), exit: Int32(exit))
  }
}
