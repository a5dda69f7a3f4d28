import Foundation
import HandoverModel
import Judgement

/// A small rule book for tests: every layer required, and the contributions of the published rule (certificate content 6.2).
struct StrictRules: RuleBook {
  var optional: Set<Layer> = []
  var weights: [Layer: Weight] = [:]

  func isRequired(_ layer: Layer) -> Bool { !optional.contains(layer) }
  func weight(of layer: Layer) -> Weight { weights[layer] ?? .high }

  func contribution(of group: BuyerGroup, for layer: Layer) -> Verdict {
    let weight = weight(of: layer)
    switch group {
    case .noneRemaining, .nonePossible, .protectedOK: return .clear
    case .statedByTwo, .statedWithEvidence, .endedWithAccount: return weight == .low ? .clear : .clearAttested
    case .statedByOne, .statedByProvider, .keptDisclosed:
      return weight == .high ? .conditional : weight == .medium ? .clearAttested : .clear
    case .endsBy: return weight == .low ? .clearAttested : .conditional
    case .overdue: return weight == .high ? .notClear : .conditional
    case .open: return weight == .low ? .conditional : .notClear
    case .notKnown:
      return isRequired(layer) && weight == .high ? .notClear : weight == .low ? .clearAttested : .conditional
    case .protectedFault: return .notClear
    }
  }
}

/// Builders that read as one line in a test.
enum Case {
  static let vin = VIN(strict: "TMBJB9NX0PY000001")!
  static let maker = ProviderID("maker")
  static let start = Date(timeIntervalSince1970: 1_795_000_000)

  static func access(_ id: String, kind: String = "guest", layer: Layer = .secondaryUsers) -> Access {
    Access(
      key: AccessKey(provider: maker, kind: kind, id: id), layer: layer, holder: .otherPerson, power: .control)
  }

  static func sighting(
    _ pass: LookPass, at seconds: Double, kind: String = "guest", layer: Layer = .secondaryUsers,
    sight: Sight = .complete, control: Bool = true, _ accesses: [Access]
  ) -> Sighting {
    let control: PositiveControl = control ? .seen(what: "own role", value: "role-0001") : .notSeen
    let seen = KindSighting(
      kind: kind, layer: layer, read: "GET /things", sight: sight, control: control, accesses: accesses)
    let at = start.addingTimeInterval(seconds)
    return Sighting(
      provider: maker, vin: vin, pass: pass, startedAt: at, endedAt: at, mode: .live, kinds: [seen])
  }

  static func attempt(
    on access: Access, at seconds: Double, _ certainty: Certainty = .done, code: String = "accepted"
  ) -> Attempt {
    let at = start.addingTimeInterval(seconds)
    return Attempt(
      step: StepID(rawValue: "end"), access: access.key, number: 1, startedAt: at, endedAt: at,
      report: AttemptReport(certainty, code: code, reason: "for the test"))
  }

  static func file(
    _ sightings: [Sighting], _ attempts: [Attempt] = [], statements: [Statement] = [], diesWith: [DiesWithRule] = [],
    settling: Double = 0
  ) -> CaseFile {
    CaseFile(
      sightings: sightings, attempts: attempts, statements: statements, diesWith: diesWith,
      settling: [KindName(provider: maker, kind: "guest"): settling], decidedAt: start.addingTimeInterval(10_000))
  }

  static func row(_ file: CaseFile, _ layer: Layer = .secondaryUsers) -> BuyerGroup? {
    judge(file, by: StrictRules()).row(layer)?.group
  }
}
