import Foundation
import Inventory

/// Writes bytes into a file of its own and reads them back as a lot.
enum LotFixture {
  struct Read {
    var rows: [LotRow] = []
    var rejections: [RowRejection] = []
    var summary: TableSummary

    /// The codes of the notes of all good rows.
    var notes: [String] { rows.flatMap(\.notes).map(\.code) }
    var fileNotes: [String] { summary.notes.map(\.code) }
  }

  static let today = Date(timeIntervalSince1970: 1_795_478_400)

  static func read(_ bytes: [UInt8]) throws -> Read {
    try withFile(bytes) { path in
      var reader = try LotReader(path: path, asOf: today)
      var read = Read(summary: reader.summary)
      try reader.each { entry in
        switch entry {
        case .row(let row): read.rows.append(row)
        case .rejection(let rejection): read.rejections.append(rejection)
        }
      }
      read.summary = reader.summary
      return read
    }
  }

  static func read(_ text: String) throws -> Read { try read(Array(text.utf8)) }

  /// Why the file is refused, or nil.
  static func problem(_ bytes: [UInt8]) throws -> LotFileProblem? {
    do {
      _ = try read(bytes)
      return nil
    } catch let problem as LotFileProblem {
      return problem
    }
  }

  static func withFile<Answer>(_ bytes: [UInt8], _ body: (String) throws -> Answer) throws -> Answer {
    let path = NSTemporaryDirectory() + "lot-\(UUID().uuidString).csv"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
  }
}

/// VINs used by the tests, each with a right check digit where one is required.
enum TestVIN {
  static let american = "1M8GDM9AXKP042788"
  static let honda = "1HGCM82633A004352"
  static let skoda = "TMBJB9NX5PY000001"
  static let landRover = "SALCA2BN4LH000001"
}
