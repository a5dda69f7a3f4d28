import Foundation
import HandoverModel
import StrictFormats

/// An event of the exported ledger with what every event has.
struct Recorded<Body> {
  /// Its place in the ledger's order.
  var sequence: Int
  var handover: String
  var vin: String
  /// Its place in its handover's order, from 1.
  var number: Int
  /// Seconds since 1970, rounded to milliseconds by the ledger.
  var at: Double
  var body: Body
}

/// What an intent says, as far as it is held here.
struct IntentBody: Decodable {
  var step: StepID
  var access: AccessKey
  var number: Int
}

/// The endings of a stored plan.
struct PlanBody: Decodable {
  struct End: Decodable {
    struct Ended: Decodable { var key: AccessKey }
    var access: Ended
  }
  var ends: [End]
}

/// How long a source's kinds need to settle.
struct SourceBody: Decodable {
  var provider: ProviderID
  var settling: [String: Double]
}

/// What an issued certificate's event says.
struct CertifiedBody: Decodable {
  var id: String
  var sha256: String
  var state: String
  var verdict: String
  var specimenOf: String?
}

/// What the rows came to.
struct JudgedBody: Decodable { var verdict: Verdict }

/// `handover ledger export`, read back: every event that speaks about accesses, in the ledger's order.
struct LedgerExport {
  private(set) var intents: [Recorded<IntentBody>] = []
  private(set) var attempts: [Recorded<Attempt>] = []
  private(set) var sightings: [Recorded<Sighting>] = []
  private(set) var plans: [Recorded<PlanBody>] = []
  private(set) var sources: [Recorded<SourceBody>] = []
  private(set) var certified: [Recorded<CertifiedBody>] = []
  private(set) var judged: [Recorded<JudgedBody>] = []
  /// Every event's place, kind and handover, whatever it says.
  private(set) var all: [Recorded<String>] = []
  /// Events per handover, for those who ask about one car.
  private(set) var handovers: [String: String] = [:]

  /// - Parameter since: only events of this time or later, in seconds since 1970; nil for all. The ledger's order is nearly
  ///   that of time, so reading goes back from the end as far as is needed, and a little further.
  init(_ path: String, since: Double? = nil) throws {
    let all = try lines(at: path)
    var start = 0
    if let since {
      start = all.count
      while start > 0, try Self.time(of: Data(all[start - 1])) >= since - 2 { start -= 1 }
    }
    for line in all[start...] { try add(Data(line)) }
  }

  private struct Timed: Decodable { var at: String }

  private static func time(of line: Data) throws -> Double {
    UTC.parseInstant(try JSONDecoder().decode(Timed.self, from: line).at)?.timeIntervalSince1970 ?? 0
  }

  private struct Head: Decodable {
    var sequence: Int
    var handover: String
    var vin: String
    var number: Int
    var kind: String
    var at: String
  }

  private struct WithBody<Body: Decodable>: Decodable { var body: Body }

  private mutating func add(_ line: Data) throws {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .secondsSince1970
    let head = try decoder.decode(Head.self, from: line)
    guard let at = UTC.parseInstant(head.at)?.timeIntervalSince1970 else {
      throw ChaosProblem("the ledger's event \(head.sequence) has no time")
    }
    func recorded<Body: Decodable>(_ type: Body.Type) throws -> Recorded<Body> {
      let body = try decoder.decode(WithBody<Body>.self, from: line).body
      return Recorded(
        sequence: head.sequence, handover: head.handover, vin: head.vin, number: head.number, at: at, body: body)
    }
    all.append(
      Recorded(
        sequence: head.sequence, handover: head.handover, vin: head.vin, number: head.number, at: at, body: head.kind))
    handovers[head.handover] = head.vin
    switch head.kind {
    case "intent": intents.append(try recorded(IntentBody.self))
    case "attempt": attempts.append(try recorded(Attempt.self))
    case "sighting": sightings.append(try recorded(Sighting.self))
    case "planned": plans.append(try recorded(PlanBody.self))
    case "source": sources.append(try recorded(SourceBody.self))
    case "certified": certified.append(try recorded(CertifiedBody.self))
    case "judged": judged.append(try recorded(JudgedBody.self))
    default: break
    }
  }

  /// Seconds the provider's kind was declared to need, as last recorded.
  func settling(_ target: Target) -> Double {
    sources.last { $0.body.provider.rawValue == target.provider }?.body.settling[target.kind] ?? 0
  }
}

extension AccessKey {
  var target: Target { Target(provider: provider.rawValue, kind: kind, id: id) }
}

extension KindSighting {
  /// Whether it showed anything at all: it was neither refused nor unable to list.
  var isUsable: Bool { failure == nil && sight != .cannotList }

  /// Usable, with something in it that had to be there.
  var hasControl: Bool {
    guard isUsable, case .seen = control else { return false }
    return true
  }

  func shows(_ target: Target) -> Bool { accesses.contains { $0.key.target == target } }
}
