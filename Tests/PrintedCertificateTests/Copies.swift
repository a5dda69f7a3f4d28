import Certification
import Foundation
import PrintedCertificate
import StrictFormats
import TransferRules

/// Copies out of `Tests/CertificateCorpus`, some with other content: a page does not look at the signature.
enum Copies {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../CertificateCorpus").standardized.path()

  static let names: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { SafeFile.exists("\(folder)/\($0)/certificate") }.sorted()
  }()

  static func bytes(_ name: String) throws -> [UInt8] { try SafeFile.read("\(folder)/\(name)/certificate") }

  static func table() throws -> RuleTable { try RuleTable(bytes: try SafeFile.read("\(folder)/rules.json")) }

  static func page(_ copy: [UInt8], verifier: String? = nil) throws -> PrintedCertificate {
    try PrintedCertificate(copy: copy, tables: [table()], verifier: verifier.flatMap(IssuerURI.init))
  }

  /// The copy with a piece of its payload's JSON replaced.
  static func changed(_ name: String, _ old: String, _ new: String) throws -> [UInt8] {
    let bundle = try StrictJSON.parse(try bytes(name))
    var parts = (bundle["sd_jwt"]?.string ?? "").split(separator: ".").map(String.init)
    let payload = String(decoding: Base64.decode(parts[1]) ?? [], as: UTF8.self)
    precondition(payload.contains(old), "the payload does not hold what is to be replaced")
    parts[1] = Base64.encode(Array(payload.replacing(old, with: new).utf8))
    return try with(bytes(name), "sd_jwt", parts.joined(separator: "."))
  }

  /// The copy with a member set, behind the others where it is new.
  static func with(_ copy: [UInt8], _ name: String, _ value: String) throws -> [UInt8] {
    var members = try StrictJSON.parse(copy).members ?? []
    if let place = members.firstIndex(where: { $0.name == name }) {
      members[place] = .init(name, .string(value))
    } else {
      members.append(.init(name, .string(value)))
    }
    return CanonicalJSON.bytes(.object(members))
  }

  /// So many bytes that cannot be packed, as text.
  static func noise(_ count: Int) -> String {
    var state: UInt64 = 20_261_125
    return Base64.encode(
      (0..<count).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: state >> 56)
      })
  }
}
