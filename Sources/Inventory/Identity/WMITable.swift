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

/// The table of world manufacturer identifiers (ISO 3780): longest prefix first.
package enum WMITable {
  /// What is known about a VIN's prefix, or nil.
  package static func entry(for vin: VIN) -> WMIEntry? {
    var text = vin.text
    return text.withUTF8 { bytes in
      for length in stride(from: min(longest, bytes.count), through: shortest, by: -1) {
        var packed: UInt64 = 0
        for place in 0..<length { packed = packed << 8 | UInt64(bytes[place]) }
        if let entry = entries[packed] { return entry }
      }
      return nil
    }
  }

  /// Prefix, entry: for tests and for printing the table.
  package static var all: [(prefix: String, entry: WMIEntry)] {
    byPrefix.map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 }
  }

  private static let byPrefix: [String: WMIEntry] = {
    var table: [String: WMIEntry] = [:]
    for row in WMIRow.all {
      for (source, list) in [(WMISource.vPIC, row.vPIC), (.otherList, row.other), (.unconfirmed, row.unconfirmed)] {
        for prefix in list.split(separator: " ") {
          table[String(prefix), default: WMIEntry(makers: [], brands: [], badges: [], source: source)]
            .add(row, from: source)
        }
      }
    }
    for row in WMIRow.all {
      for prefix in row.badge.split(separator: " ") { table[String(prefix)]?.badges.append(row.maker) }
    }
    return table
  }()

  private static let entries: [UInt64: WMIEntry] = Dictionary(
    uniqueKeysWithValues: byPrefix.map { (key($0.key), $0.value) })
  private static let longest = byPrefix.keys.map(\.utf8.count).max() ?? 0
  private static let shortest = byPrefix.keys.map(\.utf8.count).min() ?? 1

  private static func key(_ prefix: String) -> UInt64 { prefix.utf8.reduce(0) { $0 << 8 | UInt64($1) } }
}

extension WMIEntry {
  fileprivate mutating func add(_ row: WMIRow, from source: WMISource) {
    if !makers.contains(row.maker) { makers.append(row.maker) }
    brands += row.brands.split(separator: ",").map(String.init).filter { !brands.contains($0) }
    if source == .vPIC || self.source == .unconfirmed { self.source = source }
  }
}
