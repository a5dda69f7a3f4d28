import Foundation
import StrictFormats

/// What one run printed and how it ended.
struct RunOutput {
  /// One car's line.
  struct Row {
    var vin: String
    var json: JSONValue

    var group: [String: String] {
      let layers = json["layers"]?.array ?? []
      return Dictionary(
        layers.map { ($0["layer"]?.string ?? "", $0["group"]?.string ?? "") }, uniquingKeysWith: { first, _ in first })
    }
    var mayBeDelivered: Bool { json["may_be_delivered"]?.bool == true }
    var certificate: JSONValue? { json["certificate"] }
  }

  /// Where the output lies, for evidence.
  var path: String
  var rows: [Row] = []
  var errors: [String: String] = [:]
  var rejected = 0
  var summary: JSONValue?
  /// 128 and the signal's number for a run that was killed.
  var exit: Int32
  /// The folder of buyers' copies that this run wrote.
  var copies: String?

  var wasKilled: Bool { exit > 128 }

  /// Whether a car waits only for the same command to be given again, because its plan had grown.
  var holdsUp: Bool {
    rows.contains { row in
      row.json["holds"]?.array?.contains { $0["code"]?.string == "gate.plan-changed" } ?? false
    }
  }

  /// Reads a `--json` output; the last line of a run that was killed may be cut short.
  init(_ path: String, exit: Int32, copies: String? = nil) throws {
    self.path = path
    self.exit = exit
    self.copies = copies
    let all = try lines(at: path)
    for (place, line) in all.enumerated() {
      guard let value = try? StrictJSON.parseForeign(Array(line)) else {
        guard wasKilled, place == all.count - 1 else { throw ChaosProblem("\(path) has a line that is no JSON") }
        continue
      }
      add(value)
    }
  }

  private mutating func add(_ value: JSONValue) {
    if let summary = value["summary"] {
      self.summary = summary
    } else if value["rejected"] != nil {
      rejected += 1
    } else if let vin = value["vin"]?.string {
      if let error = value["error"]?.string { errors[vin] = error } else { rows.append(Row(vin: vin, json: value)) }
    }
  }
}
