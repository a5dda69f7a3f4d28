package import FoundationEssentials
package import HandoverModel
import Inventory

/// A reason why nothing is ended for a car in this run (design rules 8 and 9).
package enum Hold: Hashable, Codable, Sendable {
  /// A claim or a flag that stops the handover altogether: no ending and no certificate until a person settled it.
  case stop(StopSign)
  /// Nobody said when the car was taken in.
  case takenInMissing
  /// The car is taken in later than now.
  case notYetTakenIn
  /// Nobody said that the VIN was read from the car itself.
  case vinNotRead
  /// The car was delivered: whatever is linked now may be the buyer's own.
  case delivered
  /// The look shows endings that no person has seen in a plan yet.
  case planChanged
  /// The run only looks.
  case notAsked

  /// Whether it stops the certificate too.
  package var stopsCertificate: Bool { if case .stop = self { true } else { false } }

  /// A stable name for `--json` and for tests.
  package var code: String {
    switch self {
    case .stop(let sign): "stop.\(sign.rawValue)"
    case .takenInMissing: "gate.taken-in-missing"
    case .notYetTakenIn: "gate.not-yet-taken-in"
    case .vinNotRead: "gate.vin-not-read"
    case .delivered: "gate.delivered"
    case .planChanged: "gate.plan-changed"
    case .notAsked: "gate.not-asked"
    }
  }

  /// What a person is told, with what to do.
  package var words: String {
    switch self {
    case .stop(.stolen): "flagged as stolen: nothing is ended; call the police unit that flagged it"
    case .stop(.fleet): "belongs to a fleet: ask the fleet's operator first"
    case .stop(.lenderClaim): "a lender has a claim on it: settle that first"
    case .stop(.secondClaimant): "somebody else claims it: settle that first"
    case .stop(.legalHold): "under a legal hold: nothing may be ended or erased"
    case .stop(.authorityLost): "the authority to act for it was lost: look at who owns it now"
    case .takenInMissing: "say when it was taken in (column taken_in); until then nothing is ended"
    case .notYetTakenIn: "it is taken in only later; nothing is ended before"
    case .vinNotRead: "read the VIN from the car and say so (column vin_read: car or scanned)"
    case .delivered: "delivered: nothing is ever ended after that"
    case .planChanged: "shows more than the stored plan; read the new plan, then run again with --apply"
    case .notAsked: "only looked at; add --apply to end what the plan says"
    }
  }
}

/// What speaks against ending anything for this car at this moment, from what the dealer said and the providers showed.
package func holds(on facts: CarFacts, seen sightings: [Sighting], delivered: Bool, at moment: Date) -> [Hold] {
  var holds = stopSigns(of: facts.gates, seen: sightings).map(Hold.stop)
  if let takenIn = facts.gates.takenIn {
    if takenIn > moment { holds.append(.notYetTakenIn) }
  } else {
    holds.append(.takenInMissing)
  }
  if facts.gates.vinRead == nil || facts.gates.vinRead == .typed { holds.append(.vinNotRead) }
  if delivered || facts.gates.deliveredOn.map({ $0 <= moment }) ?? false { holds.append(.delivered) }
  return holds
}

private func stopSigns(of gates: Gates, seen sightings: [Sighting]) -> [StopSign] {
  var signs = Set(sightings.flatMap(\.stopSigns))
  if gates.stolen { signs.insert(.stolen) }
  if gates.fleet { signs.insert(.fleet) }
  if gates.lenderClaim { signs.insert(.lenderClaim) }
  if gates.secondClaimant { signs.insert(.secondClaimant) }
  if gates.legalHold { signs.insert(.legalHold) }
  return StopSign.allCases.filter(signs.contains)
}
