/// The short name of a company whose interface we speak or whose objects a sheet talks about: `smartcar`, `skoda`.
package struct ProviderID: RawRepresentable, Hashable, Codable, Sendable, Comparable, CustomStringConvertible {
  package let rawValue: String

  package init(rawValue: String) { self.rawValue = rawValue }

  package init(_ text: String) { rawValue = text }

  package var description: String { rawValue }

  package static func < (one: ProviderID, other: ProviderID) -> Bool { one.rawValue < other.rawValue }

  package init(from decoder: any Decoder) throws {
    rawValue = try decoder.singleValueContainer().decode(String.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }
}
