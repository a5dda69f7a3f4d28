public import FoundationEssentials
public import HandoverModel

/// What the verdict rule looks at besides the rows.
public struct VerdictFacts: Hashable, Sendable {
  /// The rows, one for each layer.
  public var groups: [Layer: BuyerGroup]
  /// The platform, as the table names it.
  public var platform: String
  /// How the VIN was come by.
  public var vinRead: VINRead
  /// Whether the run was live.
  public var mode: HandoverMode
  /// The oldest look among the layers of high weight.
  public var checkedAt: Date
  /// When the certificate is issued.
  public var issuedAt: Date

  /// The facts of one certificate.
  public init(
    groups: [Layer: BuyerGroup], platform: String, vinRead: VINRead, mode: HandoverMode, checkedAt: Date, issuedAt: Date
  ) {
    self.groups = groups
    self.platform = platform
    self.vinRead = vinRead
    self.mode = mode
    self.checkedAt = checkedAt
    self.issuedAt = issuedAt
  }
}

extension VerdictFacts {
  /// The facts that a certificate states.
  public init(_ payload: CertificatePayload) {
    let handover = payload.handover
    self.init(
      groups: handover.layers, platform: handover.platform, vinRead: payload.vehicle.vinRead, mode: handover.mode,
      checkedAt: handover.checkedAt, issuedAt: payload.issuedAt)
  }
}

/// How the VIN was come by. Only `typed` caps the verdict (gate 6).
public enum VINRead: String, CaseIterable, Codable, Hashable, Sendable {
  /// From the car's screen or bus.
  case car
  /// From a label on the car.
  case scanned
  case typed
}

/// What the rule gives: the verdict to print, and, for a specimen, what the rows alone would have given.
public struct RecomputedVerdict: Hashable, Sendable {
  /// The verdict; `void` unless the run was live.
  public var verdict: Verdict
  /// Present exactly when the verdict is `void`.
  public var specimenOf: Verdict?
  /// What the rows and every gate but the one for the mode give.
  public var ofRows: Verdict
  /// The layers whose rows contribute the worst.
  public var drivers: [Layer]
  /// The gates that capped the result, by name.
  public var gates: [String]
}

extension RuleTable {
  /// Recomputes a verdict: the worst contribution of any row, then the gates (certificate content 6.3 with the profile's changes).
  ///
  /// A layer without a row counts as `not_known`, and a required one as if its weight were high, so that leaving a row out
  /// never helps. There is no averaging, no score and no override.
  ///
  /// - Returns: nil when the table does not know the platform.
  public func verdict(of facts: VerdictFacts) -> RecomputedVerdict? {
    guard let rules = rules(on: facts.platform) else { return nil }
    var contributions: [(layer: Layer, verdict: Verdict)] = []
    for (layer, rule) in zip(Layer.allCases, rules) {
      guard let verdict = contribution(of: facts.groups[layer], under: rule) else { return nil }
      contributions.append((layer, verdict))
    }
    let worst = contributions.map(\.verdict).max() ?? .notClear
    var result = worst
    var gates: [String] = []
    for (name, cap) in caps(on: facts, rules) where result < cap {
      result = cap
      gates.append(name)
    }
    let isLive = facts.mode == .live
    return RecomputedVerdict(
      verdict: isLive ? result : .void, specimenOf: isLive ? nil : result, ofRows: result,
      drivers: contributions.filter { $0.verdict == worst && worst != .clear }.map(\.layer), gates: gates)
  }

  private func caps(on facts: VerdictFacts, _ rules: [LayerRule]) -> [(String, Verdict)] {
    var caps: [(String, Verdict)] = []
    if (facts.groups[.protectedFunctions] ?? .notKnown) == .notKnown {
      caps.append(("protected-not-checked", .conditional))
    }
    if isStale(facts, rules) { caps.append(("look-too-old", .conditional)) }
    if facts.vinRead == .typed { caps.append(("vin-typed", .clearAttested)) }
    return caps
  }

  private func isStale(_ facts: VerdictFacts, _ rules: [LayerRule]) -> Bool {
    let counts = zip(Layer.allCases, rules).contains { layer, rule in
      rule.weight == .high && facts.groups[layer] != .nonePossible
    }
    return counts && facts.issuedAt.timeIntervalSince(facts.checkedAt) > Double(freshHours) * 3_600
  }
}
