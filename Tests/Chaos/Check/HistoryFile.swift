import Foundation
import StrictFormats

/// One line of the simulators' history: a request, or an act of a person or of the world.
struct HistoryLine {
  var sequence: Int
  var isRequest: Bool
  /// Seconds since 1970, cut to milliseconds by the simulators.
  var wall: Double
  var provider: String
  var method: String
  var path: String
  var endpoint: String
  var vin: String?
  var access: String?
  var isEffectful: Bool
  var isApplied: Bool
  var fault: String?
  var status: Int

  /// Nil for a line that is no entry, such as one cut short.
  init?(_ bytes: some Collection<UInt8>) {
    guard let value = try? StrictJSON.parseForeign(Array(bytes)), let sequence = value["seq"]?.integer,
      let event = value["event"]?.string, let wall = value["wall"]?.string.flatMap({ UTC.parseInstant($0) })
    else { return nil }
    self.sequence = Int(sequence)
    isRequest = event == "request"
    self.wall = wall.timeIntervalSince1970
    provider = value["provider"]?.string ?? ""
    method = value["method"]?.string ?? ""
    path = value["path"]?.string ?? ""
    endpoint = value["endpoint"]?.string ?? ""
    vin = value["vin"]?.string
    access = value["access"]?.string
    isEffectful = isRequest && value["effectful"]?.bool == true
    isApplied = value["applied"]?.bool == true
    fault = value["fault"]?.string
    status = Int(value["status"]?.integer ?? 0)
  }

  /// What an effectful request was sent to end; nil for a request that ends more than one access, or none.
  var target: Target? {
    switch endpoint {
    case "skoda.guests.delete": Target(provider: provider, kind: "guest", id: access ?? "")
    case "skoda.certificates.delete": Target(provider: provider, kind: "certificate", id: access ?? "")
    case "skoda.garage.delete": Target(provider: provider, kind: "ownership", id: vin ?? "")
    case "smartcar.v3.connections.delete": Target(provider: provider, kind: "connection", id: access ?? "")
    case "smartcar.v3.subscriptions.delete": Target(provider: provider, kind: "subscription", id: access ?? "")
    default: nil
    }
  }

  /// Whether the answer said for certain that nothing was done, so that sending again is no blind repeat. An answer that
  /// never arrived (status 0) or that may stand for an effect is not one of these.
  var certainlyNotDone: Bool {
    !isApplied && (400..<500).contains(status) && ![404, 408, 425].contains(status)
  }
}

/// What an ending is about: an access without the mark of its creation, which requests do not carry.
struct Target: Hashable, CustomStringConvertible {
  var provider: String
  var kind: String
  var id: String

  var description: String { "\(provider) \(kind) \(id.prefix(8))" }
}

/// The lines of a history.
///
/// - Parameter last: only so many of the newest.
func readHistory(_ path: String, last: Int = .max) throws -> [HistoryLine] {
  try lines(at: path).suffix(last).compactMap { HistoryLine($0) }
}

/// The lines of a file without their ends.
func lines(at path: String) throws -> [ArraySlice<UInt8>] {
  try fileBytes(path).split(separator: 0x0A)
}

/// The whole of a file.
func fileBytes(_ path: String) throws -> [UInt8] {
  guard let data = FileManager.default.contents(atPath: path) else { throw ChaosProblem("\(path) cannot be read") }
  return [UInt8](data)
}
