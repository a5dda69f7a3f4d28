import CertificateChecking
import Foundation
import HandoverModel
import StrictFormats
import VerifyReport

/// Runs the verify command on a folder of `Tests/CertificateCorpus`, and keeps what it said.
struct Bench {
  static let corpus = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../CertificateCorpus").standardized.path()

  /// Every folder of the corpus.
  static let names: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: corpus)) ?? []
    return names.filter { FileManager.default.fileExists(atPath: "\(corpus)/\($0)/case.json") }.sorted()
  }()

  var name: String
  var json = false
  var specimen = false
  var colour = false
  var width = 100
  var state: String?
  /// Files to verify besides or instead of the case's own.
  var files: [String]?
  /// Status tokens instead of the case's own.
  var statuses: [String]?
  /// A trust list instead of the case's own.
  var trust: String?

  init(_ name: String) { self.name = name }

  struct Said {
    var status: Int32
    var results: [String]
    var talk: [String]

    var first: String { results.first ?? "" }
    var all: String { results.joined(separator: "\n") }
  }

  var folder: String { "\(Self.corpus)/\(name)" }

  func facts() throws -> JSONValue {
    try StrictJSON.parse([UInt8](try Data(contentsOf: URL(filePath: "\(folder)/case.json"))))
  }

  func run() throws -> Said {
    let facts = try facts()
    var request = VerifyRequest(files: files ?? ["\(folder)/certificate"])
    request.trust = trust ?? (exists("trust.jws") ? "\(folder)/trust.jws" : nil)
    request.statuses = statuses ?? (1...9).map { "status-\($0).jwt" }.filter(exists).map { "\(folder)/\($0)" }
    request.issuers = exists("issuers.json") ? "\(folder)/issuers.json" : nil
    request.vin = facts["vin"]?.string
    request.issuer = facts["issuer"]?.string
    request.odometer = facts["odometer"]?.integer
    request.allowUndated = facts["allow_undated"] == true
    request.noStatus = facts["no_status"] == true
    request.json = json
    request.specimen = specimen
    request.tables = ["\(Self.corpus)/rules.json"]
    request.memory = try (state ?? remembered()).map { MemoryFile(path: $0) }
    let moment = UTC.parseInstant(facts["time"]?.string ?? "") ?? .distantPast
    let ear = Ear()
    let surroundings = VerifySurroundings(
      now: moment, style: ReportStyle(width: width, colour: colour), program: "verify", tables: [],
      buyerStep: { $0 == "vwg-mib3" ? "Ask the car." : nil }, result: { ear.results.append($0) },
      say: { ear.talk.append($0) })
    let status = VerifyCommandLogic(request, in: surroundings).run()
    return Said(status: status, results: ear.results, talk: ear.talk)
  }

  /// A copy of the case's memory, because a verifier writes it.
  private func remembered() throws -> String? {
    guard exists("memory.json") else { return nil }
    let copy = Self.temporary("memory")
    try FileManager.default.copyItem(atPath: "\(folder)/memory.json", toPath: copy)
    return copy
  }

  private func exists(_ file: String) -> Bool { FileManager.default.fileExists(atPath: "\(folder)/\(file)") }

  static func temporary(_ name: String) -> String {
    FileManager.default.temporaryDirectory.path() + "/\(name)-\(UInt64.random(in: 0...UInt64.max)).json"
  }

  private final class Ear {
    var results: [String] = []
    var talk: [String] = []
  }
}
