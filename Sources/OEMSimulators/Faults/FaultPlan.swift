/// A set of fault rates with a name.
package enum FaultProfile: String, CaseIterable, Codable, Sendable {
  /// No faults.
  case kind
  /// The catalogue's rates: the default.
  case unkind
  /// The catalogue's rates times ten.
  case cruel

  /// The rate of a fault under this profile.
  package func rate(_ fault: Fault) -> Double {
    switch self {
    case .kind: fault == .refreshReuse ? 1 : 0
    case .unkind: fault.unkindRate
    case .cruel: min(1, fault.unkindRate * 10)
    }
  }
}

/// A fault drawn for one call.
package struct FaultDraw: Sendable, Hashable {
  /// Which.
  package let fault: Fault
  /// Which form of it: any number; each fault takes what it needs of it.
  package let form: UInt64
}

/// Which faults happen where. Every decision is a function of the seed and of a name (of the call and how often it came, of
/// the vehicle, of the access), never of the order of events, so that a run can be had again.
package struct FaultPlan: Sendable {
  package let chance: Chance
  private var rates: [Fault: Double]
  /// Endpoints that answer 410 (B10).
  package var retiredEndpoints: Set<String> = []
  /// After so many faulted calls of one name in a row the next one is served, so that the schedule of every profile is
  /// finite (I7).
  package static let longestRun = 3
  /// Call faults together never take a larger share than this, whatever the rates say.
  package static let largestShare = 0.75

  private var occurrences: [String: Int] = [:]
  private var runs: [String: Int] = [:]

  /// A plan of one profile, with single rates changed.
  package init(seed: UInt64, profile: FaultProfile, changes: [Fault: Double] = [:]) {
    chance = Chance(seed: seed)
    rates = [:]
    for fault in Fault.allCases { rates[fault] = changes[fault] ?? profile.rate(fault) }
  }

  /// The rate of a fault.
  package func rate(_ fault: Fault) -> Double { rates[fault] ?? 0 }

  /// Changes one rate.
  package mutating func setRate(_ fault: Fault, _ rate: Double) { rates[fault] = min(1, max(0, rate)) }

  /// Whether a fault that belongs to a vehicle, an access or the run happens to this one.
  package func happens(_ fault: Fault, to name: String) -> Bool {
    let rate = rate(fault)
    return rate > 0 && chance.share(fault.rawValue, name) < rate
  }

  /// Which of the two replicas answers this call; `draw` counts the call afterwards.
  package func replica(_ name: String) -> Int {
    Int(chance.number("replica", name, at: occurrences[name, default: 0]) & 1)
  }

  /// Draws the fault of one call, among those that its endpoint can have. `name` is method and path with query. A fault whose
  /// rate is 1 happens to every call that can have it, without end: that is what a test of one fault asks for.
  package mutating func draw(_ name: String, among faults: [Fault]) -> FaultDraw? {
    let occurrence = occurrences[name, default: 0]
    occurrences[name] = occurrence + 1
    if let always = faults.first(where: { rate($0) >= 1 }) {
      return FaultDraw(fault: always, form: chance.number("form", name, at: occurrence))
    }
    let total = faults.reduce(0) { $0 + rate($1) }
    guard total > 0 else { return nil }
    let scale = total > Self.largestShare ? Self.largestShare / total : 1
    var point = chance.share("call", name, at: occurrence)
    for fault in faults {
      let rate = rate(fault) * scale
      if point < rate {
        if runs[name, default: 0] >= Self.longestRun { break }
        runs[name, default: 0] += 1
        return FaultDraw(fault: fault, form: chance.number("form", name, at: occurrence))
      }
      point -= rate
    }
    runs[name] = nil
    return nil
  }
}
