import Foundation
import StrictFormats

/// What a certificate's full copy says of single accesses, as far as it is held here. No id of a provider stands in it.
struct FullCopy {
  struct Line: Hashable {
    var provider: String
    var kind: String
    var outcome: String
  }

  var vin: String
  var id: String
  var lines: [Line] = []

  /// Reads a bundle; nil when it is none.
  init?(vin: String, _ bytes: [UInt8]) {
    guard let text = (try? StrictJSON.parse(bytes))?["sd_jwt"]?.string else { return nil }
    let pieces = text.split(separator: "~")
    let parts = (pieces.first ?? "").split(separator: ".")
    guard parts.count == 3, let payload = Base64.decode(parts[1]).flatMap({ try? StrictJSON.parse($0) }),
      let id = payload["jti"]?.string
    else { return nil }
    self.vin = vin
    self.id = id
    for piece in pieces.dropFirst() {
      guard let disclosure = Base64.decode(piece).flatMap({ try? StrictJSON.parse($0) })?.array, disclosure.count == 3,
        disclosure[1].string?.hasPrefix("holder_") == true
      else { continue }
      for line in disclosure[2]["lines"]?.array ?? [] {
        lines.append(
          Line(
            provider: line["provider"]?.string ?? "", kind: line["kind"]?.string ?? "",
            outcome: line["outcome"]?.string ?? ""))
      }
    }
  }

  /// The copies of a folder; their names are the cars'.
  static func all(in folder: String) throws -> [FullCopy] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { name in
      let vin = String(name.prefix { $0 != "." })
      guard let copy = FullCopy(vin: vin, try fileBytes("\(folder)/\(name)")) else {
        throw ChaosProblem("\(folder)/\(name) is no certificate")
      }
      return copy
    }
  }
}
