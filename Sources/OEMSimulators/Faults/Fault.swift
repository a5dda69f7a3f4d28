/// What a simulator does to be less kind than production. Codes and rates are those of the fault catalogue
/// (performance and reliability, section 8.2); `listDisagrees` is a defect seen at one provider in public.
package enum Fault: String, CaseIterable, Codable, Sendable, Hashable {
  // A: transport.
  case resetAfterEffect = "A2"
  case resetBeforeEffect = "A3"
  case closedReusedConnection = "A4"
  case slowBody = "A5"
  case cutBody = "A6"
  case oddHead = "A7"
  case decompressionBomb = "A8"
  case redirect = "A9"
  case captivePortal = "A13"
  // B: status codes and limits.
  case rateLimited = "B1"
  case commandQuota = "B2"
  case serverError = "B3"
  case tokenExpired = "B4"
  case refreshReuse = "B5"
  case refreshAnswerLost = "B6"
  case forbiddenVehicle = "B7"
  case falseNotFound = "B8"
  case busy = "B9"
  case retired = "B10"
  case errorInSuccess = "B12"
  case billing = "B13"
  // C: content.
  case brokenContent = "C1"
  case badPaging = "C2"
  case wrongTotal = "C3"
  case hostileName = "C4"
  case unstableID = "C5"
  case hiddenAccess = "C6"
  case otherVehicle = "C7"
  // D: the world moves.
  case slowDisappearance = "D1"
  case reappearance = "D2"
  case newAccess = "D3"
  case movedVehicle = "D4"
  case endedByHand = "D5"
  // Seen in public at Smartcar: the list shows a vehicle whose own read answers 404.
  case listDisagrees = "S1"

  /// What the rate of a fault counts.
  package enum Unit: String, Sendable {
    /// The share of the calls that may have it.
    case calls
    /// The share of the vehicles; a vehicle that has it keeps it.
    case vehicles
    /// The share of the accesses (or of their endings); an access that has it keeps it.
    case accesses
    /// A property of the whole run: on when the rate is above 0.
    case run
  }

  /// What the rate counts.
  package var unit: Unit {
    switch self {
    case .forbiddenVehicle, .newAccess, .movedVehicle, .listDisagrees: .vehicles
    case .hostileName, .unstableID, .slowDisappearance, .reappearance: .accesses
    case .refreshReuse, .retired, .hiddenAccess: .run
    default: .calls
    }
  }

  /// The rate in the `unkind` profile, from 0 to 1.
  package var unkindRate: Double {
    switch self {
    case .resetAfterEffect, .resetBeforeEffect, .commandQuota, .badPaging, .newAccess: 0.02
    case .closedReusedConnection, .slowBody, .cutBody, .forbiddenVehicle, .falseNotFound, .busy, .errorInSuccess,
      .brokenContent, .wrongTotal, .unstableID, .reappearance, .endedByHand, .listDisagrees:
      0.01
    case .oddHead, .decompressionBomb: 0.001
    case .redirect, .captivePortal, .tokenExpired, .refreshAnswerLost, .movedVehicle: 0.005
    case .rateLimited, .hostileName: 0.05
    case .serverError: 0.03
    case .otherVehicle: 0.002
    case .slowDisappearance: 0.2
    case .refreshReuse, .hiddenAccess: 1
    case .retired, .billing: 0
    }
  }
}

/// Faults of the catalogue that a plain HTTP server on loopback cannot do, and why. Nothing is silently left out.
package struct UndoneFault: Sendable {
  /// The catalogue's code.
  package let code: String
  /// Why the simulators do not do it.
  package let reason: String

  /// The whole list.
  package static let all: [UndoneFault] = [
    UndoneFault(
      code: "A1",
      reason:
        "a refused connection needs a closed port: stop the simulator to have it; a reset before the request was read is seen by a client like A3"
    ),
    UndoneFault(code: "A10", reason: "TLS: the simulators speak plain HTTP on loopback"),
    UndoneFault(code: "A11", reason: "HTTP/2: the simulators speak HTTP/1.1"),
    UndoneFault(code: "A12", reason: "name resolution happens before a simulator is asked"),
    UndoneFault(
      code: "B11",
      reason:
        "no simulated route is documented to answer 202 with a status address (Smartcar's streamed 202 belongs to vehicle commands, which are not simulated)"
    ),
    UndoneFault(code: "D6", reason: "as B11: listing and ending are account operations that need no car awake"),
    UndoneFault(
      code: "D7", reason: "always on, not drawn: another application's connections exist and no route shows them"),
    UndoneFault(code: "E1-E13", reason: "faults of the client's own process and machine"),
  ]
}
