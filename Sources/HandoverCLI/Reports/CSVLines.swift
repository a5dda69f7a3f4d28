import Foundation
import Inventory

/// A CSV file of results that no spreadsheet can mistake for formulas. Written as results come, so that a run that is stopped
/// leaves what it had.
final class CSVLines {
  private let file: FileHandle

  /// Begins the file anew.
  init(path: String, header: [String]) throws {
    guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
      let file = FileHandle(forWritingAtPath: path)
    else {
      throw Complaint(
        "csv.unwritable", "\(path) could not be made", hint: "give a file that you may write to: --csv FILE",
        status: .unreadable)
    }
    self.file = file
    try write(header)
  }

  func write(_ cells: [String]) throws { try file.write(contentsOf: Data(SafeCell.record(cells).utf8)) }

  func close() throws { try file.close() }
}
