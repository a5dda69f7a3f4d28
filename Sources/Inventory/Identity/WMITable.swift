package import HandoverModel

/// Where a prefix is listed (the landscape notes, section 3, November 2026).
package enum WMISource: String, Codable, Hashable, Sendable {
  /// The list of the US regulator (NHTSA vPIC 3.45 of March 2024, as shipped in the Python package `vin` 0.6.2).
  case vPIC = "vpic"
  /// Another public list: the Python package `vininfo` 1.11.0, the list of `otcova/archive`, or public clients' own
  /// data.
  case otherList = "other_list"
  /// Commonly quoted, found in neither.
  case unconfirmed
}

/// Whom a VIN's first characters name.
package struct WMIEntry: Hashable, Sendable {
  /// The ids of the makers; more than one means that the prefix alone does not tell.
  package var makers: [String]
  /// The brands that were sold under it, as far as the lists tell.
  package var brands: [String]
  /// Makers whose badge cars with another maker's prefix also carry.
  var badges: [String]
  /// The best list that has it.
  package var source: WMISource

  /// The maker, where there is only one.
  package var maker: String? { makers.count == 1 ? makers.first : nil }
}

/// The table of world manufacturer identifiers (ISO 3780), by the first three characters. Every list we hold tells
/// makers of cars apart by three; a row with a longer prefix would be looked up before them.
package struct WMITable: Sendable {
  /// The table made of all rows.
  static let shared = WMITable(WMIRow.all)

  /// Prefix and entry, in the order of the prefixes: for tests and for printing the table.
  package static var all: [(prefix: String, entry: WMIEntry)] { shared.all }

  /// What is known about a VIN's prefix, or nil.
  package static func entry(for vin: VIN) -> WMIEntry? { shared.entry(VINFacts(vin).prefix) }

  private let all: [(prefix: String, entry: WMIEntry)]
  private let places: [Int16]

  init(_ rows: [WMIRow]) {
    all = Self.merged(rows).sorted { $0.key < $1.key }.map { (prefix: $0.key, entry: $0.value) }
    var places = [Int16](repeating: -1, count: 36 * 36 * 36)
    for (place, item) in all.enumerated() {
      let bytes = Array(item.prefix.utf8)
      if let slot = Self.slot(VINFacts.packed(bytes[0], bytes[1], bytes[2])) { places[slot] = Int16(place) }
    }
    self.places = places
  }

  /// What is known about three packed characters.
  func entry(_ prefix: UInt32) -> WMIEntry? {
    guard let slot = Self.slot(prefix), places[slot] >= 0 else { return nil }
    return all[Int(places[slot])].entry
  }

  private static func slot(_ prefix: UInt32) -> Int? {
    guard let first = digit(prefix >> 16), let second = digit(prefix >> 8), let third = digit(prefix) else {
      return nil
    }
    return (first * 36 + second) * 36 + third
  }

  private static func digit(_ bits: UInt32) -> Int? {
    let byte = UInt8(truncatingIfNeeded: bits)
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return Int(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): return Int(byte - UInt8(ascii: "A")) + 10
    default: return nil
    }
  }

  private static func merged(_ rows: [WMIRow]) -> [String: WMIEntry] {
    var table: [String: WMIEntry] = [:]
    for row in rows {
      for (source, list) in [(WMISource.vPIC, row.vPIC), (.otherList, row.other), (.unconfirmed, row.unconfirmed)] {
        for prefix in list.split(separator: " ") {
          table[String(prefix), default: WMIEntry(makers: [], brands: [], badges: [], source: source)]
            .add(row, from: source)
        }
      }
    }
    for row in rows {
      for prefix in row.badge.split(separator: " ") { table[String(prefix)]?.badges.append(row.maker) }
    }
    return table
  }
}

extension WMIEntry {
  fileprivate mutating func add(_ row: WMIRow, from source: WMISource) {
    if !makers.contains(row.maker) { makers.append(row.maker) }
    brands += row.brands.split(separator: ",").map(String.init).filter { !brands.contains($0) }
    if source == .vPIC || self.source == .unconfirmed { self.source = source }
  }
}
