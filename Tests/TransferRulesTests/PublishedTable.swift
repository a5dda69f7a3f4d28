import Foundation
import TransferRules

/// The published table these tests speak about, read from its own file.
enum PublishedTable {
  static let text: String = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Checklists/Tables")
    return (try? String(contentsOf: folder.appending(path: "2026-11.json"), encoding: .utf8)) ?? ""
  }()

  static func table() throws -> RuleTable { try RuleTable(bytes: Array(text.utf8)) }

  /// The table with one piece of its text exchanged.
  static func changed(_ old: String, _ new: String) -> [UInt8] {
    Array(text.replacing(old, with: new, maxReplacements: 1).utf8)
  }
}
