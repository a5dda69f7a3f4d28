import Crypto
public import HandoverModel
import StrictFormats

/// A published table: which layers a platform requires, their weight, and what each group of rows contributes.
///
/// A table is never changed once it is published; a certificate names it by the digest of its exact bytes, so its verdict
/// can be recomputed for ever (certificate profile, "Rule table and verdict").
public struct RuleTable: Hashable, Sendable {
  /// SHA-256 over the exact bytes, base64url.
  public let digest: String
  /// Hours after which a look at a layer of high weight is too old to certify.
  public let freshHours: Int
  /// By platform, one for each layer in the published order.
  private let platforms: [String: [LayerRule]]
  /// A list, which is found through as fast as a dictionary: the groups are few.
  private let contributions: [Contribution]
  private let unknownRequired: Weighted
  private let unknownOptional: Weighted

  /// What a table says about one layer of one platform.
  public struct LayerRule: Hashable, Sendable {
    /// Whether the layer must have been looked at.
    public var required: Bool
    /// The most an access of it could do.
    public var weight: Weight
  }

  /// One verdict for each weight.
  private struct Weighted: Hashable {
    var high, medium, low: Verdict

    subscript(weight: Weight) -> Verdict {
      switch weight {
      case .high: high
      case .medium: medium
      case .low: low
      }
    }
  }

  /// What the rows of one group contribute.
  private struct Contribution: Hashable {
    var group: BuyerGroup
    var verdicts: Weighted
  }

  /// Why some bytes are no table, with the place in them.
  public struct Malformed: Error, Hashable, Sendable {
    /// What is wrong, and where.
    public var reason: String
  }

  /// Reads a table. Every layer, platform, group and weight must be spelled out: a gap would be a rule nobody published.
  public init(bytes: [UInt8]) throws {
    let root: JSONValue
    do { root = try StrictJSON.parse(bytes) } catch { throw Malformed(reason: error.rawValue) }
    digest = Base64.encode(SHA256.hash(data: bytes))
    guard root["version"]?.integer == 1 else { throw Malformed(reason: "version is not 1") }
    guard root["layers"]?.array?.map(\.string) == Self.layerNames else {
      throw Malformed(reason: "layers are not the 21 of version 1, in order")
    }
    guard let hours = root["fresh_hours"]?.integer, hours > 0 else { throw Malformed(reason: "fresh_hours") }
    freshHours = Int(hours)
    platforms = try Self.platforms(root["platforms"])
    contributions = try Self.contributions(root["contributions"])
    unknownRequired = try Self.weights(root["unknown_required"], at: "unknown_required")
    unknownOptional = try Self.weights(root["unknown_optional"], at: "unknown_optional")
  }

  /// The ids of the platforms, sorted.
  public var platformIDs: [String] { platforms.keys.sorted() }

  /// What the table says about a layer of a platform, or nil when it does not know the platform.
  public func rule(for layer: Layer, on platform: String) -> LayerRule? { rules(on: platform)?[layer.position] }

  /// What a row contributes to the verdict on a platform, or nil when the table does not know the platform.
  public func contribution(of group: BuyerGroup, for layer: Layer, on platform: String) -> Verdict? {
    rule(for: layer, on: platform).flatMap { contribution(of: group, under: $0) }
  }

  /// What the table says about a platform, one rule for each layer in the published order.
  func rules(on platform: String) -> [LayerRule]? { platforms[platform] }

  /// What a row contributes under a rule. A layer without a row counts as not known, and a required one as if its weight
  /// were high.
  func contribution(of group: BuyerGroup?, under rule: LayerRule) -> Verdict? {
    guard let group else { return rule.required ? unknownRequired.high : unknownOptional[rule.weight] }
    if group == .notKnown { return (rule.required ? unknownRequired : unknownOptional)[rule.weight] }
    return contributions.first { $0.group == group }?.verdicts[rule.weight]
  }

  private static let layerNames = Layer.allCases.map(\.rawValue)

  private static func platforms(_ value: JSONValue?) throws -> [String: [LayerRule]] {
    guard let members = value?.members, !members.isEmpty else { throw Malformed(reason: "platforms") }
    var result: [String: [LayerRule]] = [:]
    for platform in members {
      guard isPlatformID(platform.name) else { throw Malformed(reason: "platform id \(platform.name)") }
      guard let layers = platform.value.members, layers.map(\.name) == layerNames else {
        throw Malformed(reason: "platforms.\(platform.name) does not spell out the 21 layers in order")
      }
      result[platform.name] = try layers.map { member in
        guard member.value.members?.count == 2, let required = member.value["required"]?.bool,
          let weight = member.value["weight"]?.string.flatMap(Weight.init(rawValue:))
        else { throw Malformed(reason: "platforms.\(platform.name).\(member.name)") }
        return LayerRule(required: required, weight: weight)
      }
    }
    return result
  }

  private static func contributions(_ value: JSONValue?) throws -> [Contribution] {
    let result = try BuyerGroup.allCases.filter { $0 != .notKnown }.map { group in
      let verdicts = try weights(value?[group.rawValue], at: "contributions.\(group.rawValue)")
      return Contribution(group: group, verdicts: verdicts)
    }
    guard value?.members?.count == result.count else { throw Malformed(reason: "contributions has unknown groups") }
    return result
  }

  private static func weights(_ value: JSONValue?, at place: String) throws -> Weighted {
    func verdict(_ weight: Weight) throws -> Verdict {
      guard let verdict = value?[weight.rawValue]?.string.flatMap(Verdict.init(rawValue:)) else {
        throw Malformed(reason: "\(place).\(weight.rawValue)")
      }
      return verdict
    }
    let result = Weighted(high: try verdict(.high), medium: try verdict(.medium), low: try verdict(.low))
    guard value?.members?.count == Weight.allCases.count else {
      throw Malformed(reason: "\(place) has unknown weights")
    }
    return result
  }

  /// `[a-z0-9][a-z0-9-]{1,31}`.
  public static func isPlatformID(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    let isPlain: (UInt8) -> Bool = {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
    }
    return (2...32).contains(bytes.count) && isPlain(bytes[0])
      && bytes.dropFirst().allSatisfy { isPlain($0) || $0 == UInt8(ascii: "-") }
  }
}
