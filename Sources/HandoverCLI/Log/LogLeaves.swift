import Certification
import Foundation
import HandoverLedger
import HandoverModel
import StrictFormats
import TransparencyLog

/// Something that is to be in the log, or that a leaf stands for.
struct Loggable {
  var entry: LogEntry
  /// For a person.
  var name: String
  /// When it was made, where that is known.
  var date: Date?
}

/// What the log of a dealership has to hold.
enum LogLeaves {
  /// Every certificate of the ledger, in the order in which they were stored.
  static func certificates(of home: DealerHome) async throws -> [Loggable] {
    let reader = try Ledger.openForReading(at: home.ledgerFile)
    defer { reader.close() }
    var all: [Loggable] = []
    var last: Int64 = 0
    while true {
      // A slice at a time: each holds up a writer for milliseconds only.
      let slice = try await reader.certificates(after: last, limit: 200)
      guard let end = slice.last else { return all }
      for stored in slice {
        let issued = try IssuedCertificate(fullCopy: stored.content.text)
        all.append(
          Loggable(entry: issued.logEntry, name: "certificate \(issued.id)", date: stored.content.issuedAt))
      }
      last = end.sequence
    }
  }

  /// A status token or a trust list, told by what it is.
  static func file(_ path: String) throws -> Loggable {
    let bytes = try SafeFile.read(path)
    if (try? StrictJSON.parse(bytes))?["signatures"] != nil {
      return Loggable(entry: LogEntry(.trustList, of: bytes), name: "trust list \(path)")
    }
    var text = bytes[...]
    while let last = text.last, last == 0x0A || last == 0x0D || last == 0x20 { text.removeLast() }
    guard text.count(where: { $0 == UInt8(ascii: ".") }) == 2, text.starts(with: "ey".utf8) else {
      throw Complaint(
        "log.not-loggable", "\(path) is neither a status token nor a trust list",
        hint: "certificates are logged from the ledger, without naming them", status: .unreadable)
    }
    return Loggable(entry: LogEntry(.statusList, of: Array(text)), name: "status list \(path)")
  }
}
